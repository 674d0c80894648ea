/** Who signs in unless a test says otherwise. */
export const person = { username: 'demo', password: 'demo' };

/** Somebody else with an account at the same authorization server. */
export const secondPerson = { username: 'second', password: 'second' };

/** What userinfo and ID tokens say of the person, by scope (OpenID Connect Core §5.4). */
export const claims = {
  sub: 'demo',
  name: 'Demo Person',
  preferred_username: 'demo',
  email: 'demo@example.com',
  email_verified: true,
};

/** The same of everybody with an account, by user name. */
export const claimsOf: ReadonlyMap<string, typeof claims> = new Map([
  [person.username, claims],
  [
    secondPerson.username,
    {
      sub: 'second',
      name: 'Second Person',
      preferred_username: 'second',
      email: 'second@example.com',
      email_verified: true,
    },
  ],
]);
