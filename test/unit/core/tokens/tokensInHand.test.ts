import assert from 'node:assert/strict';
import { cancelled } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { failureOf, profilesOf, signIn } from './service';

const minute = 60_000;
const [profile] = profilesOf({ demo: signIn }) as [Profile];

describe('a token that was handed out a moment ago', () => {
  let windows: TokenWindows;
  let window: TokenWindow;
  let id: string;

  beforeEach(async () => {
    windows = new TokenWindows([profile]);
    window = windows.open();
    id = (await window.getNew(profile)).record.id;
    await get();
  });

  const get = async () => (await window.get(profile)).record.tokenSet.accessToken;
  const key = () => [...windows.values.keys()].find((one) => one.endsWith(id)) ?? '';
  const lock = () => (['keys', 'get'] as const).forEach((call) => window.secrets.failing.add(call));

  it('is handed out again without a question to the secret storage, which may be locked by now', async () => {
    lock();
    const before = window.secrets.reads.length;
    assert.equal(await get(), 'access-1');
    assert.equal(window.secrets.reads.length, before);
  });

  it('J5: is the one that another window has renewed', async () => {
    const other = windows.open();
    await other.refresh(profile, id);
    window.secrets.changed(key());
    assert.equal(await get(), 'access-2');
  });

  it('is not there any more once another window has removed it', async () => {
    const removed = key();
    windows.values.delete(removed);
    window.secrets.changed(removed);
    assert.equal((await failureOf(window.get(profile))).remedy, 'get_new_token');
  });

  it('is the renewed one where that was stored while the former one was being read', async () => {
    window.secrets.changed(key());
    window.secrets.hanging.add('get');
    const before = window.secrets.reads.length;
    const reading = window.get(profile);
    await eventually('the storage to be asked', () => window.secrets.reads.length > before);
    const former = windows.values.get(key()) ?? '';
    windows.values.set(key(), former.replace('access-1', 'access-of-another-window'));
    window.secrets.changed(key());
    windows.values.set(key(), former);
    window.secrets.answer();
    assert.equal((await reading).record.tokenSet.accessToken, 'access-1');
    windows.values.set(key(), former.replace('access-1', 'access-of-another-window'));
    assert.equal(await get(), 'access-of-another-window');
  });

  for (const [when, milliseconds] of [
    ['a minute later', minute],
    ['when the clock was set back (K4)', -minute],
  ] as const) {
    it(`is read anew ${when}: another window’s word may have been lost`, async () => {
      windows.values.delete(key());
      windows.clock.advance(milliseconds);
      assert.equal((await failureOf(window.get(profile))).remedy, 'get_new_token');
    });
  }

  it('T5: is renewed when its margin has begun', async () => {
    windows.clock.advance(60 * minute - 31_000);
    assert.equal(await get(), 'access-1');
    windows.clock.advance(2_000);
    assert.equal(await get(), 'access-2');
  });

  it('T8: is the other one once that is chosen, even where the choice cannot be stored', async () => {
    const account = (subject: string) => () => ({
      ...windows.server.give(),
      account: { issuer: signIn.issuer, subject },
    });
    windows.server.onGrant = account('grace');
    const second = (await window.getNew(profile)).record;
    assert.equal((await window.get(profile)).record.id, second.id);
    window.secrets.failing.add('store');
    await window.active.use('demo', id);
    assert.equal(await get(), 'access-1');
  });

  it('is not handed out for other endpoints', async () => {
    const [edited] = profilesOf({ demo: { ...signIn, clientId: 'other' } }) as [Profile];
    assert.equal((await failureOf(window.get(edited))).remedy, 'get_new_token');
  });

  it('G3: is not handed out for what a person no longer approves', async () => {
    let isApproved = true;
    const strict = windows.open(windows.locks, {
      require: () => (isApproved ? Promise.resolve() : Promise.reject(cancelled())),
    });
    await strict.get(profile);
    isApproved = false;
    assert.equal((await failureOf(strict.get(profile))).code, 'cancelled');
  });
});
