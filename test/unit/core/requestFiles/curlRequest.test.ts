import assert from 'node:assert/strict';
import { curlCommand } from '../../../../src/core/requestFiles/curl';
import {
  draftRequest,
  openPlaceholders,
  referencesInUrl,
  replaceTokens,
  saysHeader,
  tokenReferences,
  withToken,
} from '../../../../src/core/requestFiles/curlRequest';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';

/** The request of a file at a line, 0 by default. */
function draftOf(text: string, line = 0) {
  const rows = text.split('\n');
  const lines = { lineCount: rows.length, lineAt: (at: number) => rows[at] ?? '' };
  const file = RequestFile.parse(lines);
  const request = file.requestAt(line) ?? assert.fail('no request');
  return draftRequest(file, request, lines);
}

const token = {
  accessToken: 'abc/1',
  placement: { kind: 'header', name: 'Authorization', value: 'Bearer abc/1' },
} as const;

describe('a request of a file, to be a curl command', () => {
  it('R1: has method, URL, headers and body as they are sent', () => {
    const draft = draftOf(
      [
        '@host = https://api.example',
        '@id = 7',
        '### One',
        '# @name one',
        'PUT {{host}}/orders/{{id}}',
        '    ?full=true HTTP/1.1',
        'Content-Type: application/json',
        'X-Request-Id: {{id}}',
        '',
        '{ "id": "{{id}}" }',
        '',
        '',
        '### Two',
        'GET https://other.example',
      ].join('\n'),
      5,
    );
    assert.deepEqual(draft, {
      method: 'PUT',
      url: 'https://api.example/orders/7?full=true',
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'X-Request-Id', value: '7' },
      ],
      body: '{ "id": "7" }',
      bodyFile: undefined,
    });
    assert.deepEqual(openPlaceholders(draft), []);
  });

  it('joins a path with its host', () => {
    const { url, headers } = draftOf('GET /orders HTTP/1.1\nHost: api.example\nAccept: */*');
    assert.equal(url, 'http://api.example/orders');
    assert.deepEqual(headers, [{ name: 'Accept', value: '*/*' }]);
  });

  it('leaves what the file does not say, and says so', () => {
    const draft = draftOf('GET {{host}}/a/{{$guid}}\nX: {{y}}\n\n{{body}} {{y}}');
    assert.equal(draft.url, '{{host}}/a/{{$guid}}');
    assert.deepEqual(openPlaceholders(draft), ['{{host}}', '{{$guid}}', '{{y}}', '{{body}}']);
  });

  it('sends a form as one line, and a file as a file', () => {
    const form = 'POST https://a.example\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2\n&c=3';
    assert.equal(draftOf(form).body, 'a=1&b=2&c=3');
    const file = draftOf('POST https://a.example\n\n< ./order.json');
    assert.deepEqual([file.body, file.bodyFile], [undefined, './order.json']);
    assert.match(curlCommand(file), /--data-binary '@\.\/order\.json'$/);
  });

  it('leaves out what belongs to httpYac and JetBrains', () => {
    const draft = draftOf('POST https://a.example\n\n{}\n\n> {%\n client.test()\n%}\n?? status == 200');
    assert.equal(draft.body, '{}');
  });

  it('is none where it is a curl command already', () => {
    assert.throws(() => draftOf('curl https://a.example'), /a curl command already/);
  });

  it('L16: has tokens in the place of the placeholders, encoded in its URL', () => {
    const draft = draftOf(
      [
        '@token = {{$processEnv VALET_KEY_DEMO}}',
        'POST https://a.example/?t={{$processEnv VALET_KEY_DEMO}}',
        'Authorization: Bearer {{token}}',
        'X-Other: {{$auth.token("o\\"ther")}} {{$processEnv HOME}}',
        '',
        '{ "token": "{{ $processEnv VALET_KEY_DEMO }}" }',
      ].join('\n'),
    );
    assert.deepEqual(tokenReferences(draft), [
      { kind: 'variable', variable: 'VALET_KEY_DEMO' },
      { kind: 'profile', profile: 'o"ther' },
    ]);
    const filled = replaceTokens(draft, (reference) => (reference.kind === 'variable' ? token : undefined));
    assert.equal(filled.url, 'https://a.example/?t=abc%2F1');
    assert.deepEqual(filled.headers, [
      { name: 'Authorization', value: 'Bearer abc/1' },
      { name: 'X-Other', value: '{{$auth.token("o\\"ther")}} {{$processEnv HOME}}' },
    ]);
    assert.equal(filled.body, '{ "token": "abc/1" }');
    assert.deepEqual(openPlaceholders(filled), ['{{$auth.token("o\\"ther")}}', '{{$processEnv HOME}}']);
  });

  it('L16: says where references stand in its URL', () => {
    const draft = draftOf(
      '@to = https://evil.example/%3Ft=\n@t = {{$auth.token("a&b")}}\nGET https://a.example/?t={{t}}&to={{to}}{{$processEnv VALET_KEY_DEMO}}',
    );
    assert.deepEqual(referencesInUrl(draft), [
      { reference: { kind: 'profile', profile: 'a&b' }, parameter: 't' },
      { reference: { kind: 'variable', variable: 'VALET_KEY_DEMO' }, parameter: undefined },
    ]);
  });

  it('R15: has the token of a profile where that says, in place of “valetkey”', () => {
    const draft = draftOf('GET https://a.example/x?y=1#z\nAuthorization: valetkey demo');
    assert.deepEqual(tokenReferences(draft), [{ kind: 'profile', profile: 'demo' }]);
    assert.deepEqual(replaceTokens(draft, () => token).headers, [
      { kind: 'header', name: 'Authorization', value: 'Bearer abc/1' },
    ]);
    const placement = { kind: 'query', name: 'access_token', value: 'a/b' } as const;
    const inQuery = replaceTokens(draft, () => ({ ...token, placement }));
    assert.deepEqual([inQuery.url, inQuery.headers], ['https://a.example/x?y=1&access_token=a%2Fb#z', []]);
  });

  for (const [header, said] of [
    ['', 'no'],
    ['Accept: */*', 'no'],
    ['Authorization:', 'empty'],
    ['authorization: Bearer', 'empty'],
    ['Authorization: Basic dXNlcg==', 'yes'],
    ['Authorization: Bearer {{mine}}', 'yes'],
  ] as const) {
    it(`says ${said} of the token’s header with “${header}”`, () => {
      assert.equal(saysHeader(draftOf(`GET https://a.example\n${header}`), 'Authorization'), said);
    });
  }

  it('has one header for the token', () => {
    const draft = draftOf('GET https://a.example\nAuthorization: Bearer\nAccept: */*');
    assert.deepEqual(withToken(draft, token.placement).headers, [
      { name: 'Accept', value: '*/*' },
      { name: 'Authorization', value: 'Bearer abc/1' },
    ]);
  });

  it('B10, L5: whatever a token holds, it makes no other placeholder of it', () => {
    const draft = draftOf('GET https://a.example\nA: {{$processEnv VALET_KEY_A}}{{$processEnv VALET_KEY_B}}');
    const evil = { ...token, accessToken: '{{$auth.token("other")}}$&$1' };
    const filled = replaceTokens(draft, (reference) => {
      if (reference.kind === 'profile') return token;
      return reference.variable === 'VALET_KEY_A' ? evil : undefined;
    });
    assert.equal(filled.headers[0]?.value, '{{$auth.token("other")}}$&$1{{$processEnv VALET_KEY_B}}');
  });
});
