import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { send as sendDirectly, store } from 'httpyac';
import { issued, useHttpYac } from '../support/httpYac/useHttpYac';

describe('httpYac, where it is not a plain request that is sent', () => {
  const test = useHttpYac();

  it('R8: server-sent events get the token in a header, and what httpYac keeps of it has none', async () => {
    test.api.on('/events', {
      headers: { 'content-type': 'text/event-stream' },
      body: 'data: one\n\n',
    });
    const controller = new AbortController();
    void test.api.received('/events').then(() => setTimeout(() => controller.abort(), 300));
    await test.send(`# @keepStreaming\nSSE ${test.api.url}/events\nAuthorization: valetkey okta-dev`, {
      cancelled: controller.signal,
    });
    assert.equal(test.api.requests[0]?.headers.authorization, `Bearer ${test.tokens()[0]}`);
  });

  it('R8: none is put into a body there: nothing is sent, and the person is told', async () => {
    await test.send(`SSE ${test.api.url}/events\nX-Token: a\n\n{{$auth.token("okta-dev")}}`);
    assert.deepEqual(test.api.requests, []);
    assert.match(String(test.reported[0]), /headers of a SSE request alone/);
  });

  it('G8: a file that leads a request through a proxy which could read the token gets none', async () => {
    const request = (url: string) => `GET ${url}/orders\nAuthorization: valetkey okta-dev`;
    const proxy = `# @proxy ${test.foreign.url}\n`;
    await test.send(`${proxy}${request(test.api.url)}`);
    await test.send(`${proxy}# @noRejectUnauthorized\n${request('https://api.example.com')}`);
    await test.send(
      `@request_proxy=${test.foreign.url}\n@request_rejectUnauthorized=false\n${request('https://api.example.com')}`,
    );
    assert.deepEqual([test.given, test.api.requests, test.foreign.requests], [[], [], []]);
    assert.deepEqual(
      test.reported.map((error) => /goes through a proxy.*It was not sent\.$/.test(String(error))),
      [true, true, true],
    );
  });

  it('G8: no token goes to a server that the Host header alone names, be it named while the token is got', async () => {
    const request = `GET ${test.api.url}/orders\nAuthorization: valetkey okta-dev`;
    await test.send(`${request}\nHost: evil.example`);
    await test.send(`@h = evil.example\n${request}\nX-A: b\nhost: {{h}}`);
    await test.send(`{{@request\n  request.headers.HOST = 'evil.example';\n}}\n${request}`);
    assert.deepEqual([test.given, test.api.requests], [[], []]);
    const refused = /Host header of this request names another server.*It was not sent\.$/;
    assert.deepEqual(
      test.reported.map((error) => refused.test(String(error))),
      [true, true, true],
    );
    test.give = async ({ name }) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return issued(name);
    };
    const later = "const r = request; setTimeout(() => { r.headers.Host = 'evil.example'; }, 100);";
    await test.send(`{{@request\n  ${later}\n}}\n${request}`);
    assert.deepEqual(
      test.api.requests.map(({ headers }) => headers.authorization),
      test.api.requests.map(() => undefined),
    );
  });

  it('R12: a Host header that says what the address says, or that is the address, is nothing new', async () => {
    const { host } = new URL(test.api.url);
    await test.send(`GET ${test.api.url}/orders\nHost: ${host}\nAuthorization: valetkey okta-dev`);
    await test.send(`GET /orders\nHost: ${host}\nAuthorization: Bearer {{$auth.token("okta-dev")}}`);
    assert.deepEqual(test.reported, []);
    assert.deepEqual(
      test.api.requests.map(({ headers }) => headers.authorization),
      test.tokens().map((token) => `Bearer ${token}`),
    );
    assert.equal(test.given.length, 2);
  });

  it('R8: what ends a request before it is sent, such as making code of it, asks for no token', async () => {
    const text = `GET ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("okta-dev")}}`;
    const httpFile = await new store.HttpFileStore().parse('/code.http', text, { config: {} });
    const [httpRegion] = httpFile.httpRegions;
    assert.ok(httpRegion);
    let seen: unknown;
    httpRegion.hooks.onRequest.addInterceptor({
      id: 'httpSnippet',
      afterLoop: ({ args: [request] }) => {
        seen = request.headers?.Authorization;
        return Promise.resolve(false);
      },
    });
    await sendDirectly({ httpFile, httpRegion });
    assert.equal(seen, 'Bearer <token of okta-dev>');
    assert.deepEqual(test.given, []);
    assert.deepEqual(test.api.requests, []);
  });

  it('R8: a file that imports another is sent once, with one token', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-import-'));
    const shared = path.join(folder, 'shared.http');
    await writeFile(shared, '@shared = {{$auth.token("other")}}');
    await test.send(
      `# @import ${shared}\nGET ${test.api.url}/orders\nAuthorization: valetkey okta-dev\nX-Second: {{shared}}`,
    );
    await rm(folder, { recursive: true });
    const [first, second] = test.tokens();
    assert.equal(test.api.requests.length, 1);
    assert.equal(test.given.length, 2);
    assert.equal(test.api.requests[0]?.headers.authorization, `Bearer ${first}`);
    assert.equal(test.api.requests[0].headers['x-second'], second);
  });
});
