import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';

/** The smallest good profile. */
export const good = { issuer: 'https://login.example.com', clientId: 'app' };
/** The same without discovery. */
export const byHand = {
  authorizationEndpoint: 'https://login.example.com/authorize',
  tokenEndpoint: 'https://login.example.com/token',
  clientId: 'app',
};

/** The problems of one profile, each as `member: message`; `-` is the profile as a whole. */
export function problemsOf(members: unknown, name = 'p'): string[] {
  const { profiles, problems } = readProfiles({ [name]: members });
  assert.equal(profiles.length, problems.length === 0 ? 1 : 0, 'a profile is usable or has problems');
  return problems.map(({ profile, member, message }) => {
    assert.equal(profile, name);
    return `${member ?? '-'}: ${message}`;
  });
}
