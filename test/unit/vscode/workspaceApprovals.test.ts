import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Profile } from '../../../src/core/profiles/profile';
import { readAllProfiles } from '../../../src/core/profiles/readAllProfiles';
import { WorkspaceApprovals } from '../../../src/vscode/workspaceApprovals';
import { TokenWindows } from '../../support/fakes/tokenWindows';
import { failureOf } from '../core/tokens/service';

const members = { issuer: 'https://login.example.com', clientId: 'app', scope: 'read' };
const profilesOf = (shared: Readonly<Record<string, unknown>>, folder = 'api') =>
  readAllProfiles(
    { demo: members },
    [{ uri: `file:///${folder}`, folder, value: { demo: shared } }],
    () => undefined,
  ).profiles;
const [own = assert.fail(), theirs = assert.fail()] = profilesOf(members);

interface Question {
  readonly message: string;
  readonly detail: string;
}

/** What a workspace remembers. */
class Memory {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

describe('what a person approves of a workspace', () => {
  const window = vscode.window as { showWarningMessage: unknown };
  const { showWarningMessage } = window;
  let memory: Memory;
  let approvals: WorkspaceApprovals;
  let questions: Question[];
  let answer: () => Promise<string | undefined>;

  const asked = () => questions.length;
  const open = () => new WorkspaceApprovals(memory as unknown as vscode.Memento);
  const require = (profile: Profile, interactive = true) =>
    approvals.require(profile, { interactive, signal: new AbortController().signal });

  beforeEach(() => {
    memory = new Memory();
    approvals = open();
    questions = [];
    answer = () => Promise.resolve('Approve');
    window.showWarningMessage = (message: string, { modal, detail }: { modal: boolean; detail: string }) => {
      assert.ok(modal);
      questions.push({ message, detail });
      return answer();
    };
  });
  afterEach(() => {
    window.showWarningMessage = showWarningMessage;
  });

  it('the person’s own profile needs no approval', async () => {
    await require(own, false);
    assert.equal(asked(), 0);
  });

  it('G2: asks once, with the name of the folder and all that the profile says; a new window asks no more', async () => {
    await require(theirs);
    await require(theirs);
    approvals = open();
    await require(theirs, false);
    assert.equal(asked(), 1);
    assert.equal(questions[0]?.message, 'The workspace “api” shares the profile “demo”. Do you approve it?');
    assert.match(questions[0].detail, /issuer: https:\/\/login\.example\.com/);
    assert.deepEqual([...(await approvals.waiting([own, theirs]))], []);
  });

  it('L18: whoever does not approve is not asked by an error, and the next time again', async () => {
    answer = () => Promise.resolve(undefined);
    for (let time = 1; time <= 2; time++) {
      assert.equal((await failureOf(require(theirs))).code, 'cancelled');
      assert.equal(asked(), time);
    }
    assert.deepEqual([...(await approvals.waiting([own, theirs]))], ['demo (api)']);
  });

  it('where nobody may be asked there is an error with a way to approve it', async () => {
    const { code, remedy, profile } = await failureOf(require(theirs, false));
    assert.deepEqual(
      [code, remedy, profile],
      ['workspace_profile_not_approved', 'approve_profile', 'demo (api)'],
    );
    assert.equal(asked(), 0);
  });

  it('G3: asks again after any change, and says that it is one; the former approval is void', async () => {
    await require(theirs);
    const [, changed = assert.fail()] = profilesOf({
      ...members,
      tokenEndpoint: 'https://evil.example/token',
    });
    assert.equal((await failureOf(require(changed, false))).code, 'workspace_profile_not_approved');
    await require(changed);
    assert.match(questions[1]?.message ?? '', /it has changed since you approved it/);
    assert.match(questions[1]?.detail ?? '', /tokenEndpoint: https:\/\/evil\.example\/token/);
    assert.equal((await failureOf(require(theirs, false))).code, 'workspace_profile_not_approved');
  });

  it('the approval of one folder’s is not that of another’s', async () => {
    await require(theirs);
    const [, elsewhere = assert.fail()] = profilesOf(members, 'web');
    assert.equal((await failureOf(require(elsewhere, false))).code, 'workspace_profile_not_approved');
  });

  it('several at once are one question', async () => {
    await Promise.all([require(theirs), require(theirs), require(theirs)]);
    assert.equal(asked(), 1);
  });

  it('is forgotten when a person wants it, or when what is remembered is something else', async () => {
    await require(theirs);
    await approvals.forget();
    assert.equal((await failureOf(require(theirs, false))).code, 'workspace_profile_not_approved');
    for (const value of [1, 'x', [], { 'demo\nfile:///api': true }]) {
      memory.values.set('valetKey.approvals', value);
      assert.equal((await failureOf(require(theirs, false))).code, 'workspace_profile_not_approved');
    }
  });

  it('G2: no token is asked for, renewed or handed out before that', async () => {
    const windows = new TokenWindows([own, theirs]);
    const editor = windows.open(undefined, approvals);
    const first = await editor.getNew(theirs);
    const { id } = first.record;
    await approvals.forget();
    answer = () => Promise.resolve(undefined);
    const before = { grants: windows.server.grants, refreshes: windows.server.refreshes.length };
    const waiting = { signal: new AbortController().signal, progress: { report: () => undefined } };
    for (const [use, code] of [
      [editor.get(theirs), 'workspace_profile_not_approved'],
      [editor.get(theirs, true), 'cancelled'],
      [editor.getNew(theirs), 'cancelled'],
      [editor.refresh(theirs, id), 'cancelled'],
      [editor.service.getFresh(theirs, id, waiting), 'cancelled'],
    ] as const)
      assert.equal((await failureOf(use)).code, code);
    assert.deepEqual({ grants: windows.server.grants, refreshes: windows.server.refreshes.length }, before);
  });

  it('G1, G2: the token of one namesake is never the other’s', async () => {
    const windows = new TokenWindows([own, theirs]);
    const editor = windows.open(undefined, approvals);
    const mine = await editor.getNew(own);
    assert.equal(
      (await failureOf(editor.service.getFresh(theirs, mine.record.id, waitingFor()))).code,
      'nothing_to_refresh',
    );
    const other = await editor.get(theirs, true);
    assert.notEqual(other.record.id, mine.record.id);
    assert.equal(other.record.workspace, 'api');
    assert.equal((await editor.get(own)).record.id, mine.record.id);
    assert.equal((await editor.get(theirs)).record.id, other.record.id);
  });
});

function waitingFor() {
  return { signal: new AbortController().signal, progress: { report: () => undefined } };
}
