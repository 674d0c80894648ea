import assert from 'node:assert/strict';
import type { AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange } from 'vscode';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import { ActiveTokens } from '../../../../src/core/tokens/activeTokens';
import { ProfileSessions } from '../../../../src/vscode/feeds/profileSessions';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { profilesOf, signIn } from '../../core/tokens/service';

const hour = 3_600_000;
const [demo, other] = profilesOf({
  demo: { ...signIn, scope: 'read write' },
  other: { ...signIn, clientId: 'other' },
}) as [Profile, Profile];

describe('profiles as sessions of VS Code', () => {
  let windows: TokenWindows;
  let window: TokenWindow;
  let told: SessionsChange[];
  let sessions: ProfileSessions;

  beforeEach(() => {
    windows = new TokenWindows([demo, other]);
    window = windows.open();
    told = [];
    const { service, store, secrets, logger } = window;
    const { clock } = windows;
    const profiles = [demo, other];
    const settings = {
      read: () => Promise.resolve({ names: ['demo', 'other'], profiles, problems: [] }),
      get: (name: string) => {
        const profile = profiles.find((candidate) => candidate.name === name);
        const missing = new ValetKeyError('profile_not_found', `There is no profile “${name}”.`);
        return profile === undefined ? Promise.reject(missing) : Promise.resolve(profile);
      },
    };
    const inUse = { use: () => undefined };
    const active = new ActiveTokens(secrets, () => Promise.resolve('host'), createRecordingLogger());
    const services = () => Promise.resolve({ settings, service, store, active, inUse, clock });
    const dependencies = { settings, store, active, inUse, clock, logger, services };
    sessions = new ProfileSessions(dependencies as never, (event) => told.push(event));
  });

  const refusal = async (call: Promise<unknown>): Promise<string> =>
    await call.then(
      () => assert.fail('it gave something'),
      (error: unknown) => (error instanceof Error ? error.message : assert.fail('no error')),
    );

  it('R11: are asked for by the scope of their name or by their account, and carry the scopes that were asked for', async () => {
    await window.getNew(demo);
    await window.getNew(other);
    const scopes = ['profile:demo'];
    const [session, ...more] = await sessions.get(scopes, undefined);
    assert.deepEqual(more, []);
    assert.equal(session?.accessToken, 'access-1');
    assert.deepEqual([session.account, session.scopes], [{ id: 'demo', label: 'demo' }, scopes]);
    const byAccount = await sessions.get([], { id: 'other', label: 'other' });
    assert.deepEqual(
      byAccount.map(({ accessToken }) => accessToken),
      ['access-2'],
    );
    assert.deepEqual(await sessions.get(['profile:nobody'], undefined), []);
    assert.deepEqual(await sessions.get(['profile:demo', 'profile:other'], undefined), []);
  });

  it('R11: VS Code looks for accounts, and gets no token', async () => {
    await window.getNew(demo);
    const [account, ...more] = await sessions.get(undefined, undefined);
    assert.deepEqual([account?.accessToken, account?.account.id, more], ['', 'demo', []]);
  });

  it('R11: one that has expired is renewed for who names it, and for nobody else', async () => {
    await window.getNew(demo);
    windows.clock.advance(2 * hour);
    assert.deepEqual(await sessions.get(['read'], undefined), []);
    assert.deepEqual(windows.server.refreshes, []);
    const [session] = await sessions.get(['profile:demo'], undefined);
    assert.equal(session?.accessToken, 'access-2');
    assert.deepEqual(windows.server.refreshes, ['refresh-1']);
    assert.equal(windows.server.grants, 1, 'nobody was asked to sign in');
  });

  it('R11: a new one is got where there is none, and another where what there is was not good enough', async () => {
    const scopes = ['profile:demo', 'write'];
    const first = await sessions.create(scopes, undefined);
    assert.deepEqual([first.accessToken, first.scopes, first.account.id], ['access-1', scopes, 'demo']);
    assert.equal((await sessions.create(scopes, undefined)).accessToken, 'access-2');
    assert.equal((await sessions.create([], { id: 'other', label: 'other' })).account.id, 'other');
  });

  it('R11: what the profile does not ask for is refused in words before anybody signs in', async () => {
    assert.equal(
      await refusal(sessions.create(['profile:demo', 'admin'], undefined)),
      'An extension wants a token of “demo” with the scope admin; it asks for read write. Add it to the scope of the profile, if the provider allows it.',
    );
    assert.equal(
      await refusal(sessions.create(['profile:nobody'], undefined)),
      'There is no profile “nobody”.',
    );
    assert.equal(windows.server.grants, 0);
  });

  it('R11: what the server did not grant is refused, too', async () => {
    const given = windows.server.give();
    windows.server.onGrant = () => ({ ...given, tokenSet: { ...given.tokenSet, scope: 'read' } });
    assert.match(
      await refusal(sessions.create(['profile:demo', 'write'], undefined)),
      /with the scope write; it was granted read/,
    );
    assert.deepEqual(await sessions.get(['profile:demo', 'write'], undefined), []);
  });

  it('R11, L10: VS Code hears of what comes and goes, without a token', async () => {
    const session = await sessions.create(['profile:demo'], undefined);
    await sessions.update();
    assert.deepEqual(
      told.map(({ added, removed, changed }) => [added?.length, removed?.length, changed?.length]),
      [[1, 0, 0]],
    );
    await sessions.remove(session.id);
    await sessions.update();
    assert.equal(await window.stored(session.id), undefined);
    assert.deepEqual(
      told[1]?.removed?.map(({ id }) => id),
      [session.id],
    );
    assert.ok(!JSON.stringify(told).includes('access-1'));
    assert.deepEqual(await sessions.get(['profile:demo'], undefined), []);
  });
});
