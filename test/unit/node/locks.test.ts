import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import promises from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../src/core/ports';
import { ValetKeyError } from '../../../src/core/errors';
import { createLocks } from '../../../src/node/locks/locks';
import { systemClock } from '../../../src/vscode/clock';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fakes/clock';
import { createRecordingLogger } from '../../support/fakes/logger';

const never = new AbortController().signal;
/** As short as they can be while a busy machine still touches in time. */
const times = { patience: 60_000, stale: 1000, touch: 20, poll: 2 };

describe('locks', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'valet-key-locks-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const locksFolder = () => path.join(folder, 'locks');
  const files = () => readdirSync(locksFolder());
  const lockFile = () => path.join(locksFolder(), files().find((name) => name.endsWith('.lock')) ?? '');

  /** Another call is another window. */
  function open(changes: Partial<typeof times> = {}, clock: Clock = systemClock, storageFolder = folder) {
    const logger = createRecordingLogger();
    return { logger, locks: createLocks({ storageFolder, clock, logger, times: { ...times, ...changes } }) };
  }

  /** What somebody left who held the lock of “key”. */
  async function leaveLock(owner: object | string, untouchedFor = 0): Promise<void> {
    const lock = await open().locks.hold('key', never);
    const file = lockFile();
    await lock.release();
    writeFileSync(file, typeof owner === 'string' ? owner : JSON.stringify(owner));
    const then = new Date(Date.now() - untouchedFor);
    utimesSync(file, then, then);
  }

  const codeOf = async (request: Promise<unknown>) =>
    await request.then(
      () => 'held',
      (error: unknown) => (error instanceof ValetKeyError ? error.code : error),
    );
  const short = () => AbortSignal.timeout(100);

  it('keep another window out until they are released, and leave nothing', async () => {
    const lock = await open().locks.hold('key', never);
    const { pid, host } = JSON.parse(readFileSync(lockFile(), 'utf8')) as { pid: number; host: string };
    assert.deepEqual([pid, host], [process.pid, hostname()]);
    const other = open().locks;
    assert.equal(await codeOf(other.hold('key', short())), 'cancelled');
    await (await other.hold('another key', never)).release();
    const waiting = other.hold('key', never);
    await lock.release();
    const second = await waiting;
    assert.equal(await second.isOurs(), true);
    assert.equal(await lock.isOurs(), false);
    await lock.release();
    assert.equal(await second.isOurs(), true, 'a lock is released once');
    await second.release();
    assert.deepEqual(files(), []);
  });

  it('are given in order within a window; one who gives up holds nobody back', async () => {
    const { locks } = open();
    const first = await locks.hold('key', never);
    const order: number[] = [];
    const giveUp = new AbortController();
    const given = locks.hold('key', giveUp.signal);
    const waiting = [1, 2].map((turn) =>
      locks.hold('key', never).then(async (lock) => {
        order.push(turn);
        await lock.release();
      }),
    );
    giveUp.abort();
    assert.equal(await codeOf(given), 'cancelled');
    await first.release();
    await Promise.all(waiting);
    assert.deepEqual(order, [1, 2]);
    assert.deepEqual(files(), []);
  });

  it('J5: one who waits too long is told that another window is refreshing', async () => {
    const lock = await open().locks.hold('key', never);
    const waiting = open({ patience: 100 }).locks.hold('key', never);
    await assert.rejects(
      waiting,
      (error) =>
        error instanceof ValetKeyError &&
        error.code === 'held_elsewhere' &&
        /another window/i.test(error.message),
    );
    assert.equal(await lock.isOurs(), true);
    await lock.release();
    assert.deepEqual(files(), [], 'who waited has left nothing');
  });

  it('J4: the lock of a dead process is taken over at once', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await leaveLock({ pid, host: hostname(), time: Date.now(), random: 'x' });
    const lock = await open({ stale: 3_600_000 }).locks.hold('key', never);
    assert.equal(await lock.isOurs(), true);
    await lock.release();
    assert.deepEqual(files(), []);
  });

  for (const [what, owner] of [
    ['of another computer', { pid: 1, host: 'elsewhere', time: 0, random: 'x' }],
    ['that its holder had no time to write', ''],
    ['of nonsense', '{"pid":"x"'],
  ] as const) {
    it(`J4: a lock ${what} is taken over once nobody has touched it for long enough`, async () => {
      await leaveLock(owner);
      assert.equal(await codeOf(open({ stale: 3_600_000 }).locks.hold('key', short())), 'cancelled');
      const lock = await open({ stale: 100 }).locks.hold('key', never);
      await lock.release();
      assert.deepEqual(files(), []);
    });
  }

  it('J4: one that was left long ago is taken over without waiting so long again', async () => {
    await leaveLock({ pid: 1, host: 'elsewhere', random: 'x' }, 7_200_000);
    const lock = await open({ stale: 3_600_000 }).locks.hold('key', never);
    await lock.release();
  });

  it('J16: one of a computer whose clock is ahead is taken over, too', async () => {
    await leaveLock({ pid: 1, host: 'elsewhere', random: 'x' }, -7_200_000);
    const lock = await open({ stale: 100 }).locks.hold('key', never);
    await lock.release();
    assert.deepEqual(files(), []);
  });

  it('J4: twenty that find a dead lock at once hold it one after the other', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await leaveLock({ pid, host: hostname(), random: 'x' });
    let [holders, turns] = [0, 0];
    const take = async (): Promise<void> => {
      const lock = await open().locks.hold('key', never);
      // Whoever finds it lost begins anew, as one does before sending.
      const isOurs = await lock.isOurs();
      if (isOurs) {
        holders += 1;
        assert.equal(holders, 1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        holders -= 1;
        turns += 1;
      }
      await lock.release();
      if (!isOurs) await take();
    };
    await Promise.all(Array.from({ length: 20 }, take));
    assert.equal(turns, 20);
    assert.deepEqual(files(), []);
  });

  for (const [what, offset] of [
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ] as const) {
    it(`K4, J16: a clock that is an hour ${what} takes nothing from a living holder`, async () => {
      const lock = await open().locks.hold('key', never);
      const clock = { ...systemClock, now: () => Date.now() + offset };
      assert.equal(await codeOf(open({ patience: 500 }, clock).locks.hold('key', never)), 'held_elsewhere');
      assert.equal(await lock.isOurs(), true);
      await lock.release();
    });
  }

  it('J4: a holder that was taken for dead knows it, and leaves the new one alone', async () => {
    const lock = await open({ touch: 3_600_000 }).locks.hold('key', never);
    await lock.writeIntent('old');
    const taken = await open({ stale: 20 }).locks.hold('key', never);
    assert.equal(await lock.isOurs(), false);
    await taken.writeIntent('new');
    await lock.clearIntent();
    await lock.writeIntent('old again');
    await lock.release();
    assert.equal(await taken.isOurs(), true);
    assert.equal(await taken.readIntent(), 'new');
    await taken.clearIntent();
    await taken.release();
    assert.deepEqual(files(), []);
  });

  it('H6: what a holder was about to do is known to the next one, of any window, until it is cleared', async () => {
    const first = await open().locks.hold('key', never);
    assert.equal(await first.readIntent(), undefined);
    await first.writeIntent('about to');
    await first.release();
    assert.deepEqual(
      files().map((name) => path.extname(name)),
      ['.intent'],
    );
    const second = await open().locks.hold('key', never);
    assert.equal(await second.readIntent(), 'about to');
    const another = await open().locks.hold('another', never);
    assert.equal(await another.readIntent(), undefined);
    await another.release();
    await second.clearIntent();
    assert.equal(await second.readIntent(), undefined);
    await second.release();
  });

  it('J16: a folder that is deleted meanwhile is made anew, and who held a lock in it knows', async () => {
    const { locks } = open();
    const lock = await locks.hold('key', never);
    rmSync(locksFolder(), { recursive: true });
    assert.equal(await lock.isOurs(), false);
    const other = await open().locks.hold('key', never);
    assert.equal(await other.isOurs(), true);
    await lock.release();
    assert.equal(await other.isOurs(), true);
    await other.release();
  });

  it('H13: a file that is being deleted now and then, as on Windows, does not end the wait for it', async () => {
    const lock = await open().locks.hold('key', never);
    const { writeFile } = promises;
    const refusal = Object.assign(new Error(), { code: 'EPERM' });
    let tries = 0;
    promises.writeFile = (...args: Parameters<typeof writeFile>) =>
      tries++ % 2 === 0 ? writeFile(...args) : Promise.reject(refusal);
    const waiting = open().locks.hold('key', never);
    try {
      await eventually('the refusals', () => tries > 12);
      await lock.release();
    } finally {
      promises.writeFile = writeFile;
    }
    assert.equal((await waiting).acrossWindows, true);
    await (await waiting).release();
  });

  for (const [what, unusable] of [
    [
      'cannot be made',
      () => {
        writeFileSync(path.join(folder, 'file'), '');
        return path.join(folder, 'file', 'storage');
      },
    ],
    [
      'takes no files',
      () => {
        mkdirSync(path.join(folder, 'x'));
        writeFileSync(path.join(folder, 'x', 'locks'), '');
        return path.join(folder, 'x');
      },
    ],
  ] as const) {
    it(`H13: where the folder ${what}, this window alone is kept out, and that is said once`, async () => {
      const { locks, logger } = open({}, systemClock, unusable());
      const lock = await locks.hold('key', never);
      assert.equal(lock.acrossWindows, false);
      assert.equal(await lock.isOurs(), true);
      await lock.writeIntent('about to');
      assert.equal(await codeOf(locks.hold('key', short())), 'cancelled');
      await lock.release();
      const next = await locks.hold('key', never);
      assert.equal(await next.readIntent(), 'about to');
      await next.clearIntent();
      assert.equal(await next.readIntent(), undefined);
      await next.release();
      assert.equal(logger.lines.length, 1);
      assert.match(logger.lines[0] ?? '', /other windows/);
    });
  }

  it('leave no timer behind, neither who held one nor who gave up waiting', async () => {
    const clock = new FakeClock();
    const lock = await open({}, clock).locks.hold('key', never);
    assert.equal(clock.running, 1, 'it is kept touched');
    const giveUp = new AbortController();
    const waiting = codeOf(open({}, clock).locks.hold('key', giveUp.signal));
    await eventually('the wait', () => clock.running === 3);
    giveUp.abort();
    assert.equal(await waiting, 'cancelled');
    assert.equal(clock.running, 1);
    await lock.release();
    assert.equal(clock.running, 0);
    assert.deepEqual(files(), []);
  });
});
