import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAuthorization } from '../../../../src/core/requestFiles/authorizationValue';
import { completionsAt, type Completion } from '../../../../src/core/requestFiles/completions';
import type { Neighbours } from '../../../../src/core/requestFiles/neighbours';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { good } from '../profiles/exampleProfiles';
import { minute, start, summary } from '../tokens/exampleTokens';
import { fileWithCursor, snapshotOf, type Written } from './editorCases';
import { Lines } from './lines';

const both: Neighbours = { restClient: true, httpYac: true };
const neither: Neighbours = { restClient: false, httpYac: false };
const api = { ...good, apiBaseUrls: ['https://api.example.com'] };
const profiles: Written = { other: good, 'okta-dev': api };
const tokens = { 'okta-dev': [summary('one', { expiresAt: start + 42 * minute })] };

interface Given {
  readonly written?: Written;
  readonly shared?: Written;
  readonly neighbours?: Neighbours;
  readonly kind?: 'http' | 'markdown';
}

function completions(
  text: string,
  { written = profiles, shared, neighbours = neither, kind = 'http' }: Given = {},
) {
  const { file, line, text: lineText, column } = fileWithCursor(text, kind);
  const context = { snapshot: snapshotOf(written, tokens, { shared }), neighbours, last: undefined };
  return [...completionsAt(file, line, lineText, column, context)].sort((a, b) =>
    a.sortText < b.sortText ? -1 : 1,
  );
}

/** The line after a completion was taken. */
function taken(text: string, { insertText, start: from, end }: Completion): string {
  const { text: line } = fileWithCursor(text);
  return line.slice(0, from) + insertText + line.slice(end);
}

/** The lines that come of it, best first, without the token itself. */
const lines = (text: string, given: Given = {}) =>
  completions(text, given)
    .filter(({ kind }) => kind !== 'token')
    .map((completion) => taken(text, completion));

const request = (rest: string) => `GET https://api.example.com/me\n${rest}`;

