/** The scopes of the authorization server, and what the consent page says of them. */
export const scopes: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Stay signed in, with a refresh token',
  'orders:read': 'Read your orders',
  'orders:write': 'Change your orders',
};
