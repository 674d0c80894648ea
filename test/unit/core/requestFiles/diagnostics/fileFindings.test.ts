import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileFindings } from '../../../../../src/core/requestFiles/diagnostics/fileFindings';
import { fixesFor } from '../../../../../src/core/requestFiles/diagnostics/fixes';
import { findingsOf } from '../../../../../src/core/requestFiles/diagnostics/sectionFindings';
import type { LineChange } from '../../../../../src/core/requestFiles/lineSource';
import { RequestFile, type RequestFileKind } from '../../../../../src/core/requestFiles/requestFile';
import { good } from '../../profiles/exampleProfiles';
import { hour, jwtOf, minute, start, summary } from '../../tokens/exampleTokens';
import { Lines } from '../lines';
import { applied, knowledgeOf, look, type World } from './marked';

const opaque = '4f9AqpXz71_bKd83hLQvT0-cW2yR';

/** A file that is edited, its findings kept up to date, and what that cost. */
class Edited {
  texts: readonly string[];
  #file: RequestFile;
  readonly findings: FileFindings;
  evaluated = 0;

  constructor(
    text: string,
    world: World = {},
    private readonly kind: RequestFileKind = 'http',
  ) {
    this.texts = text.split('\n');
    this.#file = RequestFile.parse(this.#lines(), kind);
    this.findings = new FileFindings(knowledgeOf(world), (source, knowledge) => {
      this.evaluated += source.section.requests.length;
      return findingsOf(source, knowledge);
    });
  }

  #lines(): Lines {
    return new Lines(this.texts.join('\n'));
  }

  change(firstLine: number, oldLineCount: number, ...added: string[]): void {
    const change: LineChange = { firstLine, oldLineCount, newLineCount: added.length };
    this.texts = this.texts.toSpliced(firstLine, oldLineCount, ...added);
    this.#file = this.#file.update(change, this.#lines());
    this.findings.change([change]);
  }

  begin(): Generator<void, void> {
    return this.findings.refresh(this.#file, this.#lines());
  }

  /** @returns how many requests were looked at */
  refresh(): number {
    const before = this.evaluated;
    const slices = this.begin();
    while (slices.next().done !== true);
    return this.evaluated - before;
  }

  fromScratch(world: World = {}) {
    return look(this.texts.join('\n'), world, this.kind);
  }
}

const request = (index: number) =>
  `### ${index}\nGET https://api.example.com/${index}\nAuthorization: Bearer ${opaque}\n`;
const many = (count: number) => Array.from({ length: count }, (_, index) => request(index)).join('\n');

describe('findings of a file that is edited', () => {
  it('of 10,000 requests look at one after a change of one line, wherever it is', () => {
    const file = new Edited(many(10_000));
    assert.equal(file.refresh(), 10_000);
    for (const line of [2, 20_002, 39_998]) {
      file.change(line, 1, 'Authorization: Bearer <token>');
      // The line above a change is read too, for a delimiter may have gone.
      assert.ok(file.refresh() <= 2);
    }
    assert.equal(file.findings.findings().length, 9_997);
    file.change(0, 0, '# a new line', '');
    assert.ok(file.refresh() <= 2);
    assert.deepEqual(file.findings.findings(), file.fromScratch());
  });

  it('of a large file let others have their turn, and begin anew without looking at anything twice', () => {
    const file = new Edited(many(1000));
    const slices = file.begin();
    slices.next();
    slices.next();
    const before = file.evaluated;
    assert.ok(before > 0 && before < 1000);
    file.change(1, 1, 'GET https://other.example');
    assert.ok(file.refresh() <= 1000 - before + 2);
    assert.deepEqual(file.findings.findings(), file.fromScratch());
  });

  it('broken off below a change that touches everything, know the rest later', () => {
    const file = new Edited(`~~~\n\n\`\`\`http\n${many(600)}\n\`\`\``, {}, 'markdown');
    file.refresh();
    file.change(0, 1, 'text');
    file.begin().next();
    file.change(0, 1, 'another text');
    file.refresh();
    assert.deepEqual(file.findings.findings(), file.fromScratch());
    assert.equal(file.findings.findings().length, 600);
  });

  it('look at all again when a variable of the file is another, since addresses may build on it', () => {
    const world = { profiles: { p: { ...good, apiBaseUrls: ['https://a.example'] } } };
    const file = new Edited('@h = https://a.example\n\n###\n\n###\n# @valetkey p\nGET {{h}}/x', world);
    file.refresh();
    assert.deepEqual(file.findings.findings(), []);
    file.change(0, 1, '@h = https://b.example');
    file.refresh();
    assert.deepEqual(
      file.findings.findings().map(({ code }) => code),
      ['foreignHost'],
    );
  });

  it('say another thing at the moment that a token expires, of the requests with it alone', () => {
    let now = start;
    const token = jwtOf({ exp: (start + hour) / 1000 });
    const world: World = {
      profiles: { p: good },
      tokens: { p: [summary('x', { expiresAt: start + minute })] },
      now: () => now,
    };
    const file = new Edited(
      `${many(50)}\n###\nGET https://a.example\nX: ${token}\n\n###\nGET https://a.example\nX: {{$processEnv VALET_KEY_P}}`,
      world,
    );
    file.refresh();
    const codes = () =>
      file.findings
        .findings()
        .slice(50)
        .map(({ code }) => code);
    assert.deepEqual(codes(), ['literalToken']);
    assert.equal(file.findings.until, start + minute);
    now = start + minute;
    file.findings.passTime();
    assert.equal(file.refresh(), 1);
    assert.deepEqual(codes(), ['literalToken', 'expiredToken']);
    assert.equal(file.findings.until, start + hour);
    now = start + hour;
    file.findings.passTime();
    assert.equal(file.refresh(), 1);
    assert.deepEqual(codes(), ['expiredToken', 'expiredToken']);
    assert.equal(file.findings.until, undefined);
  });

  it('say what is so with other profiles and tokens', () => {
    const text = 'GET https://a.example\nX: {{$processEnv VALET_KEY_P}}';
    const file = new Edited(text);
    file.refresh();
    assert.deepEqual(
      file.findings.findings().map(({ code }) => code),
      ['unknownProfile'],
    );
    file.findings.learn(knowledgeOf({ profiles: { p: good } }));
    assert.equal(file.findings.isOutdated, true);
    file.refresh();
    assert.deepEqual(
      file.findings.findings().map(({ code }) => code),
      ['missingToken'],
    );
  });
});

