import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profiles/profile';
import type { Granted } from '../../../../src/core/protocol/token/tokenEndpoint';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { failureOf, profilesOf, signIn } from './service';

const hour = 3_600_000;
const [profile, service] = profilesOf({
  demo: signIn,
  service: { ...signIn, clientId: 'service', grantType: 'client_credentials' },
}) as [Profile, Profile];

describe('an access token to use now', () => {
  let windows: TokenWindows;
  let window: TokenWindow;

  beforeEach(() => {
    windows = new TokenWindows([profile, service]);
    window = windows.open();
  });

  afterEach(async () => {
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const server = () => windows.server;
  const hundred = (interactive: boolean) =>
    Promise.all(Array.from({ length: 100 }, () => window.get(profile, interactive)));
  const accessTokens = (obtained: Awaited<ReturnType<typeof hundred>>) => [
    ...new Set(obtained.map(({ record }) => record.tokenSet.accessToken)),
  ];
  /** Has the person stay on the sign-in page until the test says what becomes of it. */
  function signingIn() {
    let finish = (): void => undefined;
    let fail = (): void => undefined;
    server().onGrant = () =>
      new Promise<Granted>((resolve, reject) => {
        finish = () => resolve(server().give());
        fail = () => reject(new Error('closed'));
      });
    return {
      begun: () => eventually('the sign-in', () => server().grants > 0),
      finish: () => finish(),
      fail: () => fail(),
    };
  }

  it('T5: is the stored one while it has more than its margin left, and nobody is asked', async () => {
    const { record } = await window.getNew(profile);
    windows.clock.advance(hour - 31_000);
    assert.deepEqual((await window.get(profile, true)).record, record);
    assert.deepEqual([server().grants, server().refreshes.length], [1, 0]);
    windows.clock.advance(2_000);
    assert.equal((await window.get(profile)).record.tokenSet.accessToken, 'access-2');
  });

  it('T5: is the newest of the profile’s', async () => {
    const granted = (subject: string) => () => ({
      ...server().give(),
      account: { issuer: signIn.issuer, subject },
    });
    server().onGrant = granted('ada');
    await window.getNew(profile);
    windows.clock.advance(1_000);
    server().onGrant = granted('grace');
    await window.getNew(profile);
    assert.equal((await window.get(profile)).record.account?.subject, 'grace');
  });

  it('J1: a hundred callers that find an expired one share one refresh', async () => {
    await window.getNew(profile);
    windows.clock.advance(hour);
    assert.deepEqual(accessTokens(await hundred(false)), ['access-2']);
    assert.equal(server().refreshes.length, 1);
  });

  it('J1: a hundred callers that find none share one sign-in, where they allow it', async () => {
    assert.deepEqual(accessTokens(await hundred(true)), ['access-1']);
    assert.equal(server().grants, 1);
  });

  it('J1: the sign-in goes on while one of them still waits, and ends with the last', async () => {
    const person = signingIn();
    const givingUp = new AbortController();
    const first = failureOf(window.get(profile, true, givingUp.signal));
    const second = window.get(profile, true);
    await person.begun();
    givingUp.abort();
    assert.equal((await first).code, 'cancelled');
    person.finish();
    assert.equal((await second).record.tokenSet.accessToken, 'access-1');
    assert.equal(server().grants, 1);
  });

  it('J1: a sign-in that a person has begun is waited for, not begun again', async () => {
    const person = signingIn();
    const begun = window.getNew(profile);
    await person.begun();
    const waiting = window.get(profile, true);
    person.finish();
    assert.deepEqual((await waiting).record, (await begun).record);
    assert.equal(server().grants, 1);
  });

  it('J1: when that sign-in comes to nothing, none is begun in its place', async () => {
    const person = signingIn();
    const begun = window.getNew(profile);
    await person.begun();
    const waiting = failureOf(window.get(profile, true));
    // It has to be waited for before it ends.
    await new Promise((resolve) => setImmediate(resolve));
    person.fail();
    await assert.rejects(begun);
    assert.equal((await waiting).remedy, 'get_new_token');
    assert.equal(server().grants, 1);
  });

  it('is an error that offers a new token where there is none and no person may be asked', async () => {
    const error = await failureOf(window.get(profile));
    assert.deepEqual(
      [error.code, error.remedy, error.profile],
      ['nothing_to_refresh', 'get_new_token', 'demo'],
    );
    assert.equal(server().grants, 0);
  });

  it('leads to a sign-in where the refresh token is worth nothing, if a person may be asked', async () => {
    await window.getNew(profile);
    const { tokenSet } = (await window.store.get((await window.store.list()).tokens[0]!.id))!;
    const id = (await window.store.list()).tokens[0]!.id;
    await window.service.changeRecord(id, (record) => ({ ...record, needsSignIn: true }));
    windows.clock.advance(hour);
    assert.equal((await failureOf(window.get(profile))).remedy, 'get_new_token');
    const { record } = await window.get(profile, true);
    assert.deepEqual([record.id, record.needsSignIn], [id, undefined]);
    assert.notEqual(record.tokenSet.accessToken, tokenSet.accessToken);
    assert.equal(server().refreshes.length, 0);
  });

  it('is got without a person for a client of its own, which asks nobody for a secret meanwhile', async () => {
    const error = await failureOf(window.get(service));
    assert.match(error.message, /client secret/i);
    assert.equal(error.remedy, 'get_new_token');
    assert.deepEqual(window.asked, []);
    await window.getNew(service);
    assert.equal(window.asked.length, 1);
    windows.clock.advance(hour);
    const restarted = windows.open();
    assert.ok((await restarted.get(service)).record);
    assert.deepEqual(restarted.asked, []);
  });

  it('H2: a locked storage is not taken for an empty one', async () => {
    await window.getNew(profile);
    const restarted = windows.open();
    restarted.secrets.failing.add('keys').add('get');
    const error = await failureOf(restarted.get(profile, true));
    assert.deepEqual([error.code, error.remedy], ['storage_failed', 'try_again']);
    assert.equal(server().grants, 1);
  });

  it('H2: a storage that refuses a renewed token loses neither that nor the old one', async () => {
    const { record } = await window.getNew(profile);
    windows.clock.advance(hour);
    window.secrets.failing.add('store');
    const renewed = await window.get(profile);
    assert.equal(renewed.saved, false);
    assert.equal((await window.get(profile)).record.tokenSet.accessToken, 'access-2');
    assert.equal((await window.stored(record.id))?.tokenSet.accessToken, 'access-1');
    assert.equal(server().refreshes.length, 1);
    window.secrets.failing.clear();
    assert.equal(await window.store.put(renewed.record), true);
    assert.equal((await window.stored(record.id))?.tokenSet.accessToken, 'access-2');
  });

  it('H2: a storage that does not answer keeps no new token back for longer than 5 s', async () => {
    const { record } = await window.getNew(profile);
    windows.clock.advance(hour);
    window.secrets.hanging.add('store');
    const renewal = window.get(profile);
    await eventually('the request', () => server().refreshes.length === 1 && windows.clock.running === 2);
    windows.clock.advance(5_000);
    assert.deepEqual(
      [(await renewal).saved, (await renewal).record.tokenSet.accessToken],
      [false, 'access-2'],
    );
    assert.equal((await window.get(profile)).record.tokenSet.accessToken, 'access-2');
    window.secrets.answer();
    await eventually(
      'the late write',
      async () => (await window.stored(record.id))?.tokenSet.accessToken === 'access-2',
    );
  });

  it('H2: who waits for a storage that does not answer can give up', async () => {
    await window.getNew(profile);
    const restarted = windows.open();
    restarted.secrets.hanging.add('keys');
    const giveUp = new AbortController();
    const waiting = failureOf(restarted.get(profile, false, giveUp.signal));
    giveUp.abort();
    assert.equal((await waiting).code, 'cancelled');
    restarted.secrets.answer();
  });

  it('changes a record in no way that a refresh in another window would undo', async () => {
    const { record } = await window.getNew(profile);
    windows.clock.advance(hour);
    window.secrets.hanging.add('store');
    const change = window.service.changeRecord(record.id, (current) => ({ ...current, label: 'mine' }));
    await eventually('the change', () => windows.clock.running === 1);
    const refresh = windows.open().get(profile);
    // For the lock, or it would be through already.
    await eventually('the refresh to wait', () => windows.clock.running === 2);
    window.secrets.answer();
    await Promise.all([change, refresh]);
    const stored = await window.stored(record.id);
    assert.deepEqual([stored?.label, stored?.tokenSet.accessToken], ['mine', 'access-2']);
    assert.equal(server().refreshes.length, 1);
    const gone = failureOf(window.service.changeRecord('gone', (current) => current));
    assert.equal((await gone).code, 'nothing_to_refresh');
  });
});
