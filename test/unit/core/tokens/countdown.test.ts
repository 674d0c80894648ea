import assert from 'node:assert/strict';
import { countdown } from '../../../../src/core/tokens/countdown';
import { nextExpiryChange } from '../../../../src/core/tokens/expiry';
import { describeAge, describeInstant } from '../../../../src/core/tokens/instants';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const obtainedAt = Date.UTC(2026, 5, 1);
const living = (life: number) => ({ obtainedAt, expiresAt: obtainedAt + life });

describe('the countdown', () => {
  it('T3: says in words what a colour would say', () => {
    const token = living(HOUR);
    const at = (minutes: number, more = {}) =>
      countdown({ ...token, ...more }, obtainedAt + minutes * MINUTE);
    assert.deepEqual(at(0), { words: '1 h', severity: 'none' });
    assert.deepEqual(at(18), { words: '42 min', severity: 'none' });
    assert.deepEqual(at(56), { words: 'expires in 4 min', severity: 'warning' });
    assert.deepEqual(at(60), { words: 'expired', severity: 'error' });
    const needsSignIn = { needsSignIn: true };
    assert.deepEqual(at(18, needsSignIn), { words: '42 min, then sign in again', severity: 'error' });
    assert.deepEqual(at(60, needsSignIn), { words: 'expired, sign in again', severity: 'error' });
    const unknown = { obtainedAt, expiresAt: undefined };
    assert.deepEqual(countdown(unknown, obtainedAt), { words: '', severity: 'none' });
    assert.deepEqual(countdown({ ...unknown, needsSignIn: true }, obtainedAt).words, 'sign in again');
  });

  it('T3: the end of what is renewed when it is used needs nobody', () => {
    const token = living(HOUR);
    const at = (minutes: number, more = {}) =>
      countdown({ ...token, ...more }, obtainedAt + minutes * MINUTE, true);
    assert.deepEqual(at(56), { words: 'expires in 4 min', severity: 'none' });
    assert.deepEqual(at(60), { words: 'expired, renewed when used', severity: 'none' });
    assert.deepEqual(at(60, { needsSignIn: true }), { words: 'expired, sign in again', severity: 'error' });
  });

  for (const life of [20_000, MINUTE, 25 * MINUTE, 11 * HOUR, 50 * HOUR, 75 * HOUR]) {
    it(`T3: the next change is the first, and there is always one before the end, of ${life / MINUTE} min`, () => {
      const token = living(life);
      const shown = (now: number) => JSON.stringify(countdown(token, now));
      let now = obtainedAt;
      for (let next = nextExpiryChange(token, now); next !== undefined; next = nextExpiryChange(token, now)) {
        assert.ok(next > now);
        assert.equal(shown(Math.ceil(next) - 1), shown(now), `earlier than ${next - obtainedAt}`);
        assert.notEqual(shown(Math.ceil(next)), shown(now), `not at ${next - obtainedAt}`);
        now = Math.ceil(next);
      }
      assert.equal(countdown(token, now).words, 'expired');
      assert.equal(now, token.expiresAt);
    });
  }

  it('T3: nothing changes any more once it has expired, or where no expiry is known', () => {
    assert.equal(nextExpiryChange(living(HOUR), obtainedAt + HOUR), undefined);
    assert.equal(nextExpiryChange(living(HOUR), obtainedAt + 9 * HOUR), undefined);
    assert.equal(nextExpiryChange({ obtainedAt, expiresAt: undefined }, obtainedAt), undefined);
  });

  it('K4: a clock that was set back by an hour', () => {
    const now = obtainedAt - HOUR;
    assert.deepEqual(countdown(living(HOUR), now), { words: '2 h', severity: 'none' });
    assert.equal(nextExpiryChange(living(HOUR), now), now + 1);
  });
});

describe('a time', () => {
  const shown = (time: string, zone: string) => describeInstant(Date.parse(time), 'en-GB', zone);

  it('K10: has its zone, so that the hour that comes twice is told apart', () => {
    const [first, second] = ['2026-10-25T00:30Z', '2026-10-25T01:30Z'].map((time) =>
      shown(time, 'Europe/Berlin'),
    );
    assert.match(first ?? '', /25 Oct 2026.*02:30.*(CEST|GMT\+2)/);
    assert.match(second ?? '', /25 Oct 2026.*02:30.*(CET|GMT\+1)/);
    assert.notEqual(first, second);
  });

  it('K10: is what the clock on the wall shows, in any zone', () => {
    assert.match(shown('2026-03-29T00:59Z', 'Europe/Berlin'), /29 Mar 2026.*01:59/);
    assert.match(shown('2026-03-29T01:00Z', 'Europe/Berlin'), /29 Mar 2026.*03:00/);
    assert.match(shown('2026-01-01T02:00Z', 'America/New_York'), /31 Dec 2025.*21:00/);
    assert.match(shown('2026-06-01T00:00Z', 'Asia/Kathmandu'), /1 Jun 2026.*05:45/);
  });

  it('K10: what is left over a change of the clock is time that passes, not time that the clock shows', () => {
    const token = { obtainedAt: Date.parse('2026-10-25T00:30Z'), expiresAt: Date.parse('2026-10-25T01:30Z') };
    assert.equal(countdown(token, token.obtainedAt).words, '1 h');
  });

  it('K4: an age that is negative is “just now”', () => {
    assert.equal(describeAge(obtainedAt + HOUR, obtainedAt), 'just now');
    assert.equal(describeAge(obtainedAt, obtainedAt + 59_000), 'just now');
    assert.equal(describeAge(obtainedAt, obtainedAt + 3 * MINUTE), '3 min ago');
  });
});
