/** The one account of the authorization server. */
export const person = { username: 'demo', password: 'demo' };

/** What userinfo and ID tokens say of the person, by scope (OpenID Connect Core §5.4). */
export const claims = {
  sub: 'demo',
  name: 'Demo Person',
  preferred_username: 'demo',
  email: 'demo@example.com',
  email_verified: true,
};
