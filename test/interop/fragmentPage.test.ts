import assert from 'node:assert/strict';
import { closeFlows, listen, state, type LoopbackFlow } from '../support/loopbackFlow';
import { get, sendRaw, type RawAnswer } from '../support/rawHttp';

const token = 'stolen-or-not-2YotnFZFEjr1zCsicMWpAA';
const answer = `access_token=${token}&token_type=Bearer&state=${state}`;

interface Post {
  /** `undefined`: the header is left out. */
  readonly origin?: string | undefined;
  readonly path?: string;
  readonly type?: string;
  readonly host?: string;
}

describe('page that reads the fragment', () => {
  let flow: LoopbackFlow;
  let origin: string;

  const start = async (responseMode: 'query' | 'fragment' | 'form_post' = 'fragment') => {
    flow = await listen({ responseMode });
    origin = `http://127.0.0.1:${flow.port}`;
  };

  beforeEach(() => start());

  afterEach(async () => {
    await closeFlows();
    assert.doesNotMatch(flow.logger.lines.join('\n'), new RegExp(`${state}|${token}`));
  });

  /** As a browser sends a form. */
  function post(body: string, options: Post = {}): Promise<RawAnswer> {
    const {
      path = '/cb/a1B2c3D4',
      type = 'application/x-www-form-urlencoded',
      host = new URL(origin).host,
    } = options;
    const from = 'origin' in options ? options.origin : origin;
    return sendRaw(
      flow.port,
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${from === undefined ? '' : `Origin: ${from}\r\n`}` +
        `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }
  const fragment = (hash: string) => `fragment=${encodeURIComponent(hash)}`;

  async function assertStillWaits(): Promise<void> {
    assert.equal(flow.taken.length, 0);
    const posted = post(fragment(answer));
    assert.equal((await flow.response).get('access_token'), token);
    flow.finish({ kind: 'success', profile: 'p' });
    assert.equal((await posted).status, 303);
  }

  it('is served where the query holds no answer, with a script of its own and nothing else', async () => {
    const page = await get(flow.redirectUri);
    assert.equal(page.status, 200);
    const policy = page.headers.get('content-security-policy') ?? '';
    const [, nonce = ''] = /script-src 'nonce-([\w-]{22})'/.exec(policy) ?? [];
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    // `no-referrer` would make the browser say `Origin: null`.
    assert.equal(page.headers.get('referrer-policy'), 'same-origin');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.body.match(/<script/g)?.length, 1);
    assert.ok(page.body.includes(`<script nonce="${nonce}">`));
    assert.match(page.body, /<noscript>[^]*needs JavaScript/);
    assert.doesNotMatch(page.body, /https?:|\ssrc=|\shref=|url\(|@import|\{\{/i);
    assert.ok(!(await get(flow.redirectUri)).body.includes(nonce), 'the nonce is used once');
    await assertStillWaits();
  });

  it('takes what the page posts, from its own origin, and leads to an address without it', async () => {
    const posted = post(fragment(`${answer}&scope=a+b%2Bc`));
    const response = await flow.response;
    assert.equal(response.get('scope'), 'a b+c', 'decoded once');
    flow.finish({ kind: 'success', profile: 'p' });
    const { status, headers } = await posted;
    assert.equal(status, 303);
    assert.match(headers.get('location') ?? '', /^\.\.\/done\/[\w-]+$/);
  });

  const foreign: [string, string | undefined][] = [
    ['of another site', 'https://evil.example'],
    ['missing', undefined],
    ['null, as of a sandboxed frame', 'null'],
    ['of another port', 'http://127.0.0.1:1'],
    ['of another name of this machine', 'http://localhost'],
    ['https', 'https://127.0.0.1'],
  ];
  for (const [what, wrong] of foreign) {
    it(`an Origin that is ${what} is refused, whatever the state`, async () => {
      const withPort = /127|localhost/.test(wrong ?? '') && !/:\d+$/.test(wrong ?? '');
      const refused = await post(fragment(answer), { origin: withPort ? `${wrong}:${flow.port}` : wrong });
      assert.equal(refused.status, 403);
      for (const name of refused.headers.keys()) assert.doesNotMatch(name, /^access-control-/);
      await assertStillWaits();
    });
  }

  it('another path, a wrong Host and other kinds of body are refused', async () => {
    const path = new URL(await flow.startAt('https://as.example/authorize')).pathname;
    for (const [options, status] of [
      [{ path: '/cb/other' }, 404],
      [{ path: '/' }, 404],
      [{ path }, 405],
      [{ host: `evil.example:${flow.port}` }, 403],
      [{ type: 'application/json' }, 415],
      [{ type: 'multipart/form-data; boundary=x' }, 415],
      [{ type: 'text/plain' }, 415],
      [{ type: '' }, 415],
    ] as const) {
      assert.equal((await post(fragment(answer), options)).status, status, JSON.stringify(options));
    }
    await assertStillWaits();
  });

  it('A2, A3, A6: the state must be in the fragment, right and once; a script in it stays text', async () => {
    for (const hash of [
      '',
      `access_token=${token}`,
      `access_token=${token}&state=guessed`,
      `${answer}&state=${state}`,
      `${answer}&access_token=other`,
      'javascript:alert(1)',
      '"><script>alert(1)</script>',
      'error=%3Cscript%3E&error_description=x',
    ]) {
      const refused = await post(fragment(hash));
      assert.equal(refused.status, 400, hash);
      assert.doesNotMatch(refused.body, /<script/);
      assert.match(refused.body, /no longer waiting/);
    }
    assert.equal((await post(`state=${state}&code=c`)).status, 400, 'not what our page sends');
    await assertStillWaits();
  });

  it('a fragment of 1 MB is refused, and the flow still waits', async () => {
    const refused = await post(fragment(`${answer}&x=${'y'.repeat(1_000_000)}`));
    assert.equal(refused.status, 413);
    await assertStillWaits();
  });

  it('E5: a form that never ends does not keep the port open', async () => {
    const endless = sendRaw(
      flow.port,
      `POST /cb/a1B2c3D4 HTTP/1.1\r\nHost: 127.0.0.1:${flow.port}\r\nOrigin: ${origin}\r\n` +
        'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nfragment=',
    ).catch(() => undefined);
    await flow.close();
    await endless;
    await assert.rejects(get(flow.redirectUri), { code: 'ECONNREFUSED' });
  });

  it('E17: posts without the state are turned away after 100, like other answers', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => (await post(fragment('x=y'))).status),
    );
    assert.equal(statuses.filter((status) => status === 400).length, 100);
    assert.equal(statuses.filter((status) => status === 429).length, 20);
  });

  it('C8: with form_post a form is taken from anywhere, by its state alone', async () => {
    await closeFlows();
    await start('form_post');
    const from = { origin: 'https://as.example' };
    assert.equal((await post('code=c&state=guessed', from)).status, 400);
    assert.equal(
      (await post(fragment(answer), from)).status,
      400,
      'our own page’s field counts for our page alone',
    );
    const posted = post(`code=c%2Bd&state=${state}`, from);
    assert.equal((await flow.response).get('code'), 'c+d');
    flow.finish({ kind: 'success', profile: 'p' });
    assert.equal((await posted).status, 303);
  });

  it('in a remote window the page comes from where the editor forwarded the port', async () => {
    await closeFlows();
    flow = await listen({
      responseMode: 'fragment',
      reach: () => Promise.resolve('https://box.example/start'),
    });
    await flow.startAt('https://as.example/authorize');
    const posted = post(fragment(answer), { origin: 'https://box.example', host: 'box.example' });
    await flow.response;
    flow.finish({ kind: 'success', profile: 'p' });
    assert.equal((await posted).status, 303);
  });
});
