import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { ValetKeyError } from '../../src/core/errors';
import type { Profile } from '../../src/core/profiles/profile';
import type { Host } from '../../src/core/signIn/waysBack';
import { CallbackLinks } from '../../src/vscode/callbacks/links';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { signInClient } from '../support/authorizationServer/clients';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { FakeSecretStore } from '../support/fakes/secretStore';
import { createHarness, profileOf, type Harness, type HarnessOptions } from '../support/harness';
import { freePort, listenOnLoopback, stopServer } from '../support/httpServers';
import { endOf, paste, pasteEnd, theOneWaiting } from '../support/pasting';
import { forgetSecrets } from '../support/secrets';
import { UserAgent } from '../support/userAgent';

const page = 'https://success.example/oauth2/success?from=a%20b';
const appUri = 'vscode://valetkey.valet-key/callback';

describe('the way back, with oidc-provider', () => {
  let server: AuthorizationServer;
  const harnesses: Harness[] = [];
  let failed: unknown;

  before(async () => {
    server = await startAuthorizationServer({
      moreClients: [
        signInClient({
          client_id: 'elsewhere',
          token_endpoint_auth_method: 'none',
          redirect_uris: [page, 'com.example.app:/cb'],
        }),
        // Custom schemes without a dot are refused at registration, so the link goes by another client type.
        signInClient({
          client_id: 'app-link',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['com.example.code://valetkey.valet-key/callback'],
        }),
      ],
    });
  });
  after(() => server.stop());

  beforeEach(() => {
    failed = undefined;
    server.requests.length = 0;
  });
  afterEach(() => {
    if (failed !== undefined) throw failed;
    for (const harness of harnesses.splice(0)) {
      assert.deepEqual(harness.pendingSignIns.all, [], 'nothing waits any more');
      harness.scanLog();
    }
    forgetSecrets();
  });

  /** What went wrong with the person ends the sign-in, which would wait for them otherwise. */
  function harnessWith({ browse, ...options }: HarnessOptions = {}): Harness {
    const visit = (start: string) =>
      browse?.(start).catch((error: unknown) => {
        failed = error;
        harness.service.cancelAll();
      });
    const harness: Harness = createHarness({
      ...options,
      ...(browse && { browse: (start) => Promise.resolve(visit(start)) }),
    });
    harnesses.push(harness);
    return harness;
  }
  const profileWith = (members: Readonly<Record<string, unknown>> = {}): Profile =>
    profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid orders:read', ...members });
  const elsewhere = (members: Readonly<Record<string, unknown>> = {}) =>
    profileWith({ clientId: 'elsewhere', redirectUri: page, ...members });
  const exchanges = () => server.requests.filter(({ path }) => path === '/token');
  const asked = () => server.requests.find(({ path }) => path === '/auth')!.query;

  describe('by hand', () => {
    it('A21: works with any redirect URI; state and PKCE are checked, and the token request says the same URI', async () => {
      const harness: Harness = harnessWith({ browse: (start) => pasteEnd(harness, start) });
      const { record } = await harness.getNew(elsewhere());
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
      assert.equal(asked().get('redirect_uri'), page);
      const [exchange, ...others] = exchanges();
      assert.deepEqual(others, []);
      assert.equal(exchange!.form.get('redirect_uri'), page);
      assert.equal(exchange!.form.get('code_verifier')!.length, 43);
    });

    it('RFC 8252 §7.1: works with the scheme of an app', async () => {
      const harness: Harness = harnessWith({ browse: (start) => pasteEnd(harness, start) });
      const { record } = await harness.getNew(elsewhere({ redirectUri: 'com.example.app:/cb' }));
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
    });

    it('L2: the browser is led there byte for byte, by a hop that is closed with the sign-in', async () => {
      const harness: Harness = harnessWith({
        browse: async (start) => {
          assert.match(start, /^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]{32}$/);
          const response = await fetch(start, { redirect: 'manual' });
          assert.match(
            response.headers.get('location')!,
            /&redirect_uri=https%3A%2F%2Fsuccess.example%2Foauth2%2Fsuccess%3Ffrom%3Da%2520b&/,
          );
          await pasteEnd(harness, response.headers.get('location')!);
        },
      });
      await harness.getNew(elsewhere());
      await eventually('the hop to be closed', () => isRefused(harness.opened[0]!));
    });

    it('A11: a denial is taken like any other answer', async () => {
      const harness: Harness = harnessWith({
        browse: async (start) => paste(harness, await endOf(start, page, { deny: true })),
      });
      const error = await harness.failure(harness.getNew(elsewhere()));
      assert.equal(error.server?.error, 'access_denied');
      assert.equal(exchanges().length, 0);
    });

    it('T16: the answer of another sign-in is refused, and the right one still taken', async () => {
      const stranger: Harness = harnessWith({ browse: () => Promise.resolve() });
      const giveUp = new AbortController();
      const strange = stranger.failure(stranger.getNew(elsewhere(), giveUp.signal));
      const foreign = await endOf(await startOf(stranger), page);
      const harness: Harness = harnessWith({
        browse: async (start) => {
          assert.throws(() => paste(harness, foreign), /belongs to another sign-in/);
          await pasteEnd(harness, start);
        },
      });
      await harness.getNew(elsewhere());
      giveUp.abort();
      await strange;
      assert.equal(exchanges().length, 1);
    });

    it('A14: a code alone does not do for a server whose answers name their issuer', async () => {
      const giveUp = new AbortController();
      const harness: Harness = harnessWith({
        browse: async (start) => {
          const code = new URL(await endOf(start, page)).searchParams.get('code')!;
          assert.throws(() => paste(harness, code), /A code alone is not enough for this server/);
          giveUp.abort();
        },
      });
      await harness.failure(harness.getNew(elsewhere(), giveUp.signal));
      assert.equal(exchanges().length, 0);
    });

    it('the URL can be pasted while a listener waits, too; what the browser still brings gets the same page', async () => {
      const harness: Harness = harnessWith({
        browse: async (start) => {
          const { redirectUri } = theOneWaiting(harness).awaited;
          const address = await endOf(start, redirectUri);
          paste(harness, address);
          return await new UserAgent().visit(address);
        },
      });
      await harness.getNew(profileWith());
      assert.match((await harness.lastPage()).text, /close this tab/);
      assert.equal(exchanges().length, 1);
    });

    it('an implicit profile takes the fragment of a pasted URL', async () => {
      const implicit = await startAuthorizationServer({
        moreClients: [
          signInClient({
            client_id: 'implicit',
            application_type: 'web',
            token_endpoint_auth_method: 'none',
            grant_types: ['implicit'],
            response_types: ['id_token token'],
            redirect_uris: [page],
          }),
        ],
      });
      const harness: Harness = harnessWith({ browse: (start) => pasteEnd(harness, start) });
      const { record } = await harness.getNew(
        profileOf({
          issuer: implicit.issuer,
          clientId: 'implicit',
          grantType: 'implicit',
          responseType: 'id_token token',
          scope: 'openid',
          redirectUri: page,
        }),
      );
      assert.ok(await implicit.lookUp(record.tokenSet.accessToken));
      await implicit.stop();
    });
  });

  describe('when a way fails', () => {
    it('L3: an editor that does not open the browser leaves the sign-in waiting, and says so', async () => {
      const harness: Harness = harnessWith({
        open: () => Promise.reject(new ValetKeyError('browser_not_opened', 'The browser was not opened.')),
      });
      const getting = harness.getNew(profileWith());
      await eventually('the words', () =>
        harness.steps.some((step) => step.includes('The browser was not opened')),
      );
      const link = await theOneWaiting(harness).awaited.link();
      assert.ok(link.startsWith(`${server.issuer}/auth?`));
      await new UserAgent().visit(link);
      const { record } = await getting;
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
    });

    it('E6: where the port is taken, pasting is offered; and then nobody listens at the same redirect URI', async () => {
      const holder = createServer();
      const redirectUri = `http://127.0.0.1:${await listenOnLoopback(holder)}/callback`;
      const harness: Harness = harnessWith({ browse: (start) => pasteEnd(harness, start) });
      const error = await harness.failure(harness.getNew(profileWith({ redirectUri })));
      assert.equal(error.code, 'port_in_use');
      assert.deepEqual([error.remedy, error.otherRemedy], ['paste_url', 'edit_profile']);
      const { record } = await harness.getNew(profileWith({ redirectUri }), undefined, {
        wayBack: 'pasted_url',
      });
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
      assert.equal(asked().get('redirect_uri'), redirectUri);
      await stopServer(holder);
    });

    it('pasting without a redirect URI in the profile uses the one that is registered without a port', async () => {
      const harness: Harness = harnessWith({ browse: (start) => pasteEnd(harness, start) });
      await harness.getNew(profileWith(), undefined, { wayBack: 'pasted_url' });
      assert.match(asked().get('redirect_uri')!, /^http:\/\/127\.0\.0\.1\/cb\/[\w-]{8}$/);
    });

    it('E22, K8: too late: another way is offered, the port is closed, and what comes then is refused', async () => {
      const clock = new FakeClock();
      let address = '';
      const harness: Harness = harnessWith({
        clock,
        browse: async (start) => {
          address = await endOf(start, theOneWaiting(harness).awaited.redirectUri);
          clock.moveWallClock(10 * 60_000);
          clock.advance(15_000);
        },
      });
      const error = await harness.failure(harness.getNew(profileWith()));
      assert.equal(error.code, 'timed_out');
      assert.deepEqual([error.remedy, error.otherRemedy], ['try_again', 'paste_url']);
      assert.match(error.hint!, /start over and paste the URL of that page/);
      await eventually('the port to be closed', () => isRefused(address));
      assert.throws(() => paste(harness, address), /0 sign-ins wait/);
      assert.equal(clock.running, 0);
      assert.equal(exchanges().length, 0);
    });

    it('a posted answer cannot be pasted: nothing of it is offered', async () => {
      const giveUp = new AbortController();
      const harness: Harness = harnessWith({ browse: () => Promise.resolve(giveUp.abort()) });
      const profile = profileWith({ responseMode: 'form_post' });
      await harness.failure(harness.getNew(profile, giveUp.signal));
      const error = await harness.failure(harness.getNew(profile, undefined, { wayBack: 'pasted_url' }));
      assert.equal(error.code, 'profile_invalid');
    });

    it('J10, C7: of a hundred that are cancelled, nothing is left', async () => {
      const clock = new FakeClock();
      const harness: Harness = harnessWith({ clock, browse: () => Promise.resolve() });
      for (let round = 0; round < 100; round++) {
        const giveUp = new AbortController();
        const getting = harness.failure(
          harness.getNew(round % 2 === 0 ? profileWith() : elsewhere(), giveUp.signal),
        );
        await eventually('a sign-in', () => harness.opened.length === round + 1);
        giveUp.abort();
        assert.equal((await getting).code, 'cancelled');
        assert.ok(await isRefused(harness.opened.at(-1)!));
      }
      assert.equal(clock.running, 0);
      assert.deepEqual(harness.pendingSignIns.all, []);
    });
  });

  describe('in a remote window', () => {
    const remote: Host = { kind: 'remote', appUri };

    /** What a tunnel of the editor is: a port of the person's machine that leads to one of the remote one. */
    const forwardedTo = (port: number) => (url: string) => {
      const reached = new URL(url);
      reached.port = String(port);
      return Promise.resolve(reached.href);
    };

    it('the redirect URI carries the port by which the browser reaches us', async () => {
      const tunnel = await freePort();
      const harness: Harness = harnessWith({
        host: remote,
        reach: forwardedTo(tunnel),
        browse: async (start) => {
          const address = new URL(await endOf(start, theOneWaiting(harness).awaited.redirectUri));
          const own = new URL(start).port;
          assert.notEqual(own, address.port);
          address.port = own;
          return await new UserAgent().visit(address.href);
        },
      });
      await harness.getNew(profileWith());
      assert.match(
        asked().get('redirect_uri')!,
        new RegExp(`^http://127\\.0\\.0\\.1:${tunnel}/cb/[\\w-]{8}$`),
      );
      assert.equal(exchanges()[0]!.form.get('redirect_uri'), asked().get('redirect_uri'));
    });

    it('a fixed port that arrives as another one is said, and the URL can be pasted', async () => {
      const [port, tunnel] = [await freePort(), await freePort()];
      const redirectUri = `http://127.0.0.1:${port}/callback`;
      const harness: Harness = harnessWith({
        host: remote,
        reach: forwardedTo(tunnel),
        browse: (start) => pasteEnd(harness, start),
      });
      await harness.getNew(profileWith({ redirectUri }));
      assert.equal(asked().get('redirect_uri'), redirectUri);
      assert.match(
        harness.steps.find((step) => step.startsWith('Waiting for you'))!,
        new RegExp(`Then paste the URL that it ends on: .* port ${port} is port ${tunnel} on your side`),
      );
    });

    it('C7: a cancel while the editor forwards a port leaves no listener', async () => {
      const giveUp = new AbortController();
      const reached: string[] = [];
      const harness: Harness = harnessWith({
        host: remote,
        reach: (url) => {
          reached.push(url);
          giveUp.abort();
          return new Promise(() => undefined);
        },
      });
      assert.equal((await harness.failure(harness.getNew(profileWith(), giveUp.signal))).code, 'cancelled');
      assert.ok(await isRefused(reached[0]!));
    });

    it('a server with device codes is said to have them when nobody came back', async () => {
      const clock = new FakeClock();
      const harness: Harness = harnessWith({
        clock,
        host: remote,
        browse: () => Promise.resolve(clock.advance(5 * 60_000)),
      });
      const error = await harness.failure(harness.getNew(profileWith()));
      assert.match(error.hint!, /device codes.*"grantType": "device_code"/);
    });
  });

  describe('by a link that opens the editor', () => {
    const link = 'com.example.code://valetkey.valet-key/callback';
    const host: Host = { kind: 'local', appUri: link };
    const profile = () => profileWith({ clientId: 'app-link', redirectUri: link });

    function windowWith(values: Map<string, string>, options: HarnessOptions = {}) {
      const secrets = new FakeSecretStore(values);
      const harness = harnessWith({ host, secrets, ...options });
      const { pendingSignIns, logger } = harness;
      const clock = new FakeClock();
      const links = new CallbackLinks({ pendingSignIns, secrets, clock, logger }, false);
      pendingSignIns.onDidChange(() => links.watch());
      return { harness, links, secrets, clock };
    }

    /** What an editor on the desktop makes of the address that the system gave it. */
    const decoded = (address: string) => ({
      path: '/callback',
      query: decodeURIComponent(new URL(address).search.slice(1)),
    });

    it('F1, F2: the redirect URI goes byte for byte, and the answer comes in by the link', async () => {
      const window = windowWith(new Map(), {
        browse: async (start) => await window.links.open(decoded(await endOf(start, link))),
      });
      const { record } = await window.harness.getNew(profile());
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
      assert.equal(asked().get('redirect_uri'), link);
      assert.equal(exchanges()[0]!.form.get('redirect_uri'), link);
      window.links.dispose();
    });

    it('F6: a link that lands in another window finishes where it began, with exactly one exchange', async () => {
      const values = new Map<string, string>();
      const other = windowWith(values);
      const window = windowWith(values, {
        browse: async (start) => {
          const opened = decoded(await endOf(start, link));
          void other.links.open(opened);
          void other.links.open(opened);
          await eventually('the message', () => [...values.keys()].some((key) => key.includes('callback')));
          for (const key of values.keys()) window.secrets.changed(key);
        },
      });
      const { record } = await window.harness.getNew(profile());
      assert.ok(await server.lookUp(record.tokenSet.accessToken));
      assert.equal(exchanges().length, 1);
      other.links.dispose();
      window.links.dispose();
      await eventually(
        'no message is left',
        () => ![...values.keys()].some((key) => key.includes('callback')),
      );
    });

    it('F14: who does not let the browser open the editor can still paste', async () => {
      const window = windowWith(new Map(), { browse: (start) => pasteEnd(window.harness, start) });
      await window.harness.getNew(profile());
      assert.equal(exchanges().length, 1);
    });
  });

  it('PAR: the link that is copied carries a request that was not used yet', async () => {
    const links: string[] = [];
    const harness: Harness = harnessWith({
      browse: async (start) => {
        const response = await fetch(start, { redirect: 'manual' });
        links.push(response.headers.get('location')!, await theOneWaiting(harness).awaited.link());
        await pasteEnd(harness, links[1]!);
      },
    });
    await harness.getNew(elsewhere({ requirePushedAuthorizationRequests: true }));
    const [used, copied] = links.map((url) => new URL(url).searchParams.get('request_uri'));
    assert.ok(used);
    assert.notEqual(used, copied);
  });
});

/** Where the editor sent the browser of a sign-in that goes on. */
async function startOf(harness: Harness): Promise<string> {
  return await eventually('the browser to be opened', () => harness.opened[0]);
}

async function isRefused(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => false,
    () => true,
  );
}
