import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import type { FreshTokens } from '../../../../src/core/tokens/freshTokens';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { keepFresh } from './keepFresh';
import { profilesOf, signIn } from './service';

const minute = 60_000;
const hour = 60 * minute;
const step = 4_000;
const [demo, other] = profilesOf({
  demo: signIn,
  other: { ...signIn, clientId: 'other' },
}) as [Profile, Profile];

const offline = () => {
  throw new ValetKeyError('request_not_sent', 'The server cannot be reached.');
};
const refused = () => {
  throw new ValetKeyError('token_request_refused', 'The server: invalid_grant.', {
    remedy: 'get_new_token',
    server: { error: 'invalid_grant' },
  });
};

describe('tokens that are kept fresh', () => {
  let windows: TokenWindows;
  let window: TokenWindow;
  let profiles: readonly Profile[];
  const opened: FreshTokens[] = [];

  beforeEach(() => {
    profiles = [demo, other];
    windows = new TokenWindows(profiles);
    window = windows.open();
  });

  afterEach(async () => {
    for (const fresh of opened.splice(0)) fresh.dispose();
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const refreshes = () => windows.server.refreshes.length;
  /** Lets all that can go on without a timer go on. */
  const settled = async () => {
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const pass = async (milliseconds: number) => {
    windows.clock.advance(milliseconds);
    await settled();
  };
  /** Time goes by as it does: in steps, with everything going on between them. */
  const live = async (milliseconds: number) => {
    for (let gone = 0; gone < milliseconds; gone += step) await pass(Math.min(step, milliseconds - gone));
  };

  function keeping(of: TokenWindow) {
    const kept = keepFresh(of, windows.clock, () => profiles);
    opened.push(kept.fresh);
    return kept;
  }

  it('are renewed shortly before they end, by one timer, without a person', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    assert.deepEqual([heard, fresh.tokenOf('demo')?.accessToken], [['demo: access-1'], 'access-1']);
    assert.equal(windows.clock.running, 1);
    await live(hour - minute);
    assert.equal(refreshes(), 0);
    await pass(minute / 2);
    assert.deepEqual(heard, ['demo: access-1', 'demo: access-2']);
    await live(hour);
    assert.deepEqual(heard.slice(2), ['demo: access-3']);
    assert.deepEqual([refreshes(), windows.clock.running], [2, 1]);
  });

  it('cost nothing while nobody wants any', async () => {
    await window.getNew(demo);
    const { fresh, reads } = keeping(window);
    reads.length = 0;
    fresh.want('terminals', []);
    await settled();
    assert.deepEqual([reads, windows.clock.running], [[], 0]);
    fresh.want('terminals', ['demo']);
    await settled();
    fresh.want('terminals', []);
    await settled();
    assert.deepEqual([fresh.tokenOf('demo'), windows.clock.running], [undefined, 0]);
  });

  it('are kept for as long as one of several wants them', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    fresh.want('variables', ['demo']);
    await settled();
    fresh.want('terminals', []);
    await settled();
    assert.deepEqual(heard, ['demo: access-1']);
    fresh.want('variables', []);
    await settled();
    assert.deepEqual(heard, ['demo: access-1', 'demo: none']);
  });

  it('are no secrets that are read for a profile that nobody wants', async () => {
    await window.getNew(demo);
    const { record } = await window.getNew(other);
    const { fresh, reads } = keeping(windows.open());
    fresh.want('terminals', ['demo']);
    await settled();
    const whole = reads.filter((key) => key.endsWith(record.id));
    // Once, to know whose it is.
    assert.equal(whole.length, 1);
  });

  it('follow a sign-in, a removal and a profile that goes', async () => {
    const { fresh, heard, profilesChanged } = keeping(window);
    fresh.want('terminals', ['demo', 'missing']);
    await settled();
    assert.deepEqual([heard, windows.clock.running], [[], 0]);
    const { record } = await window.getNew(demo);
    await settled();
    await window.store.remove(record.id);
    await settled();
    await window.getNew(demo);
    await settled();
    profiles = [other];
    profilesChanged();
    await settled();
    assert.deepEqual(heard, ['demo: access-1', 'demo: none', 'demo: access-2', 'demo: none']);
  });

  it('H1: stay as they are while the storage is locked', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    window.secrets.failing.add('keys');
    window.secrets.changed('valetKey.token.host.any');
    await settled();
    assert.deepEqual(heard, ['demo: access-1']);
    assert.equal(fresh.tokenOf('demo')?.accessToken, 'access-1');
  });

  it('end when their time is over and nothing but a person can renew them', async () => {
    windows.server.onGrant = () => {
      const { accessToken, tokenType, expiresAt } = windows.server.give().tokenSet;
      return { tokenSet: { accessToken, tokenType, ...(expiresAt && { expiresAt }) } };
    };
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await live(hour);
    assert.deepEqual(heard, ['demo: access-1', 'demo: none']);
    assert.deepEqual(
      [fresh.tokenOf('demo'), windows.server.grants, windows.clock.running],
      [undefined, 1, 0],
    );
  });

  it('of which nobody knows how long they live stay, without a timer', async () => {
    windows.server.onGrant = () => ({ tokenSet: { accessToken: 'forever', tokenType: 'Bearer' } });
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    assert.deepEqual([heard, windows.clock.running], [['demo: forever'], 0]);
  });

  it('K7: lead to one refresh within seconds after a sleep of 8 hours, in all windows', async () => {
    await window.getNew(demo);
    const both = [keeping(window), keeping(windows.open())];
    for (const { fresh } of both) fresh.want('terminals', ['demo']);
    await settled();
    windows.clock.moveWallClock(8 * hour);
    // A variable that is read, and not told, knows it at once.
    assert.equal(both[0]?.fresh.tokenOf('demo'), undefined);
    await pass(minute);
    assert.equal(refreshes(), 0, 'every window waits for a moment of its own');
    for (let second = 0; second < 5; second++) await pass(1_000);
    await eventually('the refresh', () => both.every(({ heard }) => heard.at(-1) === 'demo: access-2'));
    await live(hour - 2 * minute);
    assert.equal(refreshes(), 1);
    for (const { heard } of both) assert.deepEqual(heard, ['demo: access-1', 'demo: none', 'demo: access-2']);
  });

  it('K7: are renewed, too, where every timer comes late', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    for (let minutes = 0; minutes < 70; minutes++) await pass(minute);
    assert.equal(heard.at(-1), 'demo: access-2');
    assert.equal(refreshes(), 1);
  });

  for (const [change, expected] of [
    [hour, 1],
    [-hour, 0],
  ] as const) {
    it(`K4: a clock that jumps by ${change / hour} h and back leads to ${expected} refreshes`, async () => {
      await window.getNew(demo);
      const { fresh } = keeping(window);
      fresh.want('terminals', ['demo']);
      await settled();
      windows.clock.moveWallClock(change);
      await live(10 * minute);
      windows.clock.moveWallClock(-change);
      await live(10 * minute);
      assert.equal(refreshes(), expected);
      assert.ok(fresh.tokenOf('demo'));
      assert.equal(windows.clock.running, 1);
    });
  }

  it('K4: a server whose tokens are over when they are given is not asked in a circle', async () => {
    await window.getNew(demo);
    windows.server.onRefresh = [
      () => {
        const { tokenSet } = windows.server.give();
        return { tokenSet: { ...tokenSet, expiresAt: windows.clock.now() - 1 } };
      },
    ];
    const { fresh } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    await live(hour - minute);
    for (let second = 0; second < 120; second++) await pass(1_000);
    assert.ok(refreshes() <= 10, `${refreshes()} refreshes`);
  });

  it('I20: are tried for once at the start where the network is gone, and again when somebody is there', async () => {
    await window.getNew(demo);
    windows.clock.advance(2 * hour);
    windows.server.onRefresh = [offline];
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    await pass(5_000);
    assert.equal(refreshes(), 1);
    await live(3 * hour);
    window.secrets.changed('valetKey.token.host.any');
    await live(minute);
    assert.deepEqual([refreshes(), heard, windows.clock.running], [1, [], 0]);
    windows.server.onRefresh = [];
    fresh.tryAgain();
    await settled();
    await pass(5_000);
    assert.deepEqual(heard, ['demo: access-2']);
  });

  it('I20: that were good here are tried for again, less and less often', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    windows.server.onRefresh = [offline];
    await live(hour + 10 * minute);
    assert.deepEqual(heard, ['demo: access-1', 'demo: none']);
    const tried = refreshes();
    assert.ok(tried >= 2 && tried <= 6, `${tried} refreshes`);
    windows.server.onRefresh = [];
    await live(20 * minute);
    assert.equal(heard.at(-1), 'demo: access-2');
    assert.equal(refreshes(), tried + 1);
  });

  it('J6: are not asked for again once the server has refused', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    await settled();
    windows.server.onRefresh = [refused];
    await live(2 * hour);
    assert.deepEqual([refreshes(), heard], [1, ['demo: access-1', 'demo: none']]);
    await window.getNew(demo);
    await settled();
    assert.match(heard.at(-1) ?? '', /^demo: access-/);
  });

  it('are nothing any more once the window closes', async () => {
    await window.getNew(demo);
    const { fresh, heard } = keeping(window);
    fresh.want('terminals', ['demo']);
    fresh.dispose();
    await settled();
    assert.deepEqual([heard, windows.clock.running], [[], 0]);
  });
});
