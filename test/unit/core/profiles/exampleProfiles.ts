import assert from 'node:assert/strict';
import type { GrantType, Profile } from '../../../../src/core/profiles/profile';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';

/** The smallest good profile. */
export const good = { issuer: 'https://login.example.com', clientId: 'app' };
/** The same without discovery. */
export const byHand = {
  authorizationEndpoint: 'https://login.example.com/authorize',
  tokenEndpoint: 'https://login.example.com/token',
  clientId: 'app',
};

/** What each grant type needs beside that. */
const needed: Readonly<Partial<Record<GrantType, Readonly<Record<string, unknown>>>>> = {
  hybrid: { scope: 'openid' },
  code_credentials: { redirectUri: 'https://login.example.com/success' },
};

/** A good profile of a grant type, as it is written. */
export function membersOf(grantType: GrantType): Record<string, unknown> {
  return { ...good, grantType, ...needed[grantType] };
}

/** The same, read. */
export function exampleOf(grantType: GrantType, more: Readonly<Record<string, unknown>> = {}): Profile {
  const { profiles, problems } = readProfiles({ [grantType]: { ...membersOf(grantType), ...more } });
  return profiles[0] ?? assert.fail(problems.map(({ message }) => message).join(' '));
}

/** The problems of one profile, each as `member: message`; `-` is the profile as a whole. */
export function problemsOf(members: unknown, name = 'p'): string[] {
  const { profiles, problems } = readProfiles({ [name]: members });
  assert.equal(profiles.length, problems.length === 0 ? 1 : 0, 'a profile is usable or has problems');
  return problems.map(({ profile, member, message }) => {
    assert.equal(profile, name);
    return `${member ?? '-'}: ${message}`;
  });
}

/** Each profile, and how each of its problems begins, in order. */
export type MistakeCase = readonly [title: string, members: unknown, ...expected: (string | RegExp)[]];

export function mistakeTable(cases: readonly MistakeCase[]): void {
  for (const [title, members, ...expected] of cases) {
    it(title, () => {
      const found = problemsOf(members);
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const [index, text] of found.entries()) {
        const wanted = expected[index] ?? '';
        if (wanted instanceof RegExp) assert.match(text, wanted);
        else assert.ok(text.startsWith(wanted), `${text}\ndoes not begin with\n${wanted}`);
      }
    });
  }
}
