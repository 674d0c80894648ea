import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ValetKeyApiError } from '../../../../src/api';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import { ApiCalls } from '../../../../src/vscode/feeds/apiCalls';
import { Consents } from '../../../../src/vscode/feeds/consents';
import { TokensForOthers } from '../../../../src/vscode/feeds/tokensForOthers';
import { eventually } from '../../../support/eventually';
import { TokenWindows, type TokenWindow } from '../../../support/fakes/tokenWindows';
import { profilesOf, signIn } from '../../core/tokens/service';

const hour = 3_600_000;
const [demo, other] = profilesOf({ demo: signIn, other: { ...signIn, clientId: 'other' } }) as [
  Profile,
  Profile,
];

describe('the API for other extensions', () => {
  let windows: TokenWindows;
  let window: TokenWindow;
  let answer: () => boolean | Promise<boolean>;
  let asked: string[];
  let api: ApiCalls;

  beforeEach(() => {
    windows = new TokenWindows([demo, other]);
    window = windows.open();
    answer = () => true;
    asked = [];
    const ask = async (profile: string) => {
      asked.push(profile);
      return await answer();
    };
    const { service, store } = window;
    const profiles = [demo, other];
    const settings = {
      read: () => Promise.resolve({ names: ['demo', 'other', 'broken'], profiles, problems: [] }),
      get: (name: string) => {
        const profile = profiles.find((candidate) => candidate.name === name);
        const missing = new ValetKeyError('profile_not_found', `There is no profile “${name}”.`, {
          cause: new Error('internal-cause'),
        });
        return profile === undefined ? Promise.reject(missing) : Promise.resolve(profile);
      },
    };
    const tokensForOthers = new TokensForOthers({
      service,
      inUse: { use: () => undefined },
      clock: windows.clock,
      consents: new Consents(ask),
    });
    api = new ApiCalls({ settings: settings as never, store, clock: windows.clock, tokensForOthers });
  });

  afterEach(async () => {
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });

  const interactive = { interactive: true };
  const failure = async (call: Promise<unknown>): Promise<ValetKeyApiError> =>
    await call.then(
      () => assert.fail('it gave something'),
      (error: unknown) => error as ValetKeyApiError,
    );

  it('R11: gives a token, once the person has allowed it', async () => {
    await window.getNew(demo);
    assert.deepEqual(await api.getAccessToken('demo', interactive), {
      accessToken: 'access-1',
      tokenType: 'Bearer',
      expiresAt: windows.clock.now() + hour,
      scopes: [],
    });
    assert.deepEqual(asked, ['demo']);
  });

  it('signs in where there is none yet', async () => {
    assert.equal((await api.getAccessToken('demo', interactive))?.accessToken, 'access-1');
    assert.equal(windows.server.grants, 1);
  });

  it('L9: asks once a profile, whoever comes next', async () => {
    await window.getNew(demo);
    await api.getAccessToken('demo', interactive);
    await api.getAccessToken('demo', interactive);
    assert.equal((await api.getAccessToken('demo', {}))?.accessToken, 'access-1');
    await api.getAccessToken('other', interactive);
    assert.deepEqual(asked, ['demo', 'other']);
  });

  it('L9: those who ask at the same time share one question', async () => {
    await window.getNew(demo);
    let allow = (): void => undefined;
    answer = () => new Promise((resolve) => (allow = () => resolve(true)));
    const calls = [1, 2, 3].map(() => api.getAccessToken('demo', interactive));
    await eventually('the question', () => asked.length > 0);
    allow();
    const given = await Promise.all(calls);
    assert.deepEqual(
      given.map((token) => token?.accessToken),
      ['access-1', 'access-1', 'access-1'],
    );
    assert.deepEqual(asked, ['demo']);
  });

  it('L9: a refusal is an error that says so, nothing is sent, and the next one asks again', async () => {
    answer = () => false;
    const error = await failure(api.getAccessToken('demo', interactive));
    assert.equal(error.code, 'consent_refused');
    assert.equal(windows.server.grants, 0);
    await failure(api.getAccessToken('demo', interactive));
    assert.equal(asked.length, 2);
  });

  for (const [title, options] of [
    ['nothing', undefined],
    ['null', null],
    ['false', { interactive: false }],
    ['something like true', { interactive: 'true' }],
    ['text', 'interactive'],
  ] as const) {
    it(`L9: with ${title} for options nobody is asked, and nothing is given`, async () => {
      await window.getNew(demo);
      assert.equal(await api.getAccessToken('demo', options), undefined);
      assert.deepEqual(asked, []);
    });
  }

  it('renews without a person, and gives nothing where only a person can get a token', async () => {
    await window.getNew(demo);
    await api.getAccessToken('demo', interactive);
    windows.clock.advance(hour);
    assert.equal((await api.getAccessToken('demo', {}))?.accessToken, 'access-2');
    await window.store.remove((await window.store.list()).tokens[0]!.id);
    assert.equal(await api.getAccessToken('demo', {}), undefined);
    assert.equal(windows.server.grants, 1);
  });

  for (const name of [undefined, null, 7, {}, ['demo'], { name: 'demo' }]) {
    it(`L9: refuses ${inspect(name)} for a name`, async () => {
      assert.equal((await failure(api.getAccessToken(name, interactive))).code, 'input_invalid');
      assert.deepEqual(asked, []);
    });
  }

  it('is told of an unknown profile before anybody is asked', async () => {
    assert.equal((await failure(api.getAccessToken('nobody', interactive))).code, 'profile_not_found');
    assert.deepEqual(asked, []);
  });

  it('L10: errors are plain ones, without a cause', async () => {
    windows.server.onGrant = () => {
      throw new ValetKeyError('token_request_refused', 'The server: no.', {
        hint: 'Try something else.',
        cause: new Error('the-request-body'),
      });
    };
    const error = await failure(api.getAccessToken('demo', interactive));
    assert.deepEqual(
      [error.code, error.message],
      ['token_request_refused', 'The server: no. Try something else.'],
    );
    assert.ok(error instanceof Error && !(error instanceof ValetKeyError));
    assert.doesNotMatch(inspect(error, { depth: null, showHidden: true }), /the-request-body/);
  });

  it('L10: says which profiles there are, and nothing of their tokens', async () => {
    await window.getNew(demo);
    const infos = await api.profiles();
    assert.deepEqual(infos, [
      { name: 'demo', hasToken: true },
      { name: 'other', hasToken: false },
    ]);
    assert.deepEqual(asked, []);
    assert.doesNotMatch(inspect(infos, { depth: null, showHidden: true }), /access-|refresh-/);
    assert.ok(Object.isFrozen(infos) && infos.every((info) => Object.isFrozen(info)));
  });
});
