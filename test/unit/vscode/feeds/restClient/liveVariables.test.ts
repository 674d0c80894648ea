import assert from 'node:assert/strict';
import type { FreshToken, FreshTokensListener } from '../../../../../src/core/tokens/freshTokens';
import { LiveVariables } from '../../../../../src/vscode/feeds/restClient/liveVariables';
import { TokenVariables } from '../../../../../src/vscode/feeds/restClient/tokenVariables';
import { createRecordingLogger } from '../../../../support/fakes/logger';
import { good, readWithWorkspace } from '../../../core/profiles/exampleProfiles';

describe('live variables', () => {
  let holder: { env: NodeJS.ProcessEnv };
  let original: NodeJS.ProcessEnv;
  let profiles: Record<string, unknown>;
  let shared: Record<string, unknown>;
  let changed: () => void;
  let tokenChanged: FreshTokensListener;
  let tokens: Map<string, FreshToken>;
  let wanted: readonly string[];
  let remembered: string[];
  let isWatching: boolean;
  let live: LiveVariables;
  const logger = createRecordingLogger();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const token = (accessToken: string, tokenType: FreshToken['tokenType'] = 'Bearer'): FreshToken => ({
    accessToken,
    tokenType,
  });

  beforeEach(async () => {
    holder = { env: { PATH: '/bin' } };
    original = holder.env;
    profiles = { demo: good, 'a.b': good, 'a-b': good };
    shared = { team: good };
    tokens = new Map([
      ['demo', token('secret-of-demo')],
      ['a.b', token('secret-of-a.b')],
    ]);
    wanted = [];
    remembered = [];
    logger.lines.length = 0;
    live = new LiveVariables({
      settings: {
        read: () => Promise.resolve(readWithWorkspace(profiles, shared)),
        onDidChange: (listener) => {
          changed = listener;
          return { dispose: () => undefined };
        },
      },
      freshTokens: {
        want: (_, names) => (wanted = [...names]),
        tokenOf: (profile) => (wanted.includes(profile) ? tokens.get(profile) : undefined),
        onDidChange: (listener) => {
          tokenChanged = listener;
          return { dispose: () => undefined };
        },
        tryAgain: () => undefined,
      },
      variables: new TokenVariables(holder, false),
      history: { remember: (profile) => remembered.push(profile), watch: (isOn) => (isWatching = isOn) },
      logger,
    });
    await settled();
  });

  it('R7: stand for the token of each profile as it is when they are read', () => {
    assert.equal(holder.env.VALET_KEY_DEMO, 'secret-of-demo');
    tokens.set('demo', token('renewed-of-demo'));
    assert.equal(holder.env.VALET_KEY_DEMO, 'renewed-of-demo');
    tokens.delete('demo');
    assert.equal(holder.env.VALET_KEY_DEMO, undefined);
    assert.deepEqual(Object.keys(holder.env), ['PATH']);
  });

  it('R7: are none where two profiles would have one, and none for a token that is bound to a key', () => {
    assert.equal(holder.env.VALET_KEY_A_B, undefined);
    assert.deepEqual(wanted, ['demo']);
    assert.deepEqual(logger.lines, ['No variable VALET_KEY_A_B: it would be that of “a.b”, “a-b”.']);
    tokens.set('demo', token('bound-token', 'DPoP'));
    assert.equal(holder.env.VALET_KEY_DEMO, undefined);
  });

  it('G1: stand for the person’s own whatever a workspace calls a profile', async () => {
    shared = { DEMO: good, team: good };
    tokens.set('DEMO', token('secret-of-theirs'));
    logger.lines.length = 0;
    profiles = { demo: good };
    changed();
    await settled();
    assert.equal(holder.env.VALET_KEY_DEMO, 'secret-of-demo');
    assert.deepEqual([wanted, logger.lines], [['demo'], []]);
  });

  it('G3: are none for what a workspace shares: it may have changed since it was approved', () => {
    tokens.set('team', token('secret-of-team'));
    assert.equal(holder.env.VALET_KEY_TEAM, undefined);
    assert.ok(!wanted.includes('team'));
  });

  it('follow the profiles, and have the history know every token', async () => {
    profiles = { 'a.b': good };
    changed();
    await settled();
    assert.equal(holder.env.VALET_KEY_DEMO, undefined);
    assert.equal(holder.env.VALET_KEY_A_B, 'secret-of-a.b');
    tokenChanged('a.b', token('secret-of-a.b'));
    tokenChanged('a.b', undefined);
    assert.deepEqual([remembered, isWatching], [['a.b'], true]);
  });

  it('are gone once they are turned off, and nothing is kept fresh for them', () => {
    live.dispose();
    assert.equal(holder.env, original);
    assert.deepEqual([wanted, isWatching], [[], false]);
  });
});
