import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { withinSignInLimit } from '../../../../src/core/signIn/signInLimit';
import { FakeClock } from '../../../support/fakes/clock';

const never = new Promise<string>(() => undefined);
const minute = 60_000;

describe('the limit of a sign-in', () => {
  let clock: FakeClock;
  let cancelling: AbortController;

  beforeEach(() => {
    clock = new FakeClock();
    cancelling = new AbortController();
  });

  const within = (result: Promise<string>) =>
    withinSignInLimit(result, {
      clock,
      signal: cancelling.signal,
      tooLate: () => new ValetKeyError('timed_out', 'Too late.'),
    });

  /** Lets what waits for the clock go on. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('gives the result, and leaves no timer', async () => {
    assert.equal(await within(Promise.resolve('answer')), 'answer');
    assert.equal(clock.running, 0);
  });

  it('E4: is over after five minutes, and not before', async () => {
    let code = '';
    void within(never).catch((error: unknown) => (code = error instanceof ValetKeyError ? error.code : '?'));
    for (let quarter = 1; quarter < 20; quarter++) {
      clock.advance(minute / 4);
      await settle();
      assert.equal(code, '', `after ${quarter / 4} minutes`);
    }
    clock.advance(minute / 4);
    await settle();
    assert.equal(code, 'timed_out');
    assert.equal(clock.running, 0);
  });

  it('K8: a machine that slept finds it over at the next look, though its timers stood still', async () => {
    const result = within(never);
    clock.moveWallClock(10 * minute);
    clock.advance(minute / 4);
    await assert.rejects(result, { code: 'timed_out' });
    assert.equal(clock.running, 0);
  });

  it('K4: a wall clock that is set back does not make it last', async () => {
    let code = '';
    void within(never).catch((error: unknown) => (code = error instanceof ValetKeyError ? error.code : '?'));
    clock.moveWallClock(-60 * minute);
    for (let quarter = 1; quarter <= 20; quarter++) {
      clock.advance(minute / 4);
      await settle();
    }
    assert.equal(code, 'timed_out');
  });

  it('C7: a cancel ends it at once, and leaves no timer', async () => {
    const result = within(never);
    cancelling.abort();
    await assert.rejects(result, { code: 'cancelled' });
    assert.equal(clock.running, 0);
  });
});
