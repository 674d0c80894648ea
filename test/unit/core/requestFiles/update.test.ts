import assert from 'node:assert/strict';
import { RequestFile, type RequestFileKind } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

const requests = 10_000;
const texts: Readonly<Record<RequestFileKind, string>> = {
  http: `@host = https://a.example\n${'### one\n# @name x\nGET {{host}}/a\nAccept: */*\nAuthorization: Bearer x\n\n{}\n\n'.repeat(requests)}`,
  markdown: `# Title\n${'Some prose\n```http\nGET {{host}}/a\nAuthorization: Bearer x\n```\nmore\n\n'.repeat(requests)}`,
};

/** The new text after a line became others, and the change that this is. */
function replaceLine(old: Lines, line: number, ...by: string[]) {
  return {
    lines: new Lines(old.lines.toSpliced(line, 1, ...by).join('\n')),
    change: { firstLine: line, oldLineCount: 1, newLineCount: by.length },
  };
}

for (const kind of ['http', 'markdown'] as const) {
  describe(`RequestFile, of ${requests} requests in ${kind}, after a keystroke`, () => {
    const old = new Lines(texts[kind]);
    const file = RequestFile.parse(old, kind);
    const middle = Math.floor(old.lineCount / 2);

    before(() => assert.equal(file.requestCount, requests));

    for (const [where, line] of [
      ['at the top', 0],
      ['in the middle', middle],
      ['at the end', old.lineCount - 1],
    ] as const) {
      it(`reads a few lines ${where}`, () => {
        const { lines, change } = replaceLine(old, line, `${old.lineAt(line)}x`);
        const updated = file.update(change, lines);
        assert.ok(lines.reads < 30, `${lines.reads} lines read`);
        assert.equal(updated.lineCount, lines.lineCount);
        assert.ok(updated.requestAt(lines.lineCount - 6));
        assert.ok(lines.reads < 30, 'and none to say what is there');
      });
    }

    it('reads a few lines of a line break, and finds all that it moved', () => {
      const { lines, change } = replaceLine(old, 1, old.lineAt(1), '', '');
      const updated = file.update(change, lines);
      assert.ok(lines.reads < 30, `${lines.reads} lines read`);
      const last = updated.requestsBetween(lines.lineCount - 9, lines.lineCount - 1).at(-1);
      assert.equal(lines.lineAt(last?.requestLine ?? 0), 'GET {{host}}/a');
      assert.equal(last?.headers.at(-1)?.value, 'Bearer x');
      assert.equal(lines.lineAt(last.headers.at(-1)?.line ?? 0), 'Authorization: Bearer x');
    });

    it('reads a few lines of several cursors, far from each other', () => {
      const at = [old.lineCount - 5, middle, 3];
      const lines = new Lines(
        old.lines.map((text, line) => (at.includes(line) ? `${text}x` : text)).join('\n'),
      );
      const changes = at.map((firstLine) => ({ firstLine, oldLineCount: 1, newLineCount: 1 }));
      file.updateAll(changes, lines);
      assert.ok(lines.reads < 70, `${lines.reads} lines read`);
    });

    it('has the same requests, as objects, where nothing moved', () => {
      const { lines, change } = replaceLine(old, middle, `${old.lineAt(middle)}x`);
      const before = new Set(file.requestsBetween(0, old.lineCount));
      const after = file.update(change, lines).requestsBetween(0, lines.lineCount);
      const others = after.filter((request) => !before.has(request));
      assert.ok(others.length < 300, `${others.length} others`);
    });
  });
}

