import assert from 'node:assert/strict';
import { isOtherSource, type OtherSource } from '../../../../src/core/profiles/otherSources';
import type { GrantType, Profile, TokenSource } from '../../../../src/core/profiles/profile';
import { readAllProfiles } from '../../../../src/core/profiles/readAllProfiles';
import { readProfiles, type ProfilesRead } from '../../../../src/core/profiles/readProfiles';

/** The person's own profiles, and those that folders of the workspace share: “api”, “web”. */
export function readWithWorkspace(own: unknown, api: unknown, web?: unknown): ProfilesRead {
  const shared = Object.entries({ api, web }).map(([folder, value]) => ({
    uri: `file:///work/${folder}`,
    folder,
    value,
  }));
  return readAllProfiles(own, shared, () => undefined);
}

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

/** What each source needs that is no OAuth grant; all that it has. */
const sources: Readonly<Record<OtherSource, Readonly<Record<string, unknown>>>> = {
  vscode_session: { authenticationProvider: 'github' },
  command: { command: ['gh', 'auth', 'token'] },
  pasted_token: {},
};

/** A good profile of a grant type or another source, as it is written. */
export function membersOf(grantType: TokenSource): Record<string, unknown> {
  if (isOtherSource(grantType)) return { grantType, ...sources[grantType] };
  return { ...good, grantType, ...needed[grantType] };
}

/** The same, read. */
export function exampleOf(grantType: TokenSource, more: Readonly<Record<string, unknown>> = {}): Profile {
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
