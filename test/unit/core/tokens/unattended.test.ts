import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import type { Granted } from '../../../../src/core/protocol/token/tokenEndpoint';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { failureOf, profilesOf, signIn } from './service';

const hour = 3_600_000;
const [service] = profilesOf({
  service: { ...signIn, clientId: 'service', grantType: 'client_credentials' },
}) as [Profile];

const refused = () => {
  throw new ValetKeyError('token_request_refused', 'The server: invalid_grant.', {
    remedy: 'get_new_token',
    server: { error: 'invalid_grant' },
  });
};

describe('a token that needs no person', () => {
  let windows: TokenWindows;
  let window: TokenWindow;

  beforeEach(() => {
    windows = new TokenWindows([service]);
    window = windows.open();
  });

  afterEach(async () => {
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const server = () => windows.server;
  const withoutRefreshToken = (): Granted => {
    const { tokenSet } = server().give();
    return { tokenSet: { ...tokenSet, refreshToken: undefined } as unknown as Granted['tokenSet'] };
  };

  it('J6: is got anew where the server refuses its refresh token, in its place', async () => {
    const { record } = await window.getNew(service);
    windows.clock.advance(hour);
    server().onRefresh = [refused];
    const renewed = (await window.get(service)).record;
    assert.deepEqual([renewed.id, renewed.needsSignIn], [record.id, undefined]);
    assert.deepEqual([server().refreshes.length, server().grants], [1, 2]);
    assert.deepEqual((await window.stored(record.id))?.tokenSet, renewed.tokenSet);
  });

  it('J6: is got anew where it was marked before, without its refresh token', async () => {
    const { record } = await window.getNew(service);
    await window.service.changeRecord(record.id, (current) => ({ ...current, needsSignIn: true }));
    windows.clock.advance(hour);
    assert.equal((await window.get(service)).record.needsSignIn, undefined);
    assert.deepEqual([server().refreshes.length, server().grants], [0, 2]);
  });

  it('J6: is asked for once where the grant is refused, too', async () => {
    await window.getNew(service);
    windows.clock.advance(hour);
    server().onRefresh = [refused];
    server().onGrant = refused;
    assert.equal((await failureOf(window.get(service))).code, 'token_request_refused');
    assert.deepEqual([server().refreshes.length, server().grants], [1, 2]);
  });

  for (const [seconds, expected] of [
    [59, 'access-2'],
    [66, 'answer_unknown'],
  ] as const) {
    it(`G11: may take ${seconds} s to come: ${expected}`, async () => {
      server().onGrant = withoutRefreshToken;
      await window.getNew(service);
      windows.clock.advance(hour);
      let finish = (): void => undefined;
      server().onGrant = () =>
        new Promise<Granted>((resolve) => (finish = () => resolve(withoutRefreshToken())));
      const renewal = window.get(service).then(
        ({ record }) => record.tokenSet.accessToken,
        (error: unknown) => (error as ValetKeyError).code,
      );
      await eventually('the request', () => server().grants === 2);
      windows.clock.advance(seconds * 1000);
      await new Promise((resolve) => setImmediate(resolve));
      finish();
      assert.equal(await renewal, expected);
    });
  }

  it('a person’s request that waited for one in the background that failed leads to their own', async () => {
    await window.getNew(service);
    await window.store.remove((await window.store.list()).tokens[0]!.id);
    let fail = (): void => undefined;
    server().onGrant = () =>
      new Promise((_resolve, reject) => (fail = () => reject(new Error('no network'))));
    const background = window.get(service);
    await eventually('the request', () => server().grants === 2);
    const person = window.get(service, true);
    await new Promise((resolve) => setImmediate(resolve));
    server().onGrant = () => server().give();
    fail();
    await assert.rejects(background);
    assert.ok((await person).record);
    assert.equal(server().grants, 3);
  });
});
