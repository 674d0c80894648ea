import assert from 'node:assert/strict';
import type { FreshToken, FreshTokensListener } from '../../../../src/core/tokens/freshTokens';
import { TerminalVariables } from '../../../../src/vscode/feeds/terminalVariables';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { readWithWorkspace } from '../../core/profiles/exampleProfiles';
import { signIn } from '../../core/tokens/service';

type RawProfiles = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The environment that VS Code gives to terminals, and what was done to it. */
class FakeCollection {
  persistent = true;
  description: string | undefined;
  readonly values = new Map<string, string>();
  changes = 0;

  replace(variable: string, value: string): void {
    assert.equal(this.persistent, false, 'it would be written to disk');
    this.changes += 1;
    this.values.set(variable, value);
  }

  delete(variable: string): void {
    this.changes += 1;
    this.values.delete(variable);
  }
}

const exported = { ...signIn, exportToTerminals: true };

describe('tokens in the environment of terminals', () => {
  let raw: RawProfiles;
  let tokens: Map<string, FreshToken>;
  let wanted: readonly string[];
  let tokenChanged: FreshTokensListener;
  let profilesChanged: () => void;
  let collection: FakeCollection;
  let logger: ReturnType<typeof createRecordingLogger>;
  let variables: TerminalVariables;

  /** Lets what was begun come to its end. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  async function start(profiles: RawProfiles, shared?: RawProfiles): Promise<void> {
    raw = profiles;
    tokens = new Map();
    collection = new FakeCollection();
    logger = createRecordingLogger();
    const listening = { dispose: () => undefined };
    variables = new TerminalVariables(
      {
        settings: {
          read: () => Promise.resolve(readWithWorkspace(raw, shared)),
          onDidChange: (listener) => {
            profilesChanged = listener;
            return listening;
          },
        },
        freshTokens: {
          want: (_whom, names) => (wanted = [...names]),
          tokenOf: (name) => (wanted.includes(name) ? tokens.get(name) : undefined),
          onDidChange: (listener) => {
            tokenChanged = listener;
            return listening;
          },
          tryAgain: () => undefined,
        },
        logger,
      },
      collection,
    );
    await settled();
  }

  function give(profile: string, accessToken: string | undefined): void {
    const token = accessToken === undefined ? undefined : { accessToken, tokenType: 'Bearer' as const };
    if (token === undefined) tokens.delete(profile);
    else tokens.set(profile, token);
    tokenChanged(profile, token);
  }

  const environment = () => Object.fromEntries(collection.values);

  it('R9: are there for profiles that say so, by a name that is shown, and never on disk', async () => {
    await start({ 'okta-dev': exported, other: { ...signIn, clientId: 'other' } });
    assert.deepEqual(wanted, ['okta-dev']);
    give('other', 'nobody-wants-it');
    give('okta-dev', 'token-1');
    assert.deepEqual(environment(), { VALET_KEY_OKTA_DEV: 'token-1' });
    assert.equal(collection.description, 'Valet Key: VALET_KEY_OKTA_DEV');
    assert.equal(collection.persistent, false);
  });

  it('follow each renewal, and go with the token', async () => {
    await start({ a: exported, b: { ...exported, clientId: 'b' } });
    give('b', 'b-1');
    give('a', 'a-1');
    assert.equal(collection.description, 'Valet Key: VALET_KEY_A, VALET_KEY_B');
    give('a', 'a-2');
    assert.deepEqual(environment(), { VALET_KEY_A: 'a-2', VALET_KEY_B: 'b-1' });
    // Each change marks every open terminal as old.
    assert.equal(collection.changes, 3);
    give('a', undefined);
    give('b', undefined);
    assert.deepEqual([environment(), collection.description], [{}, undefined]);
  });

  it('go when the profile does not say so any more, or is gone', async () => {
    await start({ a: exported, b: { ...exported, clientId: 'b' } });
    give('a', 'a-1');
    give('b', 'b-1');
    raw = { a: { ...exported, exportToTerminals: false } };
    profilesChanged();
    await settled();
    assert.deepEqual([environment(), wanted], [{}, []]);
  });

  it('are not there for two profiles that have one variable', async () => {
    await start({ 'okta dev': exported, 'okta-dev': { ...signIn, clientId: 'other' } });
    give('okta dev', 'token-1');
    assert.deepEqual([environment(), wanted], [{}, []]);
  });

  it('G1: are there for the person’s own whatever a workspace calls a profile', async () => {
    const theirs = { 'okta.dev': { ...signIn, clientId: 'theirs' } };
    await start({ 'okta-dev': exported }, theirs);
    give('okta.dev', 'token-of-theirs');
    give('okta-dev', 'token-1');
    assert.deepEqual([environment(), wanted], [{ VALET_KEY_OKTA_DEV: 'token-1' }, ['okta-dev']]);
  });

  it('B10: are not there where VS Code would make something else of one', async () => {
    await start({ a: exported });
    give('a', 'x${env:SECRET}');
    assert.deepEqual(environment(), {});
    assert.match(logger.lines.join('\n'), /not put into terminals/);
    assert.doesNotMatch(logger.lines.join('\n'), /SECRET/);
  });

  it('go with the window', async () => {
    await start({ a: exported });
    give('a', 'a-1');
    variables.dispose();
    assert.deepEqual([environment(), wanted], [{}, []]);
  });
});
