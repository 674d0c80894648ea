import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ValetKeyError } from '../../src/core/errors';
import { freePort, listenOnLoopback, stopServer } from '../support/httpServers';
import { closeFlows, listen, state, type LoopbackFlow } from '../support/loopbackFlow';
import { get, sendRaw, type RawAnswer } from '../support/rawHttp';

const authorizationUrl =
  'https://as.example/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&scope=a+b%20c%2Bd&x=%C3%A9%26';

/** Resolves with the error of a `listen` that must fail. */
async function listenError(redirectUri: string): Promise<ValetKeyError> {
  const error: unknown = await listen({ redirectUri }).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ValetKeyError, `listens on ${redirectUri}`);
  return error;
}

/** Follows a 303 as a browser does. */
function follow(from: string, { status, headers }: RawAnswer): Promise<RawAnswer> {
  assert.equal(status, 303);
  return get(new URL(headers.get('location') ?? '', from).href);
}

async function assertClosed({ port }: LoopbackFlow): Promise<void> {
  await assert.rejects(sendRaw(port, 'GET / HTTP/1.0\r\n\r\n'), { code: 'ECONNREFUSED' });
}

describe('loopback receiver', () => {
  afterEach(closeFlows);

  it('E1: by default the redirect URI is http://127.0.0.1:<port>/cb/<id>', async () => {
    const flow = await listen();
    assert.match(flow.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/cb\/a1B2c3D4$/);
  });

  it('takes the answer, holds the browser until finish, and leads it to a page without the code', async () => {
    const flow = await listen();
    const answer = flow.bringAnswer();
    assert.deepEqual(Object.fromEntries(await flow.response), { code: 'SplxlOBeZQQYbYS6WxSbIA', state });

    const early = await Promise.race([
      answer.then(() => 'answered'),
      get(flow.redirectUri).then(() => 'waits'),
    ]);
    assert.equal(early, 'waits');

    flow.finish({ kind: 'success', profile: 'okta-dev' });
    const redirection = await answer;
    assert.doesNotMatch(redirection.headers.get('location') ?? '', /code|state|Splx/);
    const page = await follow(flow.redirectUri, redirection);
    assert.equal(page.status, 200);
    assert.match(page.body, /You are signed in/);
    assert.match(page.body, /okta-dev/);
    assert.match(page.body, /You can close this tab and return to your editor\./);
  });

  it('A10, A11: the whole answer is handed over, an error with the right state too', async () => {
    const parameters = {
      error: 'access_denied',
      error_description: 'no+way é',
      state,
      session_state: 'x',
      hd: 'y',
    };
    const flow = await listen();
    const answer = get(flow.answerUrl(parameters));
    assert.deepEqual(Object.fromEntries(await flow.response), parameters);
    flow.finish({ kind: 'failure', title: 'Refused', message: 'access_denied', hint: 'Ask again.' });
    const page = await follow(flow.redirectUri, await answer);
    for (const text of ['Refused', 'access_denied', 'Ask again.']) assert.ok(page.body.includes(text), text);
  });

  it('leads the browser to the authorization URL byte for byte, once, and not before startAt', async () => {
    const flow = await listen();
    const startUrl = await flow.startAt(authorizationUrl);
    assert.match(startUrl, new RegExp(`^http://127\\.0\\.0\\.1:${flow.port}/start/[\\w-]{32}$`));

    const first = await get(startUrl);
    assert.equal(first.status, 302);
    assert.equal(first.headers.get('location'), authorizationUrl);
    assert.equal(first.headers.get('referrer-policy'), 'no-referrer');

    const second = await get(startUrl);
    assert.equal(second.status, 410);
    assert.match(second.body, /works only once/);
    await assert.rejects(flow.startAt('https://as.example/\r\nSet-Cookie: a=b'), { code: 'url_refused' });
  });

  it('A5, E20: the same answer again gets the same page, and the flow got it once', async () => {
    const flow = await listen();
    const answers = [flow.bringAnswer(), flow.bringAnswer()];
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    answers.push(flow.bringAnswer());
    const locations = (await Promise.all(answers)).map(({ status, headers }) => [
      status,
      headers.get('location'),
    ]);
    assert.equal(locations[0]?.[0], 303);
    assert.deepEqual(locations, [locations[0], locations[0], locations[0]]);
    assert.equal(flow.taken.length, 1);
    assert.match((await follow(flow.redirectUri, await flow.bringAnswer())).body, /You are signed in/);
  });

  it('A17: a redirect URI with path and query is met exactly, or not at all', async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/oauth/back?tenant=a%20b&tenant=c`;
    const flow = await listen({ redirectUri });
    assert.equal(flow.redirectUri, redirectUri);
    const base = `http://127.0.0.1:${flow.port}`;
    const good = `code=c&state=${state}`;

    for (const [url, status] of Object.entries({
      [`${base}/oauth/back/?tenant=a%20b&tenant=c&${good}`]: 404,
      [`${base}/cb/a1B2c3D4?${good}`]: 404,
      [`${base}/oauth/back?${good}`]: 400,
      [`${base}/oauth/back?tenant=a%20b&${good}`]: 400,
      [`${base}/oauth/back?tenant=other&tenant=c&${good}`]: 400,
    })) {
      assert.equal((await get(url)).status, status, url);
    }
    const otherHost = { Host: `localhost:${flow.port}` };
    assert.equal((await get(flow.answerUrl({ code: 'c', state }), otherHost)).status, 403);
    assert.equal(flow.taken.length, 0);

    const answer = get(`${base}/oauth/back?${good}&tenant=a+b&tenant=c`);
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    assert.match((await follow(redirectUri, await answer)).body, /You are signed in/);
  });

  it('a redirect URI with localhost is met over IPv4 and, where there is one, IPv6', async () => {
    const flow = await listen({ redirectUri: `http://localhost:${await freePort()}/cb` });
    const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
      all?.some(({ address }) => address === '::1'),
    );
    for (const address of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      const { status } = await sendRaw(
        flow.port,
        `GET /cb?state=x HTTP/1.1\r\nHost: LOCALHOST:${flow.port}\r\n\r\n`,
        address,
      );
      assert.equal(status, 400, address);
    }
  });

  it('a redirect URI that is not on this computer is refused, with a word on how to write one', async () => {
    for (const redirectUri of [
      'https://127.0.0.1:7890/cb',
      'http://app.example/cb',
      'http://127.0.0.2:7890/cb',
      'http://0.0.0.0:7890/cb',
      'http://127.0.0.1:0/cb',
      'http://user@127.0.0.1:7890/cb',
      'http://127.0.0.1:7890/cb#',
      'vscode://valetkey.valet-key/callback',
      'callback',
    ]) {
      const error = await listenError(redirectUri);
      assert.equal(error.code, 'listen_failed', redirectUri);
      assert.ok(error.message.includes(redirectUri));
      assert.match(error.hint ?? '', /http:\/\/127\.0\.0\.1:7890\/callback/);
    }
  });

  it('E3: nobody can connect from another interface', async () => {
    const flow = await listen();
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, scopeid }) => !internal && !scopeid)
      .map(({ address }) => address);
    for (const address of ['127.0.0.2', ...addresses]) {
      await assert.rejects(
        sendRaw(flow.port, 'GET / HTTP/1.0\r\n\r\n', address),
        /ECONNREFUSED|EADDRNOTAVAIL/,
      );
    }
  });

  it('E4: success, failure and cancelling each leave the port closed', async () => {
    const success = await listen();
    const answer = success.bringAnswer();
    await success.response;
    success.finish({ kind: 'success', profile: 'p' });
    const closing = success.close();
    assert.match((await follow(success.redirectUri, await answer)).body, /You are signed in/);
    await closing;
    await assertClosed(success);

    const timedOut = await listen();
    timedOut.finish({ kind: 'failure', title: 'Too late', message: 'Nobody signed in.' });
    await Promise.all([timedOut.close(), timedOut.close()]);
    await assertClosed(timedOut);

    const untouched = await listen();
    await untouched.close();
    await untouched.close();
    await assertClosed(untouched);
  });

  it('E4: a browser that never fetches the last page does not keep the port open', async () => {
    const flow = await listen({ lingerMs: 50 });
    const answer = flow.bringAnswer();
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    await answer;
    await flow.close();
    await assertClosed(flow);
  });

  it('closing without finish tells a waiting browser that the sign-in was cancelled', async () => {
    const flow = await listen();
    const answer = flow.bringAnswer();
    await flow.response;
    const closing = flow.close();
    const page = await follow(flow.redirectUri, await answer);
    assert.match(page.body, /This sign-in was cancelled/);
    assert.doesNotMatch(page.body, /signed in</);
    await closing;
  });

  it('E5: half-open connections end when the flow does', async () => {
    const flow = await listen();
    const sockets = ['', 'GET /cb HTTP/1.1\r\nHo', 'GET / HTTP/1.1\r\n'].map((bytes) => {
      const socket = connect(flow.port, '127.0.0.1', () => socket.write(bytes)).resume();
      socket.on('error', () => undefined);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const ends = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    await flow.close();
    await Promise.all(ends);
    await assertClosed(flow);
  });

  it('E6: a taken port is named, with a way to find its holder, and no other is used instead', async () => {
    const holder = createServer();
    const port = await listenOnLoopback(holder);
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await listenError(`http://${host}:${port}/cb`);
      assert.equal(error.code, 'port_in_use');
      assert.match(error.message, new RegExp(`Port ${port}`));
      assert.match(error.hint ?? '', /lsof|netstat/);
    }
    await stopServer(holder);

    const flow = await listen({ redirectUri: `http://127.0.0.1:${port}/cb` });
    assert.equal(flow.port, port);
    assert.equal((await listenError(flow.redirectUri)).code, 'port_in_use');
  });

  it('E22: it listens before anything can be opened; afterwards nobody answers', async () => {
    const flow = await listen();
    assert.equal((await get(flow.redirectUri)).status, 200);
    await flow.close();
    await assertClosed(flow);
  });

  it('in a remote window the browser may come by the address that the editor gave, and by no other', async () => {
    const front = 'https://box.example/proxy/1/';
    const flow = await listen({ reach: () => Promise.resolve(front) });
    const url = flow.answerUrl({ code: 'c', state: 'wrong' });
    assert.equal((await get(url, { Host: 'box.example' })).status, 403, 'before startAt');
    await flow.startAt(authorizationUrl);
    assert.equal((await get(url, { Host: 'box.example' })).status, 400);
    assert.equal((await get(url, { Host: 'evil.example' })).status, 403);

    const answer = flow.bringAnswer();
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    const location = (await answer).headers.get('location') ?? '';
    assert.match(
      new URL(location, `${front}cb/a1B2c3D4`).href,
      /^https:\/\/box\.example\/proxy\/1\/done\/[\w-]{32}$/,
    );
  });

  it('an editor that cannot say how the browser comes does not stop the flow', async () => {
    const flow = await listen({ reach: () => Promise.reject(new Error('no tunnel')) });
    assert.equal((await get(await flow.startAt(authorizationUrl))).status, 302);
  });
});
