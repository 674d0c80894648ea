import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { rotateTokens, type RotatingTokens } from '../support/rotatingTokens';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, scanForSecrets } from '../support/secrets';
import { shareFolders, type SharedFolders } from '../support/windows';
import type { WindowTask } from '../support/windows/messages';

describe('a window that is killed while it refreshes', () => {
  let server: ScriptedServer;
  let folders: SharedFolders;
  let harness: Harness;
  let tokens: RotatingTokens;
  let id: string;

  beforeEach(async () => {
    server = await startScriptedServer();
    folders = await shareFolders();
  });

  afterEach(async () => {
    scanForSecrets({ folders: [folders.storageFolder] });
    harness.scanLog();
    await folders.remove();
    await server.stop();
    forgetSecrets();
  });

  const profile = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' });
  const open = (task: Partial<WindowTask> = {}) => folders.open({ profile: profile(), ...task });

  /** Signs in, and has the token expire. */
  async function signIn(options?: { readonly grace: boolean }): Promise<void> {
    tokens = rotateTokens(server, options);
    harness = createHarness({ keyring: folders.secrets(), storageFolder: folders.storageFolder });
    id = (await harness.getNew(profile())).record.id;
    await harness.service.changeRecord(id, (record) => ({
      ...record,
      tokenSet: { ...record.tokenSet, expiresAt: record.obtainedAt },
    }));
  }

  /** What somebody reads who comes later. */
  const stored = async () => (await harness.store.get(id))!;
  const isSettled = async () => {
    await eventually('the locks to be released', async () => (await folders.locks()).length === 0);
  };

  it('J4: before its request left: the next one sends it', async () => {
    await signIn();
    const killed = await open({ stopsBeforeSending: true });
    const sending = killed.next('sending');
    killed.want();
    await sending;
    await killed.kill();
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-0');
    const answer = await (await open()).ask();
    assert.deepEqual(answer, { kind: 'token', accessToken: 'access-token-1' });
    assert.deepEqual(tokens.sent, ['refresh-token-0']);
    await isSettled();
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-1');
  });

  /** Killed while the server, which has done its work, holds its answer back. */
  async function killUnanswered(): Promise<void> {
    const before = tokens.sent.length;
    tokens.silent = true;
    const killed = await open();
    killed.want();
    await eventually('the request', () => tokens.sent.length > before);
    await killed.kill();
    tokens.silent = false;
  }

  it('J4, H6: while the server holds its answer: the next one sends it once more, and gets a token where the server allows it', async () => {
    await signIn({ grace: true });
    await killUnanswered();
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-0');
    const answer = await (await open()).ask();
    assert.deepEqual(answer, { kind: 'token', accessToken: 'access-token-1' });
    assert.equal(tokens.replays(), 1);
    await isSettled();
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-1');
  });

  it('H6: the same, where the server does not allow it: one replay, then a sign-in is needed, and nothing is deleted', async () => {
    await signIn();
    await killUnanswered();
    const next = await open();
    for (const window of [next, next, await open()]) {
      const answer = await window.ask();
      assert.equal(answer.kind === 'failure' && answer.remedy, 'get_new_token');
    }
    assert.equal(tokens.replays(), 1);
    await isSettled();
    const { needsSignIn, tokenSet } = await stored();
    assert.deepEqual([needsSignIn, tokenSet.refreshToken], [true, 'refresh-token-0']);
  });

  it('H6: two in a row: the third one does not send it again', async () => {
    await signIn({ grace: true });
    await killUnanswered();
    await killUnanswered();
    const answer = await (await open()).ask();
    assert.equal(answer.kind === 'failure' && answer.remedy, 'get_new_token');
    assert.deepEqual(tokens.sent, ['refresh-token-0', 'refresh-token-0']);
    await isSettled();
    assert.equal((await stored()).needsSignIn, true);
    const { tokenSet, needsSignIn } = (await harness.refresh(profile(), id)).record;
    assert.deepEqual([tokenSet.accessToken, needsSignIn], ['access-token-1', undefined], 'a person may try');
  });

  it('H7: after the answer, before the secret store has flushed: the old token is there, and there is one replay at most', async () => {
    await signIn();
    const killed = await open({ flushMs: 60_000 });
    const taken = killed.next('stored');
    killed.want();
    await taken;
    await killed.kill();
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-0');
    const answer = await (await open()).ask();
    assert.equal(answer.kind === 'failure' && answer.remedy, 'get_new_token');
    assert.equal(tokens.replays(), 1);
    assert.equal((await stored()).tokenSet.refreshToken, 'refresh-token-0');
  });

  it('H7: after the store has flushed: the new token is there, and nothing is sent', async () => {
    await signIn();
    const killed = await open({ flushMs: 0 });
    const taken = killed.next('stored');
    killed.want();
    await taken;
    await killed.kill();
    const answer = await (await open()).ask();
    assert.deepEqual(answer, { kind: 'token', accessToken: 'access-token-1' });
    assert.deepEqual(tokens.sent, ['refresh-token-0']);
    await harness.refresh(profile(), id);
    assert.equal(tokens.replays(), 0);
    await isSettled();
  });
});
