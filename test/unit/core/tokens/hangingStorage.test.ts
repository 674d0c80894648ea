import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { failureOf, profilesOf, signIn } from './service';

const hour = 3_600_000;
const [profile] = profilesOf({ demo: signIn }) as [Profile];

describe('a secret storage that does not answer', () => {
  let windows: TokenWindows;
  let window: TokenWindow;

  beforeEach(() => {
    windows = new TokenWindows([profile]);
    window = windows.open();
  });

  afterEach(async () => {
    window.secrets.answer();
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const everything = ['keys', 'get', 'store'] as const;
  const hang = () => everything.forEach((call) => window.secrets.hanging.add(call));
  /** Lets as much time pass as whoever waits for the storage takes. */
  async function afterAWhile<T>(request: Promise<T>): Promise<T> {
    let isOver = false;
    const ended = request.finally(() => (isOver = true));
    ended.catch(() => undefined);
    for (let passed = 0; passed < 40 && !isOver; passed += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      windows.clock.advance(1_000);
    }
    assert.ok(isOver, 'it has an end');
    return await ended;
  }

  for (const call of everything) {
    it(`H2: at “${call}” loses no new sign-in and keeps the next one from nothing`, async () => {
      await window.getNew(profile);
      window.secrets.hanging.add(call);
      const second = (await afterAWhile(window.getNew(profile))).record;
      assert.equal(second.tokenSet.accessToken, 'access-2');
      assert.equal((await afterAWhile(window.getNew(profile))).record.tokenSet.accessToken, 'access-3');
      assert.equal(window.service.isRunning(profile), false);
    });
  }

  it('H2: at anything loses no new sign-in either', async () => {
    hang();
    const { record, saved } = await afterAWhile(window.getNew(profile));
    assert.deepEqual([record.tokenSet.accessToken, saved], ['access-1', false]);
  });

  it('H2: lets whoever waits behind another sign-in give up', async () => {
    hang();
    const first = window.getNew(profile);
    const giveUp = new AbortController();
    await eventually('the wait for it', () => windows.clock.running === 1);
    const waiting = { signal: giveUp.signal, progress: { report: () => undefined } };
    const second = failureOf(window.service.getNew(profile, waiting));
    giveUp.abort();
    assert.equal((await second).code, 'cancelled');
    assert.equal((await afterAWhile(first)).record.tokenSet.accessToken, 'access-1');
  });

  it('H2: lets whoever asked for a refresh give up', async () => {
    const { record } = await window.getNew(profile);
    hang();
    const giveUp = new AbortController();
    const waiting = { signal: giveUp.signal, progress: { report: () => undefined } };
    const refresh = failureOf(window.service.refresh(profile, record.id, waiting));
    giveUp.abort();
    assert.equal((await refresh).code, 'cancelled');
  });

  it('H2: holds a record’s lock no longer than 5 s while it is changed', async () => {
    const { record } = await window.getNew(profile);
    window.secrets.hanging.add('get');
    const change = failureOf(window.service.changeRecord(record.id, (current) => current));
    await eventually('the wait for it', () => windows.clock.running === 1);
    windows.clock.advance(5_000);
    assert.equal((await change).code, 'storage_failed');
    windows.clock.advance(hour);
    assert.equal((await windows.open().get(profile)).record.tokenSet.accessToken, 'access-2');
  });

  it('H2: holds no lock for ever where it stops while a refresh is refused', async () => {
    const { record } = await window.getNew(profile);
    windows.clock.advance(hour);
    windows.server.onRefresh = [
      () => {
        window.secrets.hanging.add('get');
        throw new ValetKeyError('token_request_refused', 'The server: no.', { remedy: 'get_new_token' });
      },
    ];
    const error = await afterAWhile(failureOf(window.get(profile)));
    assert.equal(error.code, 'storage_failed');
    assert.match(error.message, /did not answer in time/);
    const lock = await windows.locks.hold(record.id, new AbortController().signal);
    await lock.release();
  });
});
