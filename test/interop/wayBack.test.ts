import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { ValetKeyError } from '../../src/core/errors';
import type { Host } from '../../src/core/signIn/waysBack';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import type { Harness } from '../support/harness';
import { freePort, listenOnLoopback, stopServer } from '../support/httpServers';
import { endOf, paste, pasteEnd, theOneWaiting } from '../support/pasting';
import { UserAgent } from '../support/userAgent';
import { isRefused, useWaysBack } from '../support/useWaysBack';

describe('the way back', () => {
  const ways = useWaysBack();

  describe('when a way fails', () => {
    it('L3: an editor that does not open the browser leaves the sign-in waiting, and says so', async () => {
      const harness: Harness = ways.harnessWith({
        open: () => Promise.reject(new ValetKeyError('browser_not_opened', 'The browser was not opened.')),
      });
      const getting = harness.getNew(ways.profileWith());
      await eventually('the words', () =>
        harness.steps.some((step) => step.includes('The browser was not opened')),
      );
      const link = await theOneWaiting(harness).awaited.link();
      assert.ok(link.startsWith(`${ways.server.issuer}/auth?`));
      await new UserAgent().visit(link);
      const { record } = await getting;
      assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
    });

    it('E6: where the port is taken, pasting is offered; and then nobody listens at the same redirect URI', async () => {
      const holder = createServer();
      const redirectUri = `http://127.0.0.1:${await listenOnLoopback(holder)}/callback`;
      const harness: Harness = ways.harnessWith({ browse: (start) => pasteEnd(harness, start) });
      const error = await harness.failure(harness.getNew(ways.profileWith({ redirectUri })));
      assert.equal(error.code, 'port_in_use');
      assert.deepEqual([error.remedy, error.otherRemedy], ['paste_url', 'edit_profile']);
      const { record } = await harness.getNew(ways.profileWith({ redirectUri }), undefined, {
        wayBack: 'pasted_url',
      });
      assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
      assert.equal(ways.asked().get('redirect_uri'), redirectUri);
      await stopServer(holder);
    });

    it('pasting without a redirect URI in the profile uses the one that is registered without a port', async () => {
      const harness: Harness = ways.harnessWith({ browse: (start) => pasteEnd(harness, start) });
      await harness.getNew(ways.profileWith(), undefined, { wayBack: 'pasted_url' });
      assert.match(ways.asked().get('redirect_uri')!, /^http:\/\/127\.0\.0\.1\/cb\/[\w-]{8}$/);
    });

    it('E22, K8: too late: another way is offered, the port is closed, and what comes then is refused', async () => {
      const clock = new FakeClock();
      let address = '';
      const harness: Harness = ways.harnessWith({
        clock,
        browse: async (start) => {
          address = await endOf(start, theOneWaiting(harness).awaited.redirectUri);
          clock.moveWallClock(10 * 60_000);
          clock.advance(15_000);
        },
      });
      const error = await harness.failure(harness.getNew(ways.profileWith()));
      assert.equal(error.code, 'timed_out');
      assert.deepEqual([error.remedy, error.otherRemedy], ['try_again', 'paste_url']);
      assert.match(error.hint!, /start over and paste the URL of that page/);
      await eventually('the port to be closed', () => isRefused(address));
      assert.throws(() => paste(harness, address), /0 sign-ins wait/);
      assert.equal(clock.running, 0);
      assert.equal(ways.exchanges().length, 0);
    });

    it('a posted answer cannot be pasted: nothing of it is offered', async () => {
      const giveUp = new AbortController();
      const harness: Harness = ways.harnessWith({ browse: () => Promise.resolve(giveUp.abort()) });
      const profile = ways.profileWith({ responseMode: 'form_post' });
      await harness.failure(harness.getNew(profile, giveUp.signal));
      const error = await harness.failure(harness.getNew(profile, undefined, { wayBack: 'pasted_url' }));
      assert.equal(error.code, 'profile_invalid');
    });

    it('E21: two profiles in one window, and one profile in two windows, at once: each gets its own answer', async () => {
      const window = ways.harnessWith({ browse: (start) => new UserAgent().visit(start) });
      const other = ways.harnessWith({ browse: (start) => new UserAgent().visit(start) });
      const one = ways.profileWith();
      const two = { ...one, name: 'another' };
      const all = await Promise.all([window.getNew(one), window.getNew(two), other.getNew(one)]);
      const known = all.map(async ({ record }) => await ways.server.lookUp(record.tokenSet.accessToken));
      assert.ok((await Promise.all(known)).every((token) => token !== undefined));
      assert.deepEqual(
        all.map(({ record }) => record.profile),
        [one.name, two.name, one.name],
      );
      const verifiers = ways.exchanges().map(({ form }) => form.get('code_verifier'));
      assert.equal(new Set(verifiers).size, 3);
    });

    it('J10, C7: of a hundred that are cancelled, nothing is left', async () => {
      const clock = new FakeClock();
      const harness: Harness = ways.harnessWith({ clock, browse: () => Promise.resolve() });
      for (let round = 0; round < 100; round++) {
        const giveUp = new AbortController();
        const getting = harness.failure(
          harness.getNew(round % 2 === 0 ? ways.profileWith() : ways.elsewhere(), giveUp.signal),
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
    const remote: Host = { kind: 'remote', appUri: 'vscode://valetkey.valet-key/callback' };

    /** What a tunnel of the editor is: a port of the person's machine that leads to one of the remote one. */
    const forwardedTo = (port: number) => (url: string) => {
      const reached = new URL(url);
      reached.port = String(port);
      return Promise.resolve(reached.href);
    };

    it('the redirect URI carries the port by which the browser reaches us', async () => {
      const tunnel = await freePort();
      const harness: Harness = ways.harnessWith({
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
      await harness.getNew(ways.profileWith());
      assert.match(
        ways.asked().get('redirect_uri')!,
        new RegExp(`^http://127\\.0\\.0\\.1:${tunnel}/cb/[\\w-]{8}$`),
      );
      assert.equal(ways.exchanges()[0]!.form.get('redirect_uri'), ways.asked().get('redirect_uri'));
    });

    it('a fixed port that arrives as another one is said, and the URL can be pasted', async () => {
      const [port, tunnel] = [await freePort(), await freePort()];
      const redirectUri = `http://127.0.0.1:${port}/callback`;
      const harness: Harness = ways.harnessWith({
        host: remote,
        reach: forwardedTo(tunnel),
        browse: (start) => pasteEnd(harness, start),
      });
      await harness.getNew(ways.profileWith({ redirectUri }));
      assert.equal(ways.asked().get('redirect_uri'), redirectUri);
      assert.match(
        harness.steps.find((step) => step.startsWith('Waiting for you'))!,
        new RegExp(`Then paste the URL that it ends on: .* port ${port} is port ${tunnel} on your side`),
      );
    });

    it('C7: a cancel while the editor forwards a port leaves no listener', async () => {
      const giveUp = new AbortController();
      const reached: string[] = [];
      const harness: Harness = ways.harnessWith({
        host: remote,
        reach: (url) => {
          reached.push(url);
          giveUp.abort();
          return new Promise(() => undefined);
        },
      });
      assert.equal(
        (await harness.failure(harness.getNew(ways.profileWith(), giveUp.signal))).code,
        'cancelled',
      );
      assert.ok(await isRefused(reached[0]!));
    });

    it('a server with device codes is said to have them when nobody came back', async () => {
      const clock = new FakeClock();
      const harness: Harness = ways.harnessWith({
        clock,
        host: remote,
        browse: () => Promise.resolve(clock.advance(5 * 60_000)),
      });
      const error = await harness.failure(harness.getNew(ways.profileWith()));
      assert.match(error.hint!, /device codes.*"grantType": "device_code"/);
    });
  });
});
