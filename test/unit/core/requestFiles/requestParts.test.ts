import assert from 'node:assert/strict';
import { RequestFile, type RequestFileKind } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

function read(text: string, kind: RequestFileKind = 'http') {
  const lines = new Lines(text);
  const file = RequestFile.parse(lines, kind);
  return { lines, file, requests: file.requestsBetween(0, lines.lineCount - 1) };
}

describe('RequestFile: what is said above a request', () => {
  it('reads its name, its profile and its prompts, in either kind of comment', () => {
    const text = [
      '# @name login',
      '//   @valetkey   okta dev  ',
      '#@prompt host Which one?',
      '// @prompt code',
      '# @note',
      'GET /a',
    ];
    const [request] = read(text.join('\n')).requests;
    assert.equal(request?.name, 'login');
    assert.deepEqual(request.profileHint, { name: 'okta dev', line: 1, column: 17 });
    assert.deepEqual(request.prompts, ['host', 'code']);
  });

  it('takes the last of two, none without a value, and none of another request', () => {
    const { requests } = read('# @valetkey a\n# @valetkey b\n# @valetkey\nGET /a\n\n# @name no\n###\nGET /b');
    assert.deepEqual(requests[0]?.profileHint, { name: 'b', line: 1, column: 12 });
    assert.equal(requests[0].name, undefined);
    assert.equal(requests[1]?.profileHint, undefined);
    assert.equal(requests[1]?.name, undefined);
  });

  it('says each place in lines of the file, wherever the block stands', () => {
    const { file } = read('GET /a\n\n\n### b\n# @valetkey x\nPOST /b\n ?q=1\nA: 1\n\n{}\n');
    const request = file.requestAt(9);
    assert.ok(request);
    const { startLine, requestLine, lastUrlLine, bodyLine, endLine, profileHint, headers } = request;
    assert.deepEqual(
      [startLine, profileHint?.line, requestLine, lastUrlLine, headers[0]?.line, bodyLine, endLine],
      [4, 4, 5, 6, 7, 9, 10],
    );
  });
});

describe('RequestFile: URL, headers and body', () => {
  for (const [text, method, url, column] of [
    ['GET https://a.example/x HTTP/1.1', 'GET', 'https://a.example/x', 4],
    ['  post   {{host}}/x', 'post', '{{host}}/x', 9],
    ['https://a.example', undefined, 'https://a.example', 0],
    ['\t/x', undefined, '/x', 1],
    ['PURGE https://a.example/x', 'PURGE', 'https://a.example/x', 6],
    ['GET https://a.example\n  /b\n  # c\n  ?x=1\n  &y= 2 ', 'GET', 'https://a.example/b?x=1&y= 2', 4],
    ["curl -H 'A: 1' 'https://a.example/x?y=1' \\", undefined, 'https://a.example/x?y=1', 16],
    ['curl --help', undefined, '', 11],
  ] as const) {
    it(`reads method and URL of ${JSON.stringify(text)}`, () => {
      const [request] = read(text).requests;
      assert.deepEqual([request?.method, request?.url, request?.urlColumn], [method, url, column]);
    });
  }

  it('says where names and values stand, with tabs, emoji and a byte order mark', () => {
    const { lines, requests } = read('\uFEFFGET /a\n\tX-Tab :\t a\tb \t\nX-😀: 1\nX-B: 😀 : c\nEmpty:  ');
    assert.equal(requests[0]?.urlColumn, 5);
    const headers = requests[0]?.headers ?? [];
    assert.deepEqual(
      headers.map(({ name, value }) => [name, value]),
      [
        ['x-tab', 'a\tb'],
        ['x-b', '😀 : c'],
        ['empty', ''],
      ],
    );
    for (const { line, value, valueColumn, name, nameColumn } of headers) {
      assert.equal(lines.lineAt(line).slice(valueColumn, valueColumn + value.length), value);
      assert.equal(
        lines
          .lineAt(line)
          .slice(nameColumn, nameColumn + name.length)
          .toLowerCase(),
        name,
      );
    }
  });

  for (const [body, at] of [
    ['{}', 2],
    ['\n# c\n< ./body.json', 4],
    ['<a/>', 2],
    ['query {\n  a\n}', 2],
    ['{{@response\nx\n}}\n{}', 5],
    ['@x = 1\n{}', 3],
    ['> {%\nx\n%}', undefined],
    ['> ./x.js', undefined],
    ['?? status == 200', undefined],
    ['<> ./x.json', undefined],
    ['HTTP/1.1 200 OK\n\nanswer', undefined],
    ['', undefined],
  ] as const) {
    it(`finds the body of a request with ${JSON.stringify(body)} below it`, () => {
      assert.equal(read(`POST /a\n\n${body}`).requests[0]?.bodyLine, at);
    });
  }

  it('begins no request in a script, a comment or a batch, as httpYac, and none at words', () => {
    for (const text of [
      '{{\nGET https://x\n}}',
      '> {%\nGET https://x\n%}',
      '/*\nGET https://x\n*/',
      'DELETE all',
      '  GET well',
    ]) {
      assert.equal(read(`POST /a\n\n${text}`).requests.length, 1, text);
    }
    const batch = 'POST /a\nContent-Type: Multipart/Mixed; boundary=b\n\n--b\n\nGET https://x\n\n--b--\n';
    assert.equal(read(batch).requests.length, 1);
    assert.equal(read(`${batch}GET https://x`).requests.length, 2);
  });

  it('finds the variables wherever they stand', () => {
    const { file } = read(
      '@a = 1\n@b=x y \n###\n@c := {{a}}\nGET /a\n\n  @d = 2\n@e 3\n# @f = 4\n@global.g = 5\n@h =',
    );
    assert.deepEqual(
      file.variables.map(({ line, name, value }) => `${line} ${name}=${value}`),
      ['0 a=1', '1 b=x y', '3 c={{a}}', '6 d=2', '9 g=5', '10 h='],
    );
  });
});

