import assert from 'node:assert/strict';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { readAllProfiles } from '../../../../src/core/profiles/readAllProfiles';
import type { SessionDependencies } from '../../../../src/vscode/feeds/authenticationProvider';
import { ProfileSessions } from '../../../../src/vscode/feeds/profileSessions';
import { hour, recordOf, start, summary } from '../../core/tokens/exampleTokens';

const members = { issuer: 'https://login.example.com', clientId: 'app', scope: 'read' };
const read = readAllProfiles(
  { mine: members },
  [{ uri: 'file:///api', folder: 'api', value: { theirs: members } }],
  () => undefined,
);

describe('profiles of a workspace as accounts of VS Code', () => {
  const sessionsWith = async (unapproved: readonly string[]) => {
    const tokens = await Promise.all(
      read.profiles.map(async (profile) =>
        summary(profile.name, {
          profile: profile.name,
          fingerprint: await fingerprint(profile),
          obtainedAt: start,
          expiresAt: start + hour,
        }),
      ),
    );
    const dependencies = {
      settings: { read: () => Promise.resolve({ ...read, unapproved: new Set(unapproved) }) },
      store: {
        list: () => Promise.resolve({ tokens }),
        get: (id: string) => Promise.resolve(recordOf({ accessToken: `token of ${id}` }, { id })),
      },
      active: { choices: () => Promise.resolve(new Map()) },
      clock: { now: () => start },
      services: () => assert.fail('nothing is to be asked for'),
    } as unknown as SessionDependencies;
    return await new ProfileSessions(dependencies, () => undefined).get([], undefined);
  };
  const tokensOf = async (unapproved: readonly string[]) =>
    (await sessionsWith(unapproved)).map(({ accessToken }) => accessToken);

  it('G3: no token is given of a profile that a workspace shares and nobody has approved as it is now', async () => {
    assert.deepEqual(await tokensOf(['theirs']), ['token of mine']);
    assert.deepEqual(await tokensOf([]), ['token of mine', 'token of theirs']);
  });
});
