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
