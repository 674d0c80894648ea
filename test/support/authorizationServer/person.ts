/** The account of the authorization server that signs in where nothing else is said. */
export const person = { username: 'demo', password: 'demo' };

/** Another account, for tests that need two. */
export const otherPerson = { username: 'grace', password: 'grace' };

export type Person = typeof person;

export const people: readonly Person[] = [person, otherPerson];

/** What userinfo and ID tokens say of the person, by scope (OpenID Connect Core §5.4). */
export const claims = {
  sub: 'demo',
  name: 'Demo Person',
  preferred_username: 'demo',
  email: 'demo@example.com',
  email_verified: true,
};

/** The same of any account; `undefined`: there is none of this name. */
export function claimsOf(username: string): typeof claims | undefined {
  if (username === person.username) return claims;
  if (username !== otherPerson.username) return undefined;
  return {
    sub: username,
    name: 'Grace Other',
    preferred_username: username,
    email: `${username}@example.com`,
    email_verified: true,
  };
}
