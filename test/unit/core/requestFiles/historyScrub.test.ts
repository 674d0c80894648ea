import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeholdersInHistory, scrubTokens } from '../../../../src/core/requestFiles/historyScrub';
import { good, readWithWorkspace } from '../profiles/exampleProfiles';
import { recordOf } from '../tokens/exampleTokens';

const placeholder = '{{$processEnv VALET_KEY_DEMO}}';
const scrub = (text: string, ...tokens: string[]) =>
  scrubTokens(text, new Map(tokens.map((token) => [token, placeholder])));

const entry = (authorization: string) => ({
  method: 'GET',
  url: 'https://api.example.com/orders?page=1',
  headers: { 'User-Agent': 'vscode-restclient', Authorization: authorization },
  body: '{"note":"\\"quoted\\" \\n"}',
  startTime: 1795000000000,
});

describe('REST Client’s history without tokens', () => {
  it('R14: has the placeholder where the token was, so that sending it again resolves it afresh', () => {
    const text = `${JSON.stringify([entry('Bearer abc.def-123'), entry('Basic dTpw')])}\n`;
    assert.equal(
      scrub(text, 'abc.def-123'),
      `${JSON.stringify([entry(`Bearer ${placeholder}`), entry('Basic dTpw')])}\n`,
    );
  });

  it('R14: finds a token in a URL and in a body, percent-encoded too', () => {
    const text = JSON.stringify({ url: '/x?access_token=ab%2Bcd%3D%3Dx', body: 'token=ab+cd==x&more' });
    assert.equal(
      scrub(text, 'ab+cd==x'),
      JSON.stringify({ url: `/x?access_token=${placeholder}`, body: `token=${placeholder}&more` }),
    );
  });

  it('R14: finds a token that is the password of Basic, and writes it as REST Client reads it', () => {
    for (const [credentials, expected] of [
      ['x:secret-token', `Basic x:${placeholder}`],
      ['secret-token:', `Basic ${placeholder}:`],
      ['x:ab%2Bcd%3D%3Dx', `Basic x:${placeholder}`],
      ['J\u00fcrg M:secret-token', `Basic ${btoa(`J\u00fcrg M:${placeholder}`)}`],
      ['x:another', `Basic ${btoa('x:another')}`],
    ] as const) {
      const text = JSON.stringify([entry(`Basic ${btoa(credentials)}`)]);
      assert.equal(scrub(text, 'secret-token', 'ab+cd==x'), JSON.stringify([entry(expected)]));
    }
  });

  it('keeps everything else as it is written: spaces, numbers, escapes, the same member twice', () => {
    const text = '[ {"a" : 1.50, "a":2e400,\r\n"__proto__":"\\u0041\\/","h":"x secret-token"} ]';
    assert.equal(scrub(text, 'secret-token'), text.replace('secret-token', placeholder));
    assert.equal(scrub(text, 'another-token'), text);
  });

  it('takes no part of an escape for a token, and finds one with characters that JSON escapes', () => {
    assert.equal(scrub('["\\nabcdefgh"]', 'nabcdefgh'), '["\\nabcdefgh"]');
    assert.equal(scrub('["x\\\\\\"abcdefgh"]', '\\"abcdefgh'), JSON.stringify([`x${placeholder}`]));
  });

  it('replaces a token that holds another one as a whole, and no token in a placeholder', () => {
    const text = JSON.stringify(['short-token', 'a-short-token-more']);
    assert.equal(
      scrub(text, 'short-token', 'a-short-token-more', 'VALET_KEY_DEMO'),
      JSON.stringify([placeholder, placeholder]),
    );
  });

  it('R14: finds one beside a body of many megabytes, with and without escapes', () => {
    for (const character of ['a', '"']) {
      const body = character.repeat(12_000_000);
      const text = JSON.stringify([{ body }, 'Bearer secret-token', { body: `${body}secret-token` }]);
      const scrubbed = scrub(text, 'secret-token') ?? assert.fail('it was JSON');
      assert.ok(!scrubbed.includes('secret-token'));
      assert.ok(scrubbed === text.replaceAll('secret-token', placeholder), 'everything else stays');
    }
  });

  it('leaves words alone that are too short for a token, and what is no JSON', () => {
    assert.equal(scrub('["admin"]', 'admin'), '["admin"]');
    assert.equal(scrub('[{"headers":{"Authorization":"Bearer secret-token', 'secret-token'), undefined);
    assert.equal(scrub('', 'secret-token'), undefined);
  });

  it('R14: of any JSON and any tokens nothing changes but the tokens, and none is left', () => {
    const tokens = fc.array(
      fc.string({
        unit: fc.constantFrom('a', 'b', '\\', '"', '+', '%', '/', '{', 'é'),
        minLength: 8,
        maxLength: 12,
      }),
      {
        maxLength: 3,
      },
    );
    const unicode = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(
        tokens,
        fc.array(unicode),
        fc.jsonValue(),
        fc.constantFrom(undefined, 2),
        (secrets, words, json, indent) => {
          const mixed = words.map(
            (word, index) => word + (secrets[index % (secrets.length || 1)] ?? '') + word,
          );
          const text = JSON.stringify({ mixed, json }, undefined, indent);
          const scrubbed = scrub(text, ...secrets) ?? assert.fail('it was JSON');
          const strip = (value: string) => replaceAllOf(value, secrets);
          assert.deepEqual(JSON.parse(scrubbed), mapStrings(JSON.parse(text), strip));
          if (secrets.length === 0) assert.equal(scrubbed, text);
        },
      ),
    );
  });

  it('G1, R14: never has the variable of the person’s own profile where the token of a workspace’s was', () => {
    const read = readWithWorkspace({ 'okta-dev': good, moved: good }, { 'okta.dev': good, team: good });
    const of = (accessToken: string, profile: string, workspace?: string) =>
      recordOf({ accessToken }, { profile, ...(workspace !== undefined && { workspace }) });
    const placeholders = placeholdersInHistory(
      new Map([['given', 'okta-dev']]),
      [
        of('mine', 'okta-dev'),
        of('theirs', 'okta.dev', 'api'),
        of('of-the-team', 'team', 'api'),
        // The workspace had this name before the person took it.
        of('before', 'moved', 'api'),
      ],
      read,
    );
    assert.deepEqual(Object.fromEntries(placeholders), {
      given: '{{$processEnv VALET_KEY_OKTA_DEV}}',
      mine: '{{$processEnv VALET_KEY_OKTA_DEV}}',
      theirs: '{{$auth.token("okta.dev")}}',
      'of-the-team': '{{$processEnv VALET_KEY_TEAM}}',
      before: '{{$auth.token("moved")}}',
    });
  });
});

/** The same by hand: from left to right, the longest first. */
function replaceAllOf(text: string, tokens: readonly string[]): string {
  const forms = tokens.flatMap((token) => [token, encodeURIComponent(token)]);
  forms.sort((one, other) => other.length - one.length);
  let result = '';
  for (let at = 0; at < text.length;) {
    const found = forms.find((form) => text.startsWith(form, at));
    result += found === undefined ? text.charAt(at) : placeholder;
    at += found?.length ?? 1;
  }
  return result;
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((inner) => mapStrings(inner, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [map(key), mapStrings(inner, map)]));
}
