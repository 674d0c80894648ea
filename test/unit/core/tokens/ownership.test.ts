import assert from 'node:assert/strict';
import { readAllProfiles } from '../../../../src/core/profiles/readAllProfiles';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { assignTokens } from '../../../../src/core/tokens/ownership';
import type { TokenSummary } from '../../../../src/core/tokens/tokenStore';

const profiles = (names: Readonly<Record<string, string>>) =>
  readProfiles(
    Object.fromEntries(Object.entries(names).map(([name, issuer]) => [name, { issuer, clientId: 'app' }])),
  );

describe('which token belongs to which profile', () => {
  const before = profiles({ demo: 'https://a.example', other: 'https://b.example' });

  async function tokenOf(name: string): Promise<TokenSummary> {
    const profile = before.profiles.find((candidate) => candidate.name === name)!;
    return {
      id: name,
      profile: name,
      fingerprint: await fingerprint(profile),
      label: name,
      account: undefined,
      obtainedAt: 0,
      expiresAt: undefined,
      expiryFrom: undefined,
      scope: undefined,
      notGranted: [],
      grantedBeyond: [],
      hasRefreshToken: false,
      idTokenSignature: undefined,
      saved: true,
    };
  }

  async function assigned(now: Readonly<Record<string, string>>) {
    const { byProfile, orphans } = await assignTokens(profiles(now), [
      await tokenOf('demo'),
      await tokenOf('other'),
    ]);
    return {
      ...Object.fromEntries([...byProfile].map(([name, tokens]) => [name, tokens.map(({ id }) => id)])),
      orphans: orphans.map(({ id }) => id),
    };
  }

  it('the one that it was got with', async () => {
    assert.deepEqual(await assigned({ demo: 'https://a.example', other: 'https://b.example' }), {
      demo: ['demo'],
      other: ['other'],
      orphans: [],
    });
  });

  it('H12: a renamed profile keeps its tokens', async () => {
    assert.deepEqual(await assigned({ renamed: 'https://a.example', other: 'https://b.example' }), {
      renamed: ['demo'],
      other: ['other'],
      orphans: [],
    });
  });

  it('H12: an edited endpoint makes them orphans, even when another profile has that endpoint now', async () => {
    assert.deepEqual(await assigned({ demo: 'https://b.example', other: 'https://a.example' }), {
      demo: [],
      other: [],
      orphans: ['demo', 'other'],
    });
  });

  it('a profile that has a mistake now keeps its name: its tokens go to no other', async () => {
    const read = readProfiles({
      demo: { issuer: 'https://a.example', clientId: ' app ' },
      twin: { issuer: 'https://a.example', clientId: 'app' },
    });
    const { byProfile, orphans } = await assignTokens(read, [await tokenOf('demo')]);
    assert.deepEqual(byProfile.get('twin'), []);
    assert.deepEqual(
      orphans.map(({ id }) => id),
      ['demo'],
    );
  });

  it('G2: a token of the person’s own never goes to a workspace’s namesake, nor the other way round', async () => {
    const members = { issuer: 'https://a.example', clientId: 'app' };
    const shared = { uri: 'file:///api', folder: 'api', value: { demo: members } };
    const both = readAllProfiles({ demo: members }, [shared], () => undefined);
    const theirs = both.profiles[1] ?? assert.fail();
    const alone = readAllProfiles(undefined, [shared], () => undefined);
    const tokens = [
      await tokenOf('demo'),
      // Got when the person had no such profile.
      { ...(await tokenOf('demo')), id: 'theirs', fingerprint: await fingerprint(theirs) },
    ];
    const idsOf = async (read: typeof both) => {
      const { byProfile, orphans } = await assignTokens(read, tokens);
      const owned = [...byProfile].map(([name, own]) => [name, own.map(({ id }) => id)] as const);
      return { ...Object.fromEntries(owned), orphans: orphans.map(({ id }) => id) };
    };
    assert.deepEqual(await idsOf(both), { demo: ['demo'], 'demo (api)': ['theirs'], orphans: [] });
    assert.deepEqual(await idsOf(alone), { demo: ['theirs'], orphans: ['demo'] });
    assert.deepEqual(await idsOf(before), { demo: ['demo'], other: [], orphans: ['theirs'] });
  });
});