describe('what can be written in a request file', () => {
  it('G1, R4: for a workspace’s profile no variable that stands for the person’s own', () => {
    const given = {
      written: { 'okta-dev': api },
      shared: { 'okta.dev': good, other: good },
      neighbours: both,
    };
    assert.deepEqual(lines(request('Authorization: ‸'), given), [
      'Authorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
      'Authorization: Bearer {{$auth.token("okta.dev")}}',
      'Authorization: Bearer {{$processEnv VALET_KEY_OTHER}}',
      'Authorization: Bearer {{$auth.token("okta-dev")}}',
      'Authorization: Bearer {{$auth.token("other")}}',
    ]);
    const named = completions(request('Authorization: Bearer {{$processEnv ‸'), given);
    assert.deepEqual(
      named.map(({ label, profile }) => [label, profile]),
      [
        ['VALET_KEY_OKTA_DEV', 'okta-dev'],
        ['VALET_KEY_OTHER', 'other'],
      ],
    );
  });

  it('R4: after Authorization: the placeholder of the profile for the host first, then of the others', () => {
    assert.deepEqual(lines(request('Authorization: ‸')), [
      'Authorization: Bearer {{$auth.token("okta-dev")}}',
      'Authorization: Bearer {{$auth.token("other")}}',
      'Authorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
      'Authorization: Bearer {{$processEnv VALET_KEY_OTHER}}',
    ]);
    const [first, second] = completions(request('Authorization: ‸'));
    assert.deepEqual([first?.label, first?.description], ['okta-dev', '42 min left']);
    assert.deepEqual([second?.label, second?.description], ['other', 'no token yet']);
  });

  it('R4: says of each placeholder what fills it in', () => {
    const said = completions(request('Authorization: ‸')).map(({ label, detail }) => label + detail);
    assert.deepEqual(said.slice(0, 4), [
      'okta-dev for httpYac, JetBrains',
      'other for httpYac, JetBrains',
      'okta-dev for REST Client, httpYac',
      'other for REST Client, httpYac',
    ]);
  });

  it('R4: with REST Client its own form, which httpYac knows as well', () => {
    const [first] = lines(request('Authorization: ‸'), { neighbours: both });
    assert.equal(first, 'Authorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}');
  });

  for (const [before, after] of [
    ['Authorization:‸', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['authorization : ‸', 'authorization : Bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: Bea‸', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: Bearer ‸', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: bearer ‸', 'Authorization: bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: Bearer ok‸', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: Bearer {{$pro‸cessEnv X}}', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['Authorization: Basic ‸abc', 'Authorization: Bearer {{$auth.token("okta-dev")}}'],
    ['  Authorization: ‸old  ', '  Authorization: Bearer {{$auth.token("okta-dev")}}  '],
  ] as const) {
    it(`R4: never more than the value is replaced: ${before}`, () => {
      assert.equal(lines(request(before))[0], after);
    });
  }

  it('R4: the token itself comes last, and its text is in no list', () => {
    const last = completions(request('Authorization: Bearer ‸')).at(-1);
    assert.deepEqual([last?.kind, last?.insertText], ['token', '']);
  });

  it('R15: a header of a profile’s own offers that profile alone, and Authorization the others', () => {
    const written = { 'okta-dev': { ...api, tokenHeader: 'X-Api-Key', tokenPrefix: '' }, other: good };
    assert.deepEqual(lines(request('x-api-key: ‸'), { written, neighbours: both }), [
      'x-api-key: {{$processEnv VALET_KEY_OKTA_DEV}}',
      'x-api-key: {{$auth.token("okta-dev")}}',
    ]);
    assert.match(lines(request('Authorization: ‸'), { written })[0] ?? '', /"other"/);
  });

  it('L16: a profile whose token goes into the URL is offered in no header', () => {
    const written = { query: { ...api, tokenQueryParameter: 'key' } };
    assert.deepEqual(completions(request('Authorization: ‸'), { written }), []);
  });

  for (const [before, after] of [
    ['# @valetkey ‸\nGET https://api.example.com', '# @valetkey okta-dev'],
    ['// @valetkey oth‸er\nGET https://api.example.com', '// @valetkey okta-dev'],
    [request('Authorization: valetkey ‸'), 'Authorization: valetkey okta-dev'],
    [request('Authorization: valetkey ot‸her'), 'Authorization: valetkey okta-dev'],
    [request('X: {{$auth.token("‸'), 'X: {{$auth.token("okta-dev")}}'],
    [request('X: {{$auth.token("o‸ther")}} and more'), 'X: {{$auth.token("okta-dev")}} and more'],
    [
      'GET https://api.example.com?key={{$processEnv VALET‸}}&x=1',
      'GET https://api.example.com?key={{$processEnv VALET_KEY_OKTA_DEV}}&x=1',
    ],
  ] as const) {
    it(`R4: names of profiles where one is named: ${before.split('\n').join(' ⏎ ')}`, () => {
      assert.equal(lines(before)[0], after);
    });
  }

  for (const [where, text] of [
    ['a body', request('\n{ "Authorization": "‸" }')],
    ['a header’s name', request('Auth‸orization: x')],
    ['another header', request('Accept: ‸')],
    ['the request line', 'GET ‸https://api.example.com'],
    ['a comment', request('# Authorization: ‸')],
    ['a file without a request', '‸'],
    ['a curl command', 'curl https://api.example.com\nAuthorization: ‸'],
  ] as const) {
    it(`R4: nothing in ${where}`, () => assert.deepEqual(completions(text), []));
  }

  it('R4: works in fences of Markdown, and nowhere else in it', () => {
    const markdown = (line: string) => `# Title\n\nAuthorization: ‸\n\n${line}`;
    assert.deepEqual(completions(markdown(''), { kind: 'markdown' }), []);
    const fence = '- list\n\n  ```http\n  GET https://api.example.com\n  Authorization: ‸\n  ```\n';
    const [first] = completions(fence, { kind: 'markdown' });
    assert.equal(first?.insertText, 'Bearer {{$auth.token("okta-dev")}}');
    assert.deepEqual(completions('# @valetkey ‸\n', { kind: 'markdown' }), []);
  });

  it('L7: whatever a profile is called, its placeholder stays one value of one header', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 90, unit: 'binary' }),
      fc.constantFrom(
        'a}}b',
        'a"b',
        "a'b",
        'a\\',
        'a\nGET https://evil.example',
        'a\r\n\r\n###',
        '{{x}}',
        'a\u2028b',
      ),
    );
    fc.assert(
      fc.property(name, fc.boolean(), (profile, restClient) => {
        const written = { [profile]: api };
        const text = request('Authorization: ‸\n\nbody');
        for (const line of lines(text, { written, neighbours: { restClient, httpYac: false } })) {
          assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029]/u);
          const file = RequestFile.parse(new Lines(`GET https://api.example.com/me\n${line}\n\nbody`));
          assert.equal(file.requestCount, 1);
          assert.deepEqual(file.variables, []);
          const [header, ...more] = file.requestAt(0)?.headers ?? [];
          assert.deepEqual(more, []);
          const value = readAuthorization('authorization', header?.value ?? '');
          if (value.kind === 'auth.token') assert.equal(value.profile, profile);
          else assert.equal(value.kind, 'processEnv');
        }
      }),
    );
  });
});
