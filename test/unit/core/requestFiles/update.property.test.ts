import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  RequestFile,
  type LineChange,
  type RequestFileKind,
} from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

/** Lines that mean something, and some that look like them. */
const meaningful = fc.constantFrom(
  '###',
  '### next',
  '  ####',
  '',
  '  ',
  '\t',
  'GET https://a.example/x',
  'POST {{host}}/x HTTP/1.1',
  'https://a.example',
  '  ?a=1',
  '/path',
  'Authorization: Bearer {{$processEnv X}}',
  'accept : */*\r',
  'Content-Type: multipart/mixed; boundary=b',
  '--b--',
  'broken',
  '# @name one',
  '// @valetkey okta dev',
  '# @prompt host',
  '@host = https://a.example',
  '@host=',
  '{{',
  '}}',
  '< {%',
  '> {%',
  '%}',
  '/*',
  '*/',
  'query {',
  '{ "a": "### b" }',
  '< ./body.json',
  'HTTP/1.1 200 OK',
  'curl https://a.example \\',
  '```http',
  '```',
  '  ```rest x',
  '````',
  '~~~ http',
  '~~~',
  '```js',
  '\uFEFFGET /x',
  '😀: 😀',
  '\uD800',
  'X: a\u2028b',
);
const line = fc.oneof(
  { weight: 6, arbitrary: meaningful },
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\n', '')),
);
const lines = fc.array(line, { minLength: 1, maxLength: 40 });
const kind = fc.constantFrom<RequestFileKind>('http', 'markdown');

/** Bodies in which lines of all kinds stand and come. */
const linesWithBody = fc
  .tuple(
    fc.constantFrom([], ['{{', 'x()', '}}'], ['@a = 1'], ['GET /first', '']),
    fc.constantFrom([], ['Content-Type: multipart/mixed; boundary=b'], ['Accept: */*']),
    fc.array(fc.oneof(line, fc.constantFrom('{', '  "a": "b",', 'text', '<a/>', '}')), { maxLength: 30 }),
  )
  .map(([above, headers, body]) => [
    ...above,
    'POST https://a.example',
    ...headers,
    '',
    '{ "a": 1 }',
    ...body,
  ]);

function edits() {
  return fc.record({ at: fc.nat(50), remove: fc.nat(6), insert: fc.array(line, { maxLength: 6 }) });
}

/** All that a file says. */
function contentOf(file: RequestFile) {
  const { lineCount, requestCount, variables, kind } = file;
  const requests = file.requestsBetween(0, lineCount);
  const at = Array.from({ length: lineCount }, (_, index) => file.requestAt(index));
  return { kind, lineCount, requestCount, variables, requests, at };
}

function applied(
  texts: readonly string[],
  { at, remove, insert }: { at: number; remove: number; insert: string[] },
) {
  const firstLine = Math.min(at, texts.length);
  const oldLineCount = Math.min(remove, texts.length - firstLine);
  const added = oldLineCount === texts.length && insert.length === 0 ? [''] : insert;
  const change: LineChange = { firstLine, oldLineCount, newLineCount: added.length };
  return { texts: texts.toSpliced(firstLine, oldLineCount, ...added), change };
}

describe('RequestFile, of any text', () => {
  it('never throws, and says positions that are in the text', () => {
    fc.assert(
      fc.property(lines, kind, (texts, kind) => {
        const source = new Lines(texts.join('\n'));
        const file = RequestFile.parse(source, kind);
        const requests = file.requestsBetween(0, source.lineCount - 1);
        assert.equal(requests.length, file.requestCount);
        let previousEnd = -1;
        for (const request of requests) {
          const { startLine, requestLine, lastUrlLine, endLine } = request;
          assert.ok(previousEnd < startLine && startLine <= requestLine && requestLine <= lastUrlLine);
          assert.ok(lastUrlLine <= endLine && endLine < source.lineCount);
          previousEnd = endLine;
          assert.deepEqual(file.requestAt(endLine), request);
          if (request.bodyLine !== undefined)
            assert.ok(lastUrlLine < request.bodyLine && request.bodyLine <= endLine);
          if (!request.isCurl && lastUrlLine === requestLine) {
            assert.ok(source.lineAt(requestLine).startsWith(request.url, request.urlColumn));
          }
          for (const header of request.headers) {
            assert.ok(requestLine < header.line && header.line <= endLine);
            const text = source.lineAt(header.line);
            assert.equal(
              text.slice(header.valueColumn, header.valueColumn + header.value.length),
              header.value,
            );
            assert.equal(
              text.slice(header.nameColumn, header.nameColumn + header.name.length).toLowerCase(),
              header.name,
            );
            assert.ok(
              header.valueColumn <= text.length &&
                header.nameColumn + header.name.length < header.valueColumn,
            );
          }
          const hint = request.profileHint;
          if (hint) assert.ok(source.lineAt(hint.line).startsWith(hint.name, hint.column));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is after any series of edits what it is when it is read anew', () => {
    fc.assert(
      fc.property(
        fc.oneof(lines, linesWithBody),
        kind,
        fc.array(edits(), { maxLength: 12 }),
        (first, kind, series) => {
          let texts: readonly string[] = first;
          let file = RequestFile.parse(new Lines(texts.join('\n')), kind);
          for (const edit of series) {
            const result = applied(texts, edit);
            texts = result.texts;
            const source = new Lines(texts.join('\n'));
            file = file.update(result.change, source);
            assert.deepEqual(contentOf(file), contentOf(RequestFile.parse(source, kind)), texts.join('\n'));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes several edits at once, in whatever order an editor says them', () => {
    fc.assert(
      fc.property(
        lines,
        kind,
        fc.array(edits(), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (first, kind, series, bottomUp) => {
          const file = RequestFile.parse(new Lines(first.join('\n')), kind);
          let texts: readonly string[] = first;
          const changes: LineChange[] = [];
          let ceiling = Infinity;
          for (const edit of bottomUp ? series.toSorted((a, b) => b.at - a.at) : series) {
            const within = bottomUp
              ? { ...edit, remove: Math.min(edit.remove, Math.max(0, ceiling - edit.at)) }
              : edit;
            ceiling = edit.at;
            const result = applied(texts, within);
            texts = result.texts;
            changes.push(result.change);
          }
          const source = new Lines(texts.join('\n'));
          const updated = file.updateAll(changes, source);
          assert.deepEqual(contentOf(updated), contentOf(RequestFile.parse(source, kind)), texts.join('\n'));
        },
      ),
      {
        numRuns: 300,
        examples: [
          [
            ['###', '###'],
            'http',
            [
              { at: 1, remove: 0, insert: ['###'] },
              { at: 0, remove: 1, insert: [] },
            ],
            false,
          ],
        ],
      },
    );
  });
});
