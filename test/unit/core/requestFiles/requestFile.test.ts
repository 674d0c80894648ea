import assert from 'node:assert/strict';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

/** The request line that is found from each line of a file, as its text. */
function requestAtEachLine(text: string): (string | undefined)[] {
  const lines = new Lines(text);
  const file = RequestFile.parse(lines);
  return lines.lines.map((_, line) => {
    const block = file.requestAt(line);
    return block && lines.lineAt(block.requestLine);
  });
}

function parse(text: string) {
  const block = RequestFile.parse(new Lines(text)).requestAt(0);
  return (
    block && {
      requestLine: block.requestLine,
      lastUrlLine: block.lastUrlLine,
      isCurl: block.isCurl,
      headers: block.headers.map(({ line, name }) => `${line} ${name}`),
    }
  );
}

describe('RequestFile: which request a line belongs to', () => {
  it('takes the block between delimiters; a delimiter belongs to the block below it', () => {
    const text = [
      'GET /a',
      'x: 1',
      '',
      '{',
      '}',
      '###',
      '',
      '# c',
      'GET /b',
      '### next',
      'GET /c',
      '#### ',
    ].join('\n');
    const expected = [
      ...Array<string>(5).fill('GET /a'),
      ...Array<string>(4).fill('GET /b'),
      'GET /c',
      'GET /c',
    ];
    assert.deepEqual(requestAtEachLine(text), [...expected, undefined]);
  });

  it('passes over comments, names, variables and blanks above the request', () => {
    const above = [
      '@host = https://a.example',
      '@x=1',
      '@y := 2',
      '# @name one',
      '// c',
      '## c',
      '  # c',
      '   ',
    ];
    const text = [...above, 'GET {{host}}/a'].join('\n');
    assert.deepEqual(requestAtEachLine(text), Array<string>(9).fill('GET {{host}}/a'));
  });

  it('passes over scripts above the request', () => {
    for (const script of [
      '{{\nconst x = 1;\nGET = 2\n}}',
      '{{@request\nhttps://x\n}}',
      '< {%\nhttps://not.a.request\n%}',
      '< {% one(); %}',
      '< ./before.js',
    ]) {
      const found = requestAtEachLine(`${script}\nGET /a`);
      assert.deepEqual(new Set(found), new Set(['GET /a']), script);
    }
    assert.equal(
      RequestFile.parse(new Lines('{{\nGET /a')).requestAt(0),
      undefined,
      'a script without an end',
    );
  });

  it('takes a method and a target, or a target alone', () => {
    for (const line of [
      'GET https://a.example/x',
      'GET https://a.example/x HTTP/1.1',
      'get https://a.example/x',
      'Post /x',
      'PROPFIND {{host}}/x',
      'https://a.example',
      'ws://a.example',
      'a.example/x',
      'a.example',
      'api:8080/x',
      'localhost:3000',
      'localhost',
      '/x',
      '{{host}}/x',
      '{{url}}',
      '  GET /indented',
    ]) {
      assert.deepEqual(requestAtEachLine(line), [line]);
    }
  });

  it('finds no request where there is none', () => {
    for (const text of [
      '',
      '###',
      '# GET /a',
      '@a = 1',
      'HTTP/1.1 200 OK\nx: 1',
      'hello world',
      '{',
      '"a": 1',
      '\n\n',
    ]) {
      assert.deepEqual(new Set(requestAtEachLine(text)), new Set([undefined]), text);
    }
  });

  it('takes a line outside the file for the nearest one in it', () => {
    const file = RequestFile.parse(new Lines('GET /a\n###\nGET /b'));
    assert.equal(file.requestAt(99)?.requestLine, 2);
    assert.equal(file.requestAt(-1)?.requestLine, 0);
  });
});

describe('RequestFile: the parts of a request', () => {
  it('reads the URL over several lines, and the headers up to the blank line', () => {
    const text = [
      'GET /a',
      '  ?x=1',
      '# c',
      '    &y=2',
      'Accept: */*',
      '# Authorization: no',
      'X-A : 1',
      ' ',
      'X-B: 1',
    ];
    assert.deepEqual(parse(text.join('\n')), {
      requestLine: 0,
      lastUrlLine: 3,
      headers: ['4 accept', '6 x-a'],
      isCurl: false,
    });
  });

  it('reads a path that goes on indented, and no comment as one', () => {
    assert.equal(parse('GET https://a.example\n  /x\n  /y\n  // c\nA: 1')?.lastUrlLine, 2);
  });

  it('ends the headers where another part begins without a blank line', () => {
    for (const part of ['< ./body.json', '> {%', '?? status == 200', '{{', '###', '<@ ./x']) {
      assert.deepEqual(parse(`GET /a\nA: 1\n${part}\nAuthorization: no`)?.headers, ['1 a'], part);
    }
    assert.equal(parse('GET /a\n?? status == 200')?.lastUrlLine, 0);
  });

  it('passes over a header line without a colon, and over spread headers', () => {
    assert.deepEqual(parse('GET /a\nbroken\n...shared\nAuthorization: x')?.headers, ['3 authorization']);
  });

  it('knows a curl command', () => {
    assert.deepEqual(parse('curl https://a.example \\\n -H "A: 1"\nAuthorization: x'), {
      requestLine: 0,
      lastUrlLine: 0,
      headers: [],
      isCurl: true,
    });
  });
});