describe('RequestFile, of a body of 100,000 lines', () => {
  const length = 100_000;
  const body = Array.from({ length }, (_, at) => `  "key ${at}": "value",`);
  const old = new Lines(
    ['### one', 'POST /a', '', '{', ...body, '}', '### two', '@x = 1', 'GET /b'].join('\n'),
  );
  const file = RequestFile.parse(old);
  const deep = Math.floor(length / 2);

  for (const [what, ...by] of [
    ['a keystroke', '  "key": "valued",'],
    ['a line break', '  "key":', ''],
    ['a paste of text', 'some words', '<xml/>', '# no comment'],
  ] as const) {
    it(`reads the changed lines alone of ${what}`, () => {
      const { lines, change } = replaceLine(old, deep, ...by);
      const updated = file.update(change, lines);
      assert.ok(lines.reads <= by.length, `${lines.reads} lines read`);
      assert.equal(updated.requestAt(deep)?.endLine, lines.find('### two') - 1);
      assert.equal(updated.requestAt(lines.lineCount - 1)?.requestLine, lines.find('GET /b'));
      assert.deepEqual(
        updated.variables.map(({ line }) => line),
        [lines.find('@x')],
      );
    });
  }

  it('finds what a line makes of the ones below it', () => {
    for (const [text, count] of [
      ['###', 2],
      ['GET https://c.example', 3],
      ['@y = 2', 2],
    ] as const) {
      const { lines, change } = replaceLine(old, deep, text);
      const updated = file.update(change, lines);
      assert.equal(updated.requestCount, count, text);
      assert.equal(updated.variables.length, text.startsWith('@') ? 2 : 1, text);
    }
  });

  for (const [what, text, line, removed, by] of [
    ['a script that takes in a request', 'POST /a\n\n{\n1\nPOST /b\n\n}}\n\nPOST /c', 3, 1, ['{{']],
    ['the end of a script', 'POST /a\n\n{\n{{\nPOST /b\n}}\n\nPOST /c', 5, 1, ['x']],
    ['a part of a batch', 'POST /a\nContent-Type: multipart/mixed\n\n--b\nPOST /b\n--b--', 4, 0, ['--c--']],
    ['the first line of a body', 'POST /a\n\n{\n1\n}', 2, 1, ['# none']],
    ['the delimiter below', 'POST /a\n\n{\n1\n}\n###\nPOST /b', 4, 2, ['}']],
    ['the request below', 'POST /a\n\n{\n1\n}\nPOST /b\n\n2', 4, 2, ['}']],
    ['lines above a variable and a request', 'POST /a\n\n{\n1\n@x = 1\nPOST /b\n\n2', 3, 1, ['1', '2', '3']],
    ['all lines but one, above others', 'POST /a\n\n{\n1\n}\nPOST /b\n\n2\n@x = 1', 3, 2, []],
    ['a line below the last one', 'POST /a\n\n{\n1\n###\nPOST /b', 4, 0, ['2']],
  ] as const) {
    it(`is of a change of a body what it is when it is read anew: ${what}`, () => {
      const before = new Lines(text);
      const lines = new Lines(before.lines.toSpliced(line, removed, ...by).join('\n'));
      const change = { firstLine: line, oldLineCount: removed, newLineCount: by.length };
      const all = (of: RequestFile) => [of.requestsBetween(0, 99), of.variables, of.lineCount];
      assert.deepEqual(all(RequestFile.parse(before).update(change, lines)), all(RequestFile.parse(lines)));
    });
  }

  it('takes what was worked out of the body for outdated', () => {
    const { lines, change } = replaceLine(old, deep, '"{{$auth.token(\'x\')}}"');
    const sections = (of: RequestFile) => [...of.sectionsFrom(0)].map(({ section }) => section);
    const [before, after] = [sections(file), sections(file.update(change, lines))];
    assert.notEqual(after[0], before[0]);
    assert.equal(after[1], before[1]);
  });
});

describe('RequestFile, after changes that reach far', () => {
  it('reads what an opened fence takes in, and no more once it is closed', () => {
    const old = new Lines('a\n\n```http\nGET /a\n```\n\nb\n\n```http\nGET /b\n```\n');
    const file = RequestFile.parse(old, 'markdown');
    const opened = replaceLine(old, 0, '```');
    const updated = file.update(opened.change, opened.lines);
    assert.deepEqual(
      updated.requestsBetween(0, 99).map(({ url }) => url),
      ['/b'],
    );
    const closed = replaceLine(opened.lines, 1, '```');
    assert.equal(updated.update(closed.change, closed.lines).requestCount, 2);
  });

  it('is read anew where the change does not fit the text', () => {
    const file = RequestFile.parse(new Lines('GET /a\n###\nGET /b'));
    const lines = new Lines('GET /c');
    for (const change of [
      { firstLine: 0, oldLineCount: 1, newLineCount: 1 },
      { firstLine: -1, oldLineCount: 2, newLineCount: 0 },
    ]) {
      assert.equal(file.update(change, lines).requestAt(0)?.url, '/c');
    }
  });
});
