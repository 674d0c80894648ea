import assert from 'node:assert/strict';
import fc from 'fast-check';
import { restClientRequestAt } from '../../../../src/core/requestFiles/restClientRequest';

const at = (text: string, line: number, kind: 'http' | 'markdown' = 'http') => {
  const lines = text.split('\n');
  return restClientRequestAt({ lineCount: lines.length, lineAt: (n) => lines[n] ?? '' }, kind, line);
};

describe('what REST Client makes of a file', () => {
  it('G8: of a block it is the first line that is no comment, blank line or variable', () => {
    const text =
      '### a\n# c\n\n@x = 1\nGET https://one.example\n?a=1\n  &b\nX: y\n\nGET https://two.example\n###\n';
    for (const line of [4, 7, 9]) {
      assert.deepEqual(at(text, line), { line: 4, url: 'https://one.example?a=1&b' });
    }
    assert.equal(at(text, 0), undefined);
    assert.equal(at('HTTP/1.1 200 OK\nGET https://one.example', 1), undefined);
    assert.equal(at('# nothing', 0), undefined);
  });

  it('G8: of Markdown it is a fence, which begins and ends in one way alone', () => {
    const text =
      '```http\nGET https://one.example\n###\nGET https://two.example\n```\n ```http\nGET https://x.example\n ```';
    assert.deepEqual(at(text, 3, 'markdown'), { line: 1, url: 'https://one.example' });
    assert.equal(at(text, 6, 'markdown'), undefined);
  });

  it('G8: fills in variables as REST Client does, the last line of a name and backslashes among them', () => {
    const url = (variables: string, written: string) =>
      at(`${variables}\n###\nGET ${written}\n`, variables.split('\n').length + 1)?.url;
    assert.equal(
      url('@h = one.example\n@h = two.example', 'https://{{h}}/a HTTP/1.1'),
      'https://two.example/a',
    );
    assert.equal(url('@b = https:\\/\\/{{ h }}\n@h=one.example', '{{b}}/a'), 'https://one.example/a');
    assert.equal(url('@h = one\\nHost: evil.example', 'https://{{h}}'), undefined);
    assert.equal(url('@h := one.example', 'https://{{h}}/'), undefined);
    assert.equal(url('@global.h = one.example', 'https://{{h}}/'), undefined);
    assert.equal(url('# @prompt h\n@h = one.example', 'https://{{h}}/'), 'https://one.example/');
    assert.equal(at('@h = one.example\n# @prompt h\nGET https://{{h}}/', 2)?.url, undefined);
  });

  it('G8: knows no address where the settings of a workspace, or a command line, have a say', () => {
    for (const written of [
      '/me\nHost: one.example',
      'one.example/me',
      'https://{{$dotenv H}}/',
      'https://a$b/',
    ]) {
      assert.deepEqual(at(`GET ${written}`, 0), { line: 0, url: undefined });
    }
    assert.deepEqual(at('curl https://one.example --url https://two.example', 0), {
      line: 0,
      url: undefined,
    });
  });

  /** What REST Client's own code makes of each was looked at; `undefined`: it is not what a person would take it for. */
  for (const [what, text, url] of [
    [
      'a name that is encoded',
      '@%h = api.good.example\n@h = evil.example\n###\nGET https://{{%h}}/me',
      undefined,
    ],
    [
      'the end of a line that an editor shows as a blank',
      '@h = evil.example\n@h = api.good.example/\u2028x\n###\nGET https://{{h}}/me',
      'https://evil.example/me',
    ],
    ['such an end within a URL', '@h = api.good.example\n###\nGET https://{{h}}/\u2028 HTTP/x', undefined],
    [
      'a value that makes a placeholder with what is around it',
      '@h = api.good.example\n@a = {h}}/\n###\nGET https://{{{a}}.evil.example/',
      undefined,
    ],
    [
      'values that make one together',
      '@h = api.good.example\n@a = {\n@b = {h}}/\n@c = {{a}}{{b}}\n###\nGET https://{{c}}.evil.example/',
      undefined,
    ],
    [
      'a name within a placeholder that never ends where it seems to',
      '@h = api.good.example/\n@a = {{x {{h}}\n###\nGET https://{{a}}.evil.example/',
      undefined,
    ],
    ['a name of a request', '@h = api.good.example\n# @name h\n###\nGET https://{{h}}/me', undefined],
    [
      'the response of one',
      '@h.response.body.u = api.good.example\n###\n# @name h\n###\nGET https://{{h.response.body.u}}/me',
      undefined,
    ],
    [
      'a name of a request in three lines',
      '@h = api.good.example\n#\n\n@name\n h\n###\nGET https://{{h}}/me',
      undefined,
    ],
    [
      'a circle, which leaves those that name it as they are',
      '@g = api.good.example/{{g}}\n@u = {{g}}.evil.example\n###\nGET https://{{u}}/',
      undefined,
    ],
    [
      'what may be a circle, by a setting of the workspace',
      '@g = api.good.example/{{e}}\n@u = {{g}}.evil.example\n###\nGET https://{{u}}/',
      undefined,
    ],
    [
      'the same, in the next line',
      '@g = api.good.example/{{e}}\n@u = {{g}}\n###\nGET https://{{u}}\n  &@evil.example/',
      undefined,
    ],
    [
      'a variable that goes on with the URL',
      '@q = &@evil.example/\n###\nGET https://api.good.example\n{{q}}',
      'https://api.good.example&@evil.example/',
    ],
    [
      'a setting that may go on with the host',
      'GET https://api.good.example\n{{q}}\n&@evil.example/',
      undefined,
    ],
    [
      'a placeholder in two lines',
      '@x&y = api.good.example/\n###\nGET https://{{x\n&y}}.evil.example',
      undefined,
    ],
    [
      'a variable in which another may be meant',
      '@a.b = evil.example\n@a-b = api.good.example\n@c = {{a-b}}{{a.b}}\n###\nGET https://{{c}}',
      undefined,
    ],
  ] as const) {
    it(`G8: takes no host for known by ${what}`, () => {
      assert.equal(
        at(
          text,
          text.split('\n').findIndex((line) => line.startsWith('GET')),
        )?.url,
        url,
      );
    });
  }

  it('G8: knows no server where Host names another one than the address, however it gets there', () => {
    for (const text of [
      'GET https://a.example/x\nHost: evil.example',
      'GET https://a.example/x\n  ?y=1\nX: y\n host : evil.example',
      'GET https://a.example/x\nHost: a.example\nHOST: evil.example',
      'GET https://a.example/x\nHost',
      'GET https://a.example/x\nHost: {{$dotenv H}}',
      'GET https://a.example/x\n{{$dotenv H}}: evil.example',
      '@h = Host\nGET https://a.example/x\n{{h}}: evil.example',
      '@n = 1\\nHost: evil.example\nGET https://a.example/x\nX: {{n}}',
      // A circle, and what REST Client alone finds a placeholder in.
      '@n = 1\\nHost: evil.example{{n}}\nGET https://a.example/x\nX: {{n}}',
      '@a = {\n@b = {n}}\n@n = \\nHo\n@c = {{a}}{{b}}st: evil.example {{n}}x\nGET https://a.example/x\nX: {{c}}',
      '@n = \\nHo\n@c = {{\\n y: {{n}}st: evil.example\nGET https://a.example/x\nX: {{c}}',
      '@n = 1\\nHost: evil.example\n# @prompt n\n@c = {{n}}\nGET https://a.example/x\nX: {{c}}',
    ]) {
      const line = text.split('\n').findIndex((each) => each.startsWith('GET'));
      assert.deepEqual(at(text, line), { line, url: undefined }, text);
    }
  });

  it('R12: knows it where Host says the same, or stands in the body', () => {
    for (const below of [
      'Host: a.example',
      'host: A.example:443',
      '\nHost: b.example',
      'X-Host: b.example',
    ]) {
      assert.equal(at(`GET https://a.example/x\n${below}`, 0)?.url, 'https://a.example/x', below);
    }
  });

  it('R12: knows the address of what people write', () => {
    for (const [text, url] of [
      [
        '@h = api.good.example\n@q = {"a":{"b":1}}\nGET https://{{h}}/x?f={{q}}',
        'https://api.good.example/x?f={"a":{"b":1}}',
      ],
      [
        '@b = https://a.example/{{version}}\n@u = {{b}}/users\nGET {{u}}\n  ?x={{%q}}',
        'https://a.example/{{version}}/users?x={{%q}}',
      ],
      ['@api.host = a.example\nGET https://{{api.host}}/{{id}}', 'https://a.example/{{id}}'],
      [
        '# @name login\n@h = a.example\nGET https://{{h}}/{{login.response.body.id}}',
        'https://a.example/{{login.response.body.id}}',
      ],
      ['@m = PUT\n@h = a.example\n{{m}} https://{{h}}/x', 'https://a.example/x'],
      [
        '@a = Bearer {{t}}\n@t = {{$processEnv X}}\nGET https://a.example\nAuthorization: {{a}}\nX: {{y}}',
        'https://a.example',
      ],
    ] as const) {
      const line = text
        .split('\n')
        .findIndex((each) => / https?:| \{\{u/.test(each) && !each.startsWith('@'));
      assert.equal(at(text, line)?.url, url, text);
    }
  });

  it('L5, G8: says no host with anything open in it, whatever a file holds', () => {
    const word = fc.constantFrom(
      '{{h}}',
      '{{a}}',
      '{{%h}}',
      '{h}}',
      '{',
      '}',
      '{{',
      '}}',
      'h',
      'a',
      '\\',
      '\\n',
      '$&',
      '%',
      '@',
      '&',
      '?',
      '/',
      ' ',
      '\u2028',
      '\u2029',
      '\r',
      'https://',
      'api.good.example',
      'GET ',
      ' HTTP/1.1',
      ':',
      '=',
      '#',
      '\uD800',
    );
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(''));
    const line = fc.oneof(
      fc.tuple(
        fc.constantFrom('@h=', '@a=', '@%h = ', '@h :=', 'GET ', '# @name ', '# @prompt ', 'Host: '),
        text,
      ),
      fc.tuple(fc.constant(''), text),
    );
    const property = fc.property(fc.array(line, { maxLength: 8 }), (pairs) => {
      const written = pairs.map((pair) => pair.join('')).join('\n');
      pairs.forEach((_, number) => {
        const url = at(written, number)?.url;
        if (url !== undefined) assert.match(url, /^https?:\/\/[^/?#\\{}$\u2028\u2029]+(?:[/?#\\]|$)/i);
      });
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});
