import assert from 'node:assert/strict';
import { authorizationEdits } from '../../../../src/core/requestFiles/insertAuthorization';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

function editsOf(lines: Lines, cursors: readonly number[], value: string) {
  return authorizationEdits(RequestFile.parse(lines), lines, cursors, value);
}

const VALUE = 'Bearer eyJ.a-b_c~d+e/f=';
const HEADER = `Authorization: ${VALUE}`;

/** The file after the header was inserted at each of the cursors. */
function inserted(text: string, ...cursors: number[]): string {
  const lines = new Lines(text);
  const result = editsOf(lines, cursors, VALUE);
  assert.equal(result.kind, 'edit', 'message' in result ? result.message : '');
  return lines.after('edits' in result ? result.edits : []);
}

function kindOf(text: string, value = VALUE, cursor = 0): string {
  return editsOf(new Lines(text), [cursor], value).kind;
}

describe('authorizationEdits: where the header goes', () => {
  it('L4: after the last header', () => {
    assert.equal(
      inserted('GET /a HTTP/1.1\nAccept: */*\nX: 1\n#c: 1\n\n{}', 0),
      `GET /a HTTP/1.1\nAccept: */*\nX: 1\n${HEADER}\n#c: 1\n\n{}`,
    );
  });

  it('L4: after the request line where there is no header', () => {
    assert.equal(inserted('GET /a', 0), `GET /a\n${HEADER}`);
    assert.equal(inserted('https://a.example\n', 1), `https://a.example\n${HEADER}\n`);
    assert.equal(inserted('POST /a\n\n{"a":1}', 2), `POST /a\n${HEADER}\n\n{"a":1}`);
    assert.equal(inserted('GET /a\n###\nGET /b', 0), `GET /a\n${HEADER}\n###\nGET /b`);
  });

  it('L4: after all of a URL of several lines', () => {
    assert.equal(inserted('GET /a\n  ?x=1\n  &y=2\n\nbody', 0), `GET /a\n  ?x=1\n  &y=2\n${HEADER}\n\nbody`);
  });

  it('L4: in place of an existing one, however it is written', () => {
    for (const old of [
      'Authorization: Basic a b',
      'authorization:x',
      '  AUTHORIZATION : Bearer {{old}}',
      'Authorization:',
    ]) {
      assert.equal(inserted(`GET /a\nA: 1\n${old}\nB: 1\n\nx`, 0), `GET /a\nA: 1\n${HEADER}\nB: 1\n\nx`);
    }
  });

  it('L4: once, where there were several', () => {
    const text = 'GET /a\nAuthorization: 1\nauthorization: 2\nA: 1\nAUTHORIZATION: 3';
    assert.equal(inserted(text, 0), `GET /a\n${HEADER}\nA: 1`);
    assert.equal(inserted(`${text}\n\nbody`, 6), `GET /a\n${HEADER}\nA: 1\n\nbody`);
  });

  it('L4: and nothing is changed where it stands already', () => {
    const text = `GET /a\n${HEADER}\n\nbody`;
    assert.deepEqual(editsOf(new Lines(text), [0], VALUE), { kind: 'edit', edits: [] });
  });

  it('L4: never in place of a header that only looks alike', () => {
    const text =
      'GET /a\nProxy-Authorization: x\nX-Authorization: y\n# Authorization: c\n// Authorization: c';
    assert.equal(
      inserted(text, 0),
      `GET /a\nProxy-Authorization: x\nX-Authorization: y\n${HEADER}\n# Authorization: c\n// Authorization: c`,
    );
  });
});

describe('authorizationEdits: which request', () => {
  const file = [
    '@host = https://a.example',
    '',
    '### first',
    '# @name first',
    'POST {{host}}/graphql',
    'X-REQUEST-TYPE: GraphQL',
    '',
    'query {',
    'Authorization: not a header',
    '## not a delimiter',
    '}',
    '',
    '{ "Authorization": "neither" }',
    '',
    '###',
    '',
    'GET {{host}}/second',
    'Authorization: Basic old',
  ].join('\n');
  const first = file.replace('GraphQL', `GraphQL\n${HEADER}`);
  const second = file.replace('Authorization: Basic old', HEADER);

  it('L4: that of the cursor, in body, comment, header and delimiter; the rest stays byte for byte', () => {
    for (let line = 2; line <= 13; line++) assert.equal(inserted(file, line), first, `line ${line}`);
    for (let line = 14; line <= 17; line++) assert.equal(inserted(file, line), second, `line ${line}`);
  });

  it('L4: each that has a cursor, once however many it has', () => {
    const both = first.replace('Authorization: Basic old', HEADER);
    assert.equal(inserted(file, 4, 16), both);
    assert.equal(inserted(file, 17, 12, 14, 2, 8, 16), both);
  });

  it('L4: a cursor beside every request does not keep the others from theirs', () => {
    assert.equal(inserted(file, 0, 16), second);
  });

  it('L4: none, where there is none, and then words', () => {
    for (const text of ['', '\n\n', '# c', '@a = 1\n\n###\nGET /b', 'HTTP/1.1 200 OK\nA: 1', 'some words']) {
      assert.equal(kindOf(text), 'no_request', text);
    }
    const result = editsOf(new Lines(''), [0], VALUE);
    assert.match('message' in result ? result.message : '', /Put the cursor into a request/);
  });

  it('L4: none that is a curl command, whose lines are not headers', () => {
    assert.equal(kindOf('curl https://a.example'), 'curl_command');
  });

  it('says its edits from the top down, in lines of the text before', () => {
    const lines = new Lines('GET /a\n###\nGET /b\nAuthorization: 1\nAuthorization: 2');
    assert.deepEqual(editsOf(lines, [2, 0], VALUE), {
      kind: 'edit',
      edits: [
        { kind: 'insertAfter', line: 0, text: HEADER },
        { kind: 'replace', line: 3, text: HEADER },
        { kind: 'delete', line: 4 },
      ],
    });
  });
});

describe('authorizationEdits: which value', () => {
  const refused = [
    'Bearer a\r\n\r\nGET http://evil.example',
    'Bearer a\n###\nGET http://evil.example',
    'Bearer a\nX-Evil: 1',
    'Bearer a\rb',
    'Bearer a\u2028b',
    'Bearer a\u0085b',
    'Bearer a\0b',
    'Bearer a\tb',
    'Bearer ä',
    'Bearer a\u202e',
    '',
    ' ',
    ' Bearer a',
    'Bearer a ',
    'Bearer {{x}}',
    'Bearer {{$processEnv HOME}}',
    'Bearer a{{',
  ];

  it('L5, T9: refuses what could add a line, a request or a variable; its words do not hold it', () => {
    for (const value of refused) {
      const result = editsOf(new Lines('GET /a'), [0], value);
      assert.equal(result.kind, 'header_value_refused', JSON.stringify(value));
      assert.doesNotMatch(JSON.stringify(result), /evil|processEnv|Bearer/);
    }
  });

  it('L5, T9: takes any other printable ASCII as it is, in the one line of the header', () => {
    const all = String.fromCharCode(...Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) => index + 0x20));
    for (const value of [
      `Bearer${all}`,
      'Bearer ### x',
      'Bearer # @name x',
      'Bearer {x}',
      'Bearer }}',
      'Bearer $1',
    ]) {
      const lines = new Lines('GET /a\n\nbody');
      const result = editsOf(lines, [0], value);
      assert.ok(result.kind === 'edit');
      assert.equal(lines.after(result.edits), `GET /a\nAuthorization: ${value}\n\nbody`);
    }
  });
});
