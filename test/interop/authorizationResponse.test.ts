import assert from 'node:assert/strict';
import { FakeClock } from '../support/fakes/clock';
import { json } from '../support/faultServer';
import { createHarness, profileOf } from '../support/harness';
import { freePort } from '../support/httpServers';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';

describe('authorization response', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await startScriptedServer();
  });

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  const profile = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' });

  /** Where the browser would come back to, and with which state. */
  const arrive = async (start: string) => {
    const authorization = (await fetch(start, { redirect: 'manual' })).headers.get('location') ?? '';
    const asked = new URL(authorization).searchParams;
    return { redirectUri: asked.get('redirect_uri') ?? '', state: asked.get('state') ?? '' };
  };

  for (const [id, wrongStates] of [
    ['A2', ['']],
    ['A3', ['state=guessed', 'state=%20', 'state=']],
  ] as const) {
    it(`${id}: an answer without the flow's state changes nothing; the right one still finishes`, async () => {
      const statuses: number[] = [];
      const harness = createHarness({
        browse: async (start) => {
          const { redirectUri, state } = await arrive(start);
          for (const wrong of wrongStates)
            statuses.push((await fetch(`${redirectUri}?code=evil&${wrong}`)).status);
          assert.equal(server.tokenRequests().length, 0, 'no request for a foreign code');
          await fetch(`${redirectUri}?code=${server.code}&state=${state}`);
        },
      });
      await harness.getNew(profile());
      assert.deepEqual(
        statuses,
        wrongStates.map(() => 400),
      );
      assert.equal(server.tokenRequests().length, 1);
      assert.equal(new URLSearchParams(server.tokenRequests()[0]!.body).get('code'), server.code);
    });
  }

  it('A4: the state of a flow that timed out is nobody’s: no request', async () => {
    const clock = new FakeClock();
    let late: (() => Promise<unknown>) | undefined;
    const harness = createHarness({
      clock,
      browse: async (start) => {
        const { redirectUri, state } = await arrive(start);
        late = () => fetch(`${redirectUri}?code=${server.code}&state=${state}`);
        clock.advance(5 * 60 * 1000);
      },
    });
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'timed_out');
    assert.equal(clock.running, 0, 'no timer is left');
    await late!().catch(() => undefined);
    assert.equal(server.tokenRequests().length, 0);
  });

  it('A5: the same answer twice makes one token request and the same page twice', async () => {
    const pages: string[] = [];
    const harness = createHarness({
      browse: async (start) => {
        const { redirectUri, state } = await arrive(start);
        const answer = () =>
          fetch(`${redirectUri}?code=${server.code}&state=${state}`).then((page) => page.text());
        pages.push(...(await Promise.all([answer(), answer()])));
      },
    });
    await harness.getNew(profile());
    await harness.lastPage();
    assert.equal(server.tokenRequests().length, 1);
    const withoutNonce = pages.map((page) => page.replace(/nonce[-=]"?[\w-]+/g, ''));
    assert.equal(withoutNonce[0], withoutNonce[1]);
  });

  for (const doubled of ['code=a&code=b', 'code=a&code=a']) {
    it(`A6: ${doubled} is refused and the flow goes on`, async () => {
      const harness = createHarness({
        browse: async (start) => {
          const { redirectUri, state } = await arrive(start);
          assert.equal((await fetch(`${redirectUri}?${doubled}&state=${state}`)).status, 400);
          await fetch(`${redirectUri}?code=${server.code}&state=${state}`);
        },
      });
      await harness.getNew(profile());
      assert.equal(server.tokenRequests().length, 1);
    });
  }

  it('A10: extra parameters of real providers are ignored', async () => {
    server.answerWith({ session_state: 'x', scope: 'read', authuser: '0', hd: 'example.com', realmId: '7' });
    const { record } = await createHarness().getNew(profile());
    assert.ok(record.tokenSet.accessToken);
  });

  it('A9, E18: hostile words of a server are shown as text, cut, on the page and in the error', async () => {
    const words = `<script>alert(1)</script>\u202E\u001b[31m\r\nSet-Cookie: x ${'long '.repeat(30_000 / 5)}`;
    server.answerWith({ code: undefined, error: 'access_denied', error_description: words.slice(0, 10_000) });
    const harness = createHarness();
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_refused');
    assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}]/u);
    assert.ok(error.message.length < 700);
    const page = await harness.lastPage();
    assert.doesNotMatch(page.text, /<script>/);
    assert.match(page.text, /&lt;script&gt;/);
  });

  it('A12: iss equal to the issuer is accepted', async () => {
    server.answerWith({ iss: server.issuer });
    assert.equal((await createHarness().getNew(profile())).saved, true);
  });

  it('A15: another iss ends the flow; the words of that server are not shown', async () => {
    server.answerWith({
      iss: 'https://evil.example',
      error: 'access_denied',
      error_description: 'call 555-1234',
    });
    const harness = createHarness();
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.doesNotMatch(`${error.message} ${error.hint ?? ''}`, /555/);
    assert.equal(server.tokenRequests().length, 0);
  });

  it('A14: a server that promises iss and leaves it out is refused', async () => {
    await server.stop();
    server = await startScriptedServer({ authorization_response_iss_parameter_supported: true });
    const harness = createHarness();
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.match(error.message, /iss/);
    assert.equal(server.tokenRequests().length, 0);
  });

  it('A17: the right state on another path is not an answer', async () => {
    const harness = createHarness({
      browse: async (start) => {
        const { redirectUri, state } = await arrive(start);
        const elsewhere = redirectUri.replace(/\/cb\/.*/, '/cb/AAAAAAAA');
        assert.equal((await fetch(`${elsewhere}?code=evil&state=${state}`)).status, 404);
        await fetch(`${redirectUri}?code=${server.code}&state=${state}`);
      },
    });
    await harness.getNew(profile());
    assert.equal(server.tokenRequests().length, 1);
  });

  it('A20: after an error the next try has fresh values', async () => {
    server.onToken({ status: 500 });
    const harness = createHarness();
    await harness.failure(harness.getNew(profile()));
    const first = server.authorizationRequest();
    await harness.failure(harness.getNew(profile()));
    const second = server.authorizationRequest();
    for (const name of ['state', 'code_challenge']) assert.notEqual(first.get(name), second.get(name));
  });

  it('A8: a token in the answer is refused, unseen', async () => {
    server.answerWith({ code: undefined, id_token: 'token-in-the-query' });
    const harness = createHarness();
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.doesNotMatch(harness.logger.lines.join('\n') + error.message, /token-in-the-query/);
  });

  for (const what of ['cancelling', 'the time limit', 'the answer'] as const) {
    it(`law 11: ${what} ends a sign-in whose browser the editor is still asking about`, async () => {
      const controller = new AbortController();
      const clock = new FakeClock();
      let listening = '';
      const harness = createHarness({
        clock,
        open: async (start) => {
          const { redirectUri, state } = await arrive(start);
          listening = redirectUri;
          if (what === 'cancelling') controller.abort();
          else if (what === 'the time limit') clock.advance(5 * 60 * 1000);
          else void fetch(`${redirectUri}?code=${server.code}&state=${state}`);
          await new Promise(() => undefined); // “Do you want to open the external website?”
        },
      });
      const ending = harness.getNew(profile(), controller.signal);
      if (what === 'the answer') assert.equal((await ending).saved, true);
      else
        assert.equal((await harness.failure(ending)).code, what === 'cancelling' ? 'cancelled' : 'timed_out');
      assert.equal(clock.running, 0);
      if (what === 'cancelling') await assert.rejects(fetch(listening), 'the port is closed');
    });
  }

  it('J10: starting over cancels the first sign-in to its end, so that the second has the same port', async () => {
    server.onToken({ stall: 'beforeHeaders' }, () => json(server.tokenResponse()));
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const fixed = profileOf({ issuer: server.issuer, clientId: 'app', redirectUri });
    const harness = createHarness({
      browse: async (start) => {
        const { redirectUri: target, state } = await arrive(start);
        // A browser that does not fetch the last page, which is kept for it a while.
        await fetch(`${target}?code=${server.code}&state=${state}`, { redirect: 'manual' });
      },
    });
    const first = harness.failure(harness.getNew(fixed));
    await server.received('/token');
    assert.equal(harness.service.isRunning(fixed), true);
    assert.equal((await harness.getNew(fixed)).saved, true);
    assert.equal((await first).code, 'cancelled');
    assert.equal(harness.service.isRunning(fixed), false);
  });

  it('E4: closing the window ends a sign-in and closes its port', async () => {
    let redirectUri = '';
    const harness = createHarness({
      browse: async (start) => {
        ({ redirectUri } = await arrive(start));
        harness.service.dispose();
      },
    });
    assert.equal((await harness.failure(harness.getNew(profile()))).code, 'cancelled');
    await assert.rejects(fetch(redirectUri));
  });

  for (const step of [
    'while discovering',
    'while the person signs in',
    'while the code is exchanged',
  ] as const) {
    it(`C7: cancelling ${step} is silent and leaves nothing behind`, async () => {
      const controller = new AbortController();
      const clock = new FakeClock();
      const stop = () => controller.abort();
      if (step === 'while discovering') {
        server.on('/.well-known/openid-configuration', { stall: 'beforeHeaders' });
        void server.received('/.well-known/openid-configuration').then(stop);
      }
      if (step === 'while the code is exchanged') {
        server.onToken({ stall: 'beforeHeaders' });
        void server.received('/token').then(stop);
      }
      const harness = createHarness({
        clock,
        ...(step === 'while the person signs in' && { browse: () => Promise.resolve(stop()) }),
      });
      const error = await harness.failure(harness.getNew(profile(), controller.signal));
      assert.equal(error.code, 'cancelled');
      assert.equal(clock.running, 0);
      assert.equal(harness.secrets.values.size, 0);
      assert.equal(harness.service.isRunning(profile()), false);
    });
  }
});