describe('RequestFile: Markdown', () => {
  /** The request line that is found from each line, as its text. */
  function requestAtEachLine(text: string): (string | undefined)[] {
    const { lines, file } = read(text, 'markdown');
    return lines.lines.map((_, line) => {
      const request = file.requestAt(line);
      return request && lines.lineAt(request.requestLine).trim();
    });
  }

  it('reads requests in fences of http and rest, and nowhere else', () => {
    assert.deepEqual(
      requestAtEachLine(
        'GET /prose\n\n```http\nGET /a\nA: 1\n```\nA: prose\n```rest\nGET /b\n```\n```js\nGET /js\n```\n~~~http\nGET /c\n~~~',
      ),
      [
        ...[undefined, undefined, 'GET /a', 'GET /a', 'GET /a', undefined, undefined],
        ...['GET /b', 'GET /b', undefined, undefined, undefined, undefined],
        ...['GET /c', 'GET /c', undefined],
      ],
    );
  });

  for (const [name, opening, closing] of [
    ['indented, in a list', '   ```http', '   ```'],
    ['deep in a list', '\t\t```http', '\t\t```'],
    ['with attributes', '```http title="x" {1,2}', '```'],
    ['of Pandoc', '```{.http #one}', '```'],
    ['in capitals', '```HTTP', '```'],
    ['of many marks', '`````http', '``````  '],
    ['of tildes', '~~~ rest `x`', '~~~~'],
  ] as const) {
    it(`reads a fence ${name}`, () => {
      assert.deepEqual(requestAtEachLine(`${opening}\nGET /a\n${closing}\nGET /b`), [
        'GET /a',
        'GET /a',
        undefined,
        undefined,
      ]);
    });
  }

  for (const opening of [
    '```httpx',
    '```http-like',
    '```json',
    '``http',
    '```http`',
    '    text ```http',
    '```',
  ]) {
    it(`takes ${opening} for no fence of requests`, () => {
      assert.deepEqual(new Set(requestAtEachLine(`${opening}\nGET /a\n`)), new Set([undefined]));
    });
  }

  it('takes a fence in a longer fence for what that shows', () => {
    const text = '````md\n```http\nGET /shown\n```\n````\n```http\nGET /a\n```';
    assert.deepEqual(requestAtEachLine(text).filter(Boolean), ['GET /a', 'GET /a']);
  });

  it('is not closed by other marks, nor by fewer', () => {
    const text = '````http\nPOST /a\n\n```\n~~~~\n````\nGET /b';
    assert.deepEqual(requestAtEachLine(text), [...Array<string>(5).fill('POST /a'), undefined, undefined]);
  });

  it('reads a fence without an end to the end of the file', () => {
    assert.deepEqual(requestAtEachLine('```http\nGET /a\n###\nGET /b'), [
      'GET /a',
      'GET /a',
      'GET /b',
      'GET /b',
    ]);
  });

  it('has an end line above the closing marks', () => {
    const { requests } = read('```http\nGET /a\n```\n```http\n```\n```http\n###\nGET /b\n\n```', 'markdown');
    assert.deepEqual(
      requests.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [1, 1],
        [7, 8],
      ],
    );
  });

  it('reads no fence in a request file', () => {
    assert.deepEqual(read('```http\nGET /a\n```\nGET /b').requests.length, 2);
  });
});