const jwt = jwtOf({ exp: start / 1000 + 60 });
const pieces = fc.constantFrom(
  '###',
  '',
  '  ',
  'GET https://api.example.com/x',
  'POST http://{{host}}/x HTTP/1.1',
  '  ?a=1',
  `  &access_token=${opaque}&x=1`,
  `Authorization: Bearer ${opaque}`,
  `Authorization: ${jwt}`,
  'Authorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
  'Authorization: valetkey okta-dev',
  'Authorization: valetkey',
  'X: {{$auth.token("okta-dev")}}{{$auth.token(\'okta\')}}',
  'X: {{$processEnv VALET_KEY_}}',
  '# @valetkey okta-dev',
  '// @valetkey nosuch',
  '@host = api.example.com',
  `@token = ${opaque}`,
  '@host=',
  `curl http://a.example -H "Authorization: Bearer ${opaque}"`,
  '{{',
  '}}',
  '< {%',
  '%}',
  '```http',
  '```',
  '~~~',
  '\uFEFFGET http://a.example',
  `😀${jwt}\r`,
  `\t X: ${jwt}`,
  'eyJ',
  `${'eyJ'.repeat(50)}.${'.'.repeat(50)}`,
);
const line = fc.oneof(
  { weight: 6, arbitrary: pieces },
  fc.tuple(pieces, pieces).map(([a, b]) => a + b),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\n', '')),
);
const lines = fc.array(line, { minLength: 1, maxLength: 30 });
const kind = fc.constantFrom<RequestFileKind>('http', 'markdown');
const world: World = {
  profiles: {
    'okta-dev': { ...good, apiBaseUrls: ['https://api.example.com/x'] },
    okta: good,
    'OKTA-dev2': { ...good, apiBaseUrls: ['https://other.example'] },
  },
  tokens: { 'okta-dev': [summary('one', { expiresAt: start + minute })] },
  sendsEmpty: true,
};

describe('findings, of any text', () => {
  it('never throw, lie in the text, say no token, and their ways out can be taken', () => {
    fc.assert(
      fc.property(lines, kind, (texts, kind) => {
        const text = texts.join('\n');
        const knowledge = knowledgeOf(world);
        for (const finding of look(text, world, kind)) {
          const { line, column, length, message, messageIfTracked = '' } = finding;
          const marked = texts[line]?.slice(column, column + length);
          assert.ok(column >= 0 && length > 0 && marked?.length === length, `${line}:${column}+${length}`);
          assert.ok(![opaque, jwt].some((token) => `${message}${messageIfTracked}`.includes(token)));
          for (const { edits = [], title } of fixesFor(finding, (at) => texts[at] ?? '', knowledge)) {
            assert.ok(![opaque, jwt].some((token) => title.includes(token)));
            assert.ok(applied(text, edits).split('\n').length <= texts.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are after any series of edits what they are when the text is looked at anew', () => {
    const edit = fc.record({
      at: fc.nat(40),
      remove: fc.nat(5),
      insert: fc.array(line, { maxLength: 5 }),
      refresh: fc.constantFrom('all', 'part', 'none'),
    });
    fc.assert(
      fc.property(lines, kind, fc.array(edit, { maxLength: 10 }), (texts, kind, series) => {
        const file = new Edited(texts.join('\n'), world, kind);
        file.refresh();
        for (const { at, remove, insert, refresh } of series) {
          const firstLine = Math.min(at, file.texts.length);
          const oldLineCount = Math.min(remove, file.texts.length - firstLine);
          const added = oldLineCount === file.texts.length && insert.length === 0 ? [''] : insert;
          file.change(firstLine, oldLineCount, ...added);
          if (refresh === 'all') {
            file.refresh();
            assert.deepEqual(file.findings.findings(), file.fromScratch(world));
          } else if (refresh === 'part') file.begin().next();
        }
        file.refresh();
        assert.deepEqual(file.findings.findings(), file.fromScratch(world));
      }),
      { numRuns: 400 },
    );
  });

  it('take no longer than the text is long', () => {
    for (const text of [
      `X: ${'eyJ'.repeat(60_000)}`,
      `X: ${'eyJhbGciOiJub25lIn0.'.repeat(9_000)}`,
      `Authorization: Bearer ${'{{'.repeat(50_000)}`,
      `X: {{$${' '.repeat(50_000)}`,
      `@token = ${'a'.repeat(100_000)}`,
      `  ?${'&access_token'.repeat(10_000)}`,
      `curl ${'authorization: '.repeat(10_000)}`,
    ]) {
      assert.ok(look(`GET https://a.example\n${text}\n\n${text}`, world).length < 20_000);
    }
  });
});
