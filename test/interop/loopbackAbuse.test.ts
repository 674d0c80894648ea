import assert from 'node:assert/strict';
import { closeFlows, listen, state, type LoopbackFlow } from '../support/loopbackFlow';
import { get, sendRaw, type RawAnswer } from '../support/rawHttp';

describe('loopback receiver under abuse', () => {
  let flow: LoopbackFlow;
  let authority: string;

  beforeEach(async () => {
    flow = await listen();
    authority = `127.0.0.1:${flow.port}`;
  });

  /** Whatever a test did, the flow still waits and takes the right answer. */
  afterEach(async () => {
    assert.equal(flow.taken.length, 0, 'the flow took a wrong answer');
    const answer = flow.bringAnswer();
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    assert.equal((await answer).status, 303);
    await closeFlows();
    assert.doesNotMatch(flow.logger.lines.join('\n'), new RegExp(`${state}|Splx|stolen`));
  });

  const send = (path: string, headers = `Host: ${authority}\r\n`, method = 'GET') =>
    sendRaw(flow.port, `${method} ${path} HTTP/1.1\r\n${headers}\r\n`);

  function assertGuarded({ headers }: RawAnswer): void {
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none';/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('connection'), 'close');
    for (const name of headers.keys()) assert.doesNotMatch(name, /^access-control-|^set-cookie$/);
  }

  it('A2: an answer without state gets a page with 400 and changes nothing', async () => {
    for (const parameters of [{ code: 'stolen' }, { error: 'access_denied' }, { x: '' }]) {
      const answer = await get(flow.answerUrl(parameters));
      assert.equal(answer.status, 400);
      assert.match(answer.body, /no longer waiting/);
      assertGuarded(answer);
    }
  });

  it('A3, A4: the same for a wrong state, in other case or with a blank', async () => {
    for (const wrong of [
      'x',
      '',
      state.toLowerCase(),
      `${state} `,
      ` ${state}`,
      state.slice(1),
      `${state}\0`,
    ]) {
      const answer = await get(flow.answerUrl({ code: 'stolen', state: wrong }));
      assert.equal(answer.status, 400, JSON.stringify(wrong));
      assert.ok(!answer.body.includes('stolen'));
    }
  });

  it('A6: the same for an answer that says state, code, iss or error twice', async () => {
    const good = `code=stolen&state=${state}`;
    for (const twice of [
      `${good}&state=${state}`,
      `${good}&state=x`,
      `${good}&code=stolen`,
      `${good}&code=y`,
    ]) {
      assert.equal((await get(flow.answerUrl(twice))).status, 400, twice);
    }
    for (const name of ['iss', 'error']) {
      assert.equal((await get(flow.answerUrl(`${good}&${name}=a&${name}=b`))).status, 400, name);
    }
  });

  it('E8, E23: a foreign, missing or broken Host is refused', async () => {
    const path = `/cb/a1B2c3D4?code=stolen&state=${state}`;
    for (const host of [
      `evil.example:${flow.port}`,
      '[',
      '',
      '127.0.0.1',
      `127.0.0.1:${flow.port + 1}`,
      `127.0.0.2:${flow.port}`,
      `0.0.0.0:${flow.port}`,
      `[::ffff:127.0.0.1]:${flow.port}`,
      `localhost:${flow.port}`,
      `${authority}.`,
      `user@${authority}`,
    ]) {
      const { status } = await send(path, `Host: ${host}\r\n`);
      assert.equal(status, 403, host);
    }
    assert.equal((await send(path, '')).status, 400);
    assert.equal((await sendRaw(flow.port, `GET ${path} HTTP/1.0\r\n\r\n`)).status, 403);
  });

  it('E9: an image or fetch of a web page changes nothing and can read nothing', async () => {
    const headers = {
      Origin: 'https://evil.example',
      'Sec-Fetch-Mode': 'no-cors',
      'Sec-Fetch-Dest': 'image',
    };
    const answer = await get(flow.answerUrl({ code: 'stolen', state: 'x' }), headers);
    assert.equal(answer.status, 400);
    assertGuarded(answer);
    const preflight = await send(
      '/cb/a1B2c3D4',
      `Host: ${authority}\r\nOrigin: https://evil.example\r\n`,
      'OPTIONS',
    );
    assert.equal(preflight.status, 405);
    assertGuarded(preflight);
  });

  it('E11: other paths are not found, and the connection is closed', async () => {
    const { pathname } = new URL(await flow.startAt('https://as.example/authorize'));
    for (const path of [
      ...[
        '/',
        '/favicon.ico',
        '/robots.txt',
        '/.well-known/openid-configuration',
        '/start',
        '/start/',
        '/done/',
      ],
      ...['/done/x', '/cb', '/cb/', '/cb/other', '/cb/a1B2c3D4/', '/CB/A1B2C3D4', '/cb/%611B2c3D4'],
      ...[
        `/x/..${pathname}`,
        `/${pathname}`,
        '//evil.example/cb/a1B2c3D4',
        '/cb/../cb/a1B2c3D4',
        '/\\evil.example',
      ],
      ...['http://evil.example/cb/a1B2c3D4', `http://${authority}/cb/a1B2c3D4?code=c&state=${state}`],
    ]) {
      const answer = await send(path);
      assert.equal(answer.status, 404, path);
      assertGuarded(answer);
    }
  });

  it('E10: odd request targets and methods are harmless', async () => {
    assert.equal((await send('*', undefined, 'OPTIONS')).status, 404);
    const path = `/cb/a1B2c3D4?code=stolen&state=${state}`;
    for (const method of ['HEAD', 'PUT', 'DELETE', 'TRACE', 'OPTIONS']) {
      const answer = await send(path, undefined, method);
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get('allow'), 'GET, POST');
    }
    const { pathname } = new URL(await flow.startAt('https://as.example/authorize'));
    const posted = await send(pathname, undefined, 'POST');
    assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET']);
    for (const broken of ['CONNECT x:1 HTTP/1.1\r\n\r\n', 'GET  HTTP/1.1\r\n\r\n', '\0\0\0\0\r\n\r\n']) {
      const { status } = await sendRaw(flow.port, broken);
      assert.ok(Number.isNaN(status) || status >= 400, broken);
    }
  });

  it('E13: every page forbids what it does not need and loads nothing', async () => {
    const answer = await get(flow.answerUrl({ error: 'x' }));
    assertGuarded(answer);
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    const [, nonce] =
      /style-src 'nonce-([\w-]{22})'/.exec(answer.headers.get('content-security-policy') ?? '') ?? [];
    assert.ok(nonce !== undefined && answer.body.includes(`<style nonce="${nonce}">`));
    assert.doesNotMatch(answer.body, /<script|<link|<img|<form|https?:|\ssrc=|\shref=|url\(|@import/i);
    const again = await get(flow.answerUrl({ error: 'x' }));
    assert.ok(!again.body.includes(nonce), 'the nonce is used once');
  });

  it('E14: no parameter leads the browser anywhere', async () => {
    const to = 'https://evil.example/';
    const answer = await get(flow.answerUrl({ redirect: to, next: to, url: to, redirect_uri: to }));
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get('location'), undefined);
    assert.ok(!answer.body.includes('evil.example'));
  });

  it('E15: long queries and hundreds of headers are refused', async () => {
    const long = (length: number) => send(`/cb/a1B2c3D4?state=${state}&code=${'x'.repeat(length)}`);
    assert.equal((await long(20_000)).status, 414);
    assert.equal((await long(1_000_000)).status, 431);
    const headers = Array.from({ length: 500 }, (_, index) => `X-${index}: y\r\n`).join('');
    assert.equal((await send('/cb/a1B2c3D4', `Host: ${authority}\r\n${headers}`)).status, 431);
  });

  it('E17: after 100 wrong answers the rest is turned away without a page, and the log stays short', async () => {
    const statuses = new Map<number, number>();
    for (let round = 0; round < 15; round += 1) {
      const answers = Array.from({ length: 20 }, () => get(flow.answerUrl({ code: 'stolen', state: 'x' })));
      for (const { status } of await Promise.all(answers))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(statuses), { 400: 100, 429: 200 });
    assert.ok(flow.logger.lines.length < 110);
  });

  it('E18, A9: what an answer says is shown as text of unknown origin, and in no header', async () => {
    const answer = await get(
      `${flow.redirectUri}?error=%3Cscript%3E&error_description=%22%3E%3Cimg%20src=x%3E%0d%0aSet-Cookie:%20a=b%1b[31m%E2%80%AE`,
    );
    assert.equal(answer.status, 400);
    assertGuarded(answer);
    assert.match(answer.body, /Whoever sent you here says:/);
    assert.ok(answer.body.includes('&lt;script&gt;: &quot;&gt;&lt;img src=x&gt; Set-Cookie: a=b [31m'));
    for (const hidden of ['\u001b', '\u202e']) assert.ok(!answer.body.includes(hidden));

    const endless = await get(flow.answerUrl({ error_description: 'q'.repeat(10_000) }));
    assert.ok(endless.body.includes(`${'q'.repeat(500)}…`) && !endless.body.includes('q'.repeat(501)));
  });
});
