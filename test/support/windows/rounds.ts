import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import type { Harness } from '../harness';
import type { SharedFolders } from '.';

export interface Rounds {
  readonly folders: SharedFolders;
  /** A window of this process, over the same folders, that has signed in. */
  readonly harness: Pick<Harness, 'service' | 'store'>;
  readonly profile: Profile;
  readonly id: string;
  readonly windows: number;
  readonly rounds: number;
  /** How many refresh requests the server has seen so far. */
  readonly refreshes: () => number;
}

/**
 * Several windows want an expired token at the same instant, again and again; each time the server must see one
 * refresh request, and all windows must have the same new token.
 * @returns the access tokens of the rounds
 */
export async function playRounds(options: Rounds): Promise<readonly string[]> {
  const { folders, harness, profile, id, refreshes } = options;
  const windows = await Promise.all(Array.from({ length: options.windows }, () => folders.open({ profile })));
  const secret = (await folders.secrets().keys()).find((key) => key.endsWith(id)) ?? '';
  const tokens: string[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    await harness.service.changeRecord(id, (record) => ({
      ...record,
      tokenSet: { ...record.tokenSet, expiresAt: record.obtainedAt },
    }));
    for (const window of windows) window.changed(secret);
    const before = refreshes();
    const told = windows.map((window) => window.next('token', 'failure'));
    const at = Date.now() + 20;
    for (const window of windows) window.want(at);
    const answers = await Promise.all(told);
    const what = `round ${round}: ${JSON.stringify(answers)}`;
    assert.equal(refreshes() - before, 1, what);
    const given = new Set(
      answers.map((answer) => (answer.kind === 'token' ? answer.accessToken : answer.message)),
    );
    assert.equal(given.size, 1, what);
    assert.ok(
      answers.every(({ kind }) => kind === 'token'),
      what,
    );
    const [token = ''] = given;
    assert.ok(!tokens.includes(token), what);
    tokens.push(token);
  }
  const codes = await Promise.all(windows.map((window) => window.leave()));
  assert.deepEqual(
    codes,
    windows.map(() => 0),
    'no window hangs',
  );
  return tokens;
}
