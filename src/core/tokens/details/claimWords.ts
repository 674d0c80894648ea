/**
 * What known members of a JWT's header and claims mean, in a few words: RFC 7515, 7519, 7800, 8693, 9068, 9449, OpenID
 * Connect Core, and what large providers add.
 */
const words: Readonly<Record<string, string>> = {
  alg: 'how it is signed',
  typ: 'what kind of JWT it is',
  cty: 'what kind of content it holds',
  kid: 'which key signed it',
  x5t: 'thumbprint of the certificate that signed it',
  'x5t#S256': 'thumbprint of the certificate that signed it',
  jku: 'where its issuer says that its keys are',
  crit: 'what who reads it must understand',

  iss: 'who issued it',
  sub: 'whom it is about',
  aud: 'whom it is for: no other API should take it',
  exp: 'when it ends',
  nbf: 'not good before',
  iat: 'when it was issued',
  jti: 'its own name, given once',
  auth_time: 'when the person signed in',
  updated_at: 'when the person’s data last changed',

  azp: 'the client that it was issued to',
  client_id: 'the client that it was issued to',
  cid: 'the client that it was issued to',
  appid: 'the client that it was issued to',
  scope: 'what it allows',
  scp: 'what it allows',
  roles: 'roles of the person or client',
  groups: 'groups of the person',
  permissions: 'what it allows',
  entitlements: 'what it allows',
  authorization_details: 'what it allows, in detail',
  realm_access: 'roles in the whole realm',
  resource_access: 'roles at each client',

  acr: 'how strictly the person signed in',
  amr: 'by which means the person signed in',
  nonce: 'ties an ID token to its sign-in',
  at_hash: 'ties an ID token to its access token',
  c_hash: 'ties an ID token to its code',
  s_hash: 'ties an ID token to its state',
  sid: 'the session at the server',
  cnf: 'the key that it is bound to: alone it is not enough',
  act: 'who acts for the person',
  may_act: 'who may act for the person',

  name: 'the person’s name',
  given_name: 'the person’s given name',
  family_name: 'the person’s family name',
  preferred_username: 'the person’s user name; it may change',
  upn: 'the person’s user name; it may change',
  unique_name: 'the person’s user name; it may change',
  email: 'the person’s e-mail address',
  email_verified: 'whether the server has checked the address',
  phone_number: 'the person’s telephone number',
  locale: 'the person’s language',
  zoneinfo: 'the person’s time zone',
  picture: 'where a picture of the person is',

  tid: 'the tenant',
  oid: 'the person’s or client’s id in the tenant',
  idp: 'who signed the person in',
  ver: 'version of the token’s form',
  token_use: 'what kind of token it is',
  gty: 'by which grant it was got',
  uid: 'the person’s id',
  org_id: 'the organisation',
};

export function wordsFor(member: string): string | undefined {
  return Object.hasOwn(words, member) ? words[member] : undefined;
}
