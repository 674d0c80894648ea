import assert from 'node:assert/strict';
import { ValetKeyError, type ErrorDetails, type ErrorCode } from '../../../../src/core/errors';
import type { Granted } from '../../../../src/core/protocol/token/tokenEndpoint';
import { readIntent, writeIntent } from '../../../../src/core/tokens/refreshIntent';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { failureOf, profilesOf, signIn } from './service';

const hour = 3_600_000;
const profile = profilesOf({ demo: signIn })[0]!;

/** What the server says, as the engine reports it. */
const answers = (code: ErrorCode, details?: ErrorDetails) => () => {
  throw new ValetKeyError(code, `The server: ${code}.`, details);
};
const refused = answers('token_request_refused', {
  remedy: 'get_new_token',
  server: { error: 'invalid_grant' },
});
const unreachable = answers('request_not_sent', { remedy: 'try_again' });
const lost = answers('answer_unknown', { remedy: 'try_again' });

describe('refreshing', () => {
  let windows: TokenWindows;
  let here: TokenWindow;
  let there: TokenWindow;
  let id: string;

  beforeEach(async () => {
    windows = new TokenWindows([profile]);
    here = windows.open();
    there = windows.open();
    id = (await here.getNew(profile)).record.id;
    windows.clock.advance(hour);
  });

  afterEach(async () => {
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const server = () => windows.server;
  const accessToken = async (window: TokenWindow) => (await window.get(profile)).record.tokenSet.accessToken;
  /** What the next one to hold the lock finds beside it. */
  async function intent(): Promise<string | undefined> {
    const lock = await windows.locks.hold(id, new AbortController().signal);
    const left = await lock.readIntent();
    await lock.release();
    return left;
  }
  /** Has the next refresh wait until the test says how it ends. */
  function hold() {
    let answer = (): void => undefined;
    server().onRefresh = [
      () => new Promise<Granted>((resolve) => (answer = () => resolve(server().give()))),
      () => server().give(),
    ];
    return {
      asked: () => eventually('the request', () => server().refreshes.length > 0),
      answer: () => answer(),
    };
  }

  it('J3: who decided before another window was done, and held the lock after it, takes its token', async () => {
    const held = hold();
    const first = accessToken(here);
    await held.asked();
    const second = accessToken(there);
    held.answer();
    assert.deepEqual(await Promise.all([first, second]), ['access-2', 'access-2']);
    assert.deepEqual(server().refreshes, ['refresh-1']);
  });

  it('J5: while another window takes too long, the old token stays, and who waits is told why', async () => {
    const held = hold();
    const slow = here.get(profile);
    await held.asked();
    const waiting = failureOf(there.get(profile));
    await eventually('the wait', () => windows.clock.running === 2);
    windows.clock.advance(25_000);
    const error = await waiting;
    assert.equal(error.code, 'held_elsewhere');
    assert.match(error.message, /another window is refreshing/i);
    assert.equal((await there.stored(id))?.tokenSet.accessToken, 'access-1');
    held.answer();
    assert.equal((await slow).record.tokenSet.accessToken, 'access-2', 'an answer that comes late is kept');
  });

  it('J5: who gives up waiting is silent and leaves nothing', async () => {
    const held = hold();
    const slow = here.get(profile);
    await held.asked();
    const giveUp = new AbortController();
    const waiting = failureOf(there.get(profile, false, giveUp.signal));
    await eventually('the wait', () => windows.clock.running === 2);
    giveUp.abort();
    assert.equal((await waiting).code, 'cancelled');
    assert.equal(windows.clock.running, 1);
    held.answer();
    await slow;
  });

  it('J6: where somebody outside has rotated the token, theirs is taken', async () => {
    const before = (await here.stored(id))!;
    server().onRefresh = [
      async () => {
        await there.store.put({
          ...before,
          tokenSet: { ...before.tokenSet, refreshToken: 'theirs', accessToken: 'their-access' },
        });
        return refused();
      },
    ];
    assert.equal(await accessToken(here), 'their-access');
    assert.equal((await here.stored(id))?.needsSignIn, undefined);
  });

  it('J6: a refused refresh is marked for all windows, deletes nothing, and is not repeated', async () => {
    server().onRefresh = [refused];
    const before = await here.stored(id);
    for (const window of [here, here, there]) {
      const error = await failureOf(window.get(profile));
      assert.equal(error.remedy, 'get_new_token');
    }
    assert.deepEqual(server().refreshes, ['refresh-1']);
    assert.deepEqual(await here.stored(id), { ...before, needsSignIn: true });
    assert.equal((await there.store.list()).tokens[0]?.needsSignIn, true);
    assert.equal(await intent(), undefined);
  });

  it('J6: a person may try a refused token again; any new token takes the mark away', async () => {
    server().onRefresh = [refused, refused, () => server().give()];
    await failureOf(here.get(profile));
    await failureOf(here.refresh(profile, id));
    assert.equal(server().refreshes.length, 2);
    const { record } = await here.refresh(profile, id);
    assert.equal(record.needsSignIn, undefined);
    assert.equal((await there.store.list()).tokens[0]?.needsSignIn, undefined);
  });

  it('J8: a new sign-in while another window refreshes waits for it, and wins', async () => {
    const held = hold();
    const refresh = there.get(profile);
    await held.asked();
    const signIn = here.getNew(profile);
    await eventually('the grant', () => server().grants === 2);
    held.answer();
    await refresh;
    const { record } = await signIn;
    assert.equal(record.id, id);
    assert.equal((await here.stored(id))?.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.equal(record.generation, 3);
    assert.equal(server().refreshes.length, 1);
  });

  for (const [what, answer] of [
    ['no network', unreachable],
    ['a server in trouble', answers('token_response_invalid', { server: { httpStatus: 500 } })],
    ['a busy server', answers('token_request_refused', { server: { httpStatus: 429 } })],
  ] as const) {
    it(`I20: after ${what} everything is kept, and nothing is sent again before 10 s have passed`, async () => {
      server().onRefresh = [answer];
      const before = await here.stored(id);
      for (let turn = 0; turn < 3; turn++) {
        await failureOf(here.get(profile));
        windows.clock.advance(4_000);
      }
      assert.equal(server().refreshes.length, 1);
      await failureOf(here.refresh(profile, id));
      assert.equal(server().refreshes.length, 2, 'a person’s own Refresh goes through');
      assert.deepEqual(await here.stored(id), before);
      assert.equal(await intent(), undefined);
      windows.clock.advance(60_000);
      server().onRefresh = [];
      assert.equal(await accessToken(here), 'access-2');
    });
  }

  it('I20: with each failure more time passes before the next request', async () => {
    server().onRefresh = [unreachable];
    const requests = async (milliseconds: number) => {
      const before = server().refreshes.length;
      for (let passed = 0; passed < milliseconds; passed += 1_000) {
        await failureOf(here.get(profile));
        windows.clock.advance(1_000);
      }
      return server().refreshes.length - before;
    };
    assert.ok((await requests(60_000)) <= 3);
    assert.ok((await requests(20 * 60_000)) <= 8);
  });

  it('B31: while a busy server is waited for, another window may refresh, and its token is taken', async () => {
    const busy = () => {
      const error = new ValetKeyError('token_request_refused', 'The server is busy.', {
        remedy: 'try_again',
      });
      error.retryAfter = 30_000;
      throw error;
    };
    server().onRefresh = [busy, () => server().give()];
    const waiting = here.get(profile);
    await eventually('the wait', () => server().refreshes.length === 1 && windows.clock.running === 1);
    assert.equal(await accessToken(there), 'access-2');
    windows.clock.advance(30_000);
    assert.equal((await waiting).record.tokenSet.accessToken, 'access-2');
    assert.equal(server().refreshes.length, 2);
  });

  it('K4: a clock that is set back an hour neither stops refreshing nor starts a storm', async () => {
    windows.clock.advance(2 * hour);
    server().onRefresh = [unreachable];
    await failureOf(here.get(profile));
    windows.clock.advance(-hour);
    for (let turn = 0; turn < 3; turn++) await failureOf(here.get(profile));
    assert.equal(server().refreshes.length, 2);
    windows.clock.advance(60_000);
    server().onRefresh = [];
    assert.equal(await accessToken(here), 'access-2');
  });

  it('K7: after a sleep of eight hours all callers of all windows make one request', async () => {
    windows.clock.advance(8 * hour);
    await Promise.all([here, there, here, there, windows.open()].map((window) => window.get(profile)));
    assert.deepEqual(server().refreshes, ['refresh-1']);
  });

  it('K3: a token that a server revoked early is refreshed on demand', async () => {
    const { record } = await here.get(profile);
    assert.equal((await here.refresh(profile, id)).record.tokenSet.accessToken, 'access-3');
    assert.equal(record.tokenSet.accessToken, 'access-2');
  });

  it('I7: a lost answer is followed by one repetition, which is marked', async () => {
    const noted: string[] = [];
    const window = windows.open({
      hold: async (key, signal) => {
        const lock = await windows.locks.hold(key, signal);
        const writeIntent = (text: string) => (noted.push(text), lock.writeIntent(text));
        return { ...lock, writeIntent };
      },
    });
    server().onRefresh = [lost, () => server().give()];
    assert.equal(await accessToken(window), 'access-2');
    assert.deepEqual(server().refreshes, ['refresh-1', 'refresh-1']);
    assert.deepEqual(
      noted.map((text) => readIntent(text, 1)?.repeated),
      [false, true],
    );
    assert.match(window.logger.lines.join('\n'), /sent once more/);
    assert.equal(await intent(), undefined);
  });

  it('I7: where the repetition’s answer is lost too, only a sign-in or a person’s Refresh goes on', async () => {
    server().onRefresh = [lost];
    const twice = await failureOf(here.get(profile));
    assert.match(twice.hint ?? '', /stays as it is\. “Refresh Access Token” tries once more/);
    assert.equal(twice.remedy, undefined);
    assert.equal(server().refreshes.length, 2);
    windows.clock.advance(hour);
    const error = await failureOf(there.get(profile));
    assert.equal(error.remedy, 'get_new_token');
    assert.equal(server().refreshes.length, 2);
    assert.equal((await there.stored(id))?.needsSignIn, true);
    server().onRefresh = [];
    assert.equal((await here.refresh(profile, id)).record.tokenSet.accessToken, 'access-2');
  });

  it('I7: a first answer that was lost is not forgotten when the repetition fails in another way', async () => {
    server().onRefresh = [lost, unreachable, refused];
    assert.equal((await failureOf(here.get(profile))).code, 'request_not_sent');
    assert.deepEqual(readIntent(await intent(), 1), { generation: 1, repeated: false });
    windows.clock.advance(60_000);
    server().onRefresh = [lost];
    await failureOf(here.get(profile));
    assert.equal(server().refreshes.length, 3, 'it is sent once more, and not twice');
  });

  it('H6: what an earlier process left counts only for the token that it was about', async () => {
    const lock = await windows.locks.hold(id, new AbortController().signal);
    await lock.writeIntent(writeIntent({ generation: 0, repeated: true }));
    await lock.release();
    assert.equal(await accessToken(here), 'access-2');
  });
});
