import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lensesOf } from '../../../../src/core/requestFiles/lensWords';
import type { Neighbours } from '../../../../src/core/requestFiles/neighbours';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { usedToken } from '../../../../src/core/requestFiles/usedToken';
import type { TokenSummary } from '../../../../src/core/tokens/tokenStore';
import { good } from '../profiles/exampleProfiles';
import { hour, minute, start, summary } from '../tokens/exampleTokens';
import { snapshotOf, type Written } from './editorCases';
import { Lines } from './lines';

const okta = { ...good, apiBaseUrls: ['https://api.example.com'] };
const neither: Neighbours = { restClient: false, httpYac: false };
const restClient: Neighbours = { restClient: true, httpYac: false };
const live = summary('one', { expiresAt: start + 42 * minute });

interface Case {
  readonly text: string;
  readonly written?: Written;
  readonly shared?: Written;
  readonly tokens?: Readonly<Record<string, readonly TokenSummary[]>>;
  readonly neighbours?: Neighbours;
  readonly last?: string;
  readonly owner?: { readonly token: TokenSummary; readonly profile: string };
}

/** The lenses of the first request, as a person reads them. */
function lenses({
  text,
  written = { 'okta-dev': okta },
  shared,
  tokens = {},
  neighbours = neither,
  last,
  owner,
}: Case) {
  const file = RequestFile.parse(new Lines(text));
  const [request] = file.requestsBetween(0, 1000);
  const snapshot = snapshotOf(written, tokens, { shared });
  return lensesOf(
    usedToken(file, request ?? assert.fail('no request'), snapshot, last),
    snapshot,
    neighbours,
    owner,
  );
}
const said = (given: Case) =>
  lenses(given)
    .map(({ title }) => title.replace('\u00a0', ' '))
    .join(' | ');

const plain = 'GET https://api.example.com/me';
const withHeader = (value: string) => `${plain}\nAuthorization: ${value}`;

describe('what stands above a request', () => {
  it('R3: the profile for its host, the time left, and the placeholder before the token', () => {
    const tokens = { 'okta-dev': [live] };
    assert.equal(
      said({ text: plain, tokens }),
      '$(key) okta-dev · 42 min left | Insert Placeholder | Insert Header',
    );
    assert.equal(
      said({ text: plain, tokens, neighbours: restClient }),
      '$(key) okta-dev · 42 min left | Insert Placeholder | Send with Fresh Token',
    );
  });

  for (const [what, token, words] of [
    [
      'an expired one that is renewed',
      { expiresAt: start - minute, hasRefreshToken: true },
      '$(key) okta-dev · expired, renewed when sent',
    ],
    [
      'an expired one that needs a person',
      { expiresAt: start - minute },
      '$(warning) okta-dev · expired, sign in again',
    ],
    ['one whose expiry the server did not say', { expiresAt: undefined }, '$(key) okta-dev · expiry unknown'],
    ['one that is about to expire', { expiresAt: start + 3 * minute }, '$(key) okta-dev · expires in 3 min'],
    [
      'one that the server does not renew any more',
      { needsSignIn: true, expiresAt: start + hour },
      '$(warning) okta-dev · 1 h, then sign in again',
    ],
  ] as const) {
    it(`R3: of a token, ${what}: ${words}`, () => {
      const tokens = {
        'okta-dev': [summary('one', { obtainedAt: start - hour, ...token })],
      };
      assert.equal(said({ text: plain, tokens }).split(' | ')[0], words);
    });
  }

  it('R3: without a token, how to get one', () => {
    assert.match(said({ text: plain }), /^\$\(key\) okta-dev · no token yet: Get New Access Token \|/);
    assert.deepEqual(lenses({ text: plain })[0]?.action, { kind: 'get_token', profile: 'okta-dev' });
  });

  it('R3: without a profile for the host, whose token to choose; the file’s choice then counts', () => {
    const text = 'GET https://other.example:8443/me';
    assert.equal(said({ text }), '$(key) no profile for other.example:8443: choose…');
    assert.equal(said({ text: 'GET https://{{unknown}}/me' }), '$(key) no profile yet: choose…');
    assert.match(said({ text, last: 'okta-dev' }), /^\$\(key\) okta-dev · no token yet/);
    assert.match(said({ text: `# @valetkey okta-dev\n${text}` }), /^\$\(key\) okta-dev · no token yet/);
    assert.equal(said({ text: `# @valetkey nobody\n${text}` }), '$(warning) no profile “nobody”: choose…');
  });

  it('R3: whoever has no profile at all is left alone', () => {
    assert.equal(said({ text: plain, written: {} }), '');
  });

  for (const value of [
    '{{$processEnv VALET_KEY_OKTA_DEV}}',
    'Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
    'Bearer {{$auth.token("okta-dev")}}',
    'valetkey okta-dev',
    'Bearer {{token}}\n\n@token = {{$processEnv VALET_KEY_OKTA_DEV}}',
  ]) {
    it(`R3: a request that names a token has that one’s: ${JSON.stringify(value)}`, () => {
      const written = { 'okta-dev': good, api: okta };
      const tokens = { 'okta-dev': [live] };
      assert.equal(said({ text: withHeader(value), written, tokens }), '$(key) okta-dev · 42 min left');
    });
  }

  it('R3: a placeholder in the URL or in another header counts, too; REST Client fills in only its own form', () => {
    const placeholder = '{{$processEnv VALET_KEY_OKTA_DEV}}';
    const text = `GET https://{{host}}/me?key=${placeholder}`;
    const tokens = { 'okta-dev': [live] };
    const sent = '$(key) okta-dev · 42 min left | Send with Fresh Token';
    assert.equal(said({ text, tokens, neighbours: restClient }), sent);
    assert.equal(said({ text: `${plain}\nX-Api-Key: ${placeholder}`, tokens, neighbours: restClient }), sent);
    const call = withHeader('Bearer {{$auth.token("okta-dev")}}');
    assert.equal(said({ text: call, tokens, neighbours: restClient }), '$(key) okta-dev · 42 min left');
  });

  for (const value of [
    'Basic YWRhOnNlY3JldA==',
    'Bearer {{login.response.body.token}}',
    'Bearer {{$auth.token("of JetBrains")}}',
    '{{$processEnv OTHER}}',
    'AWS key secret',
  ]) {
    it(`R3: a request that says otherwise who it is has none: ${value}`, () => {
      assert.equal(
        said({ text: withHeader(value), tokens: { 'okta-dev': [live] }, neighbours: restClient }),
        '',
      );
    });
  }

  it('R3: a header that is just being typed counts for nothing yet', () => {
    for (const value of ['', 'Bea', 'Bearer']) {
      assert.match(said({ text: withHeader(value) }), /Insert Placeholder/);
    }
  });

  it('R3: of a literal token says whose it is, and offers the placeholder', () => {
    const text = withHeader('Bearer abc.def.ghi');
    const owner = { token: live, profile: 'okta-dev' };
    assert.equal(
      said({ text, owner }),
      '$(key) okta-dev, written out · 42 min left | Use Placeholder Instead',
    );
    const expired = { ...owner, token: summary('one', { expiresAt: start - minute, hasRefreshToken: true }) };
    assert.match(said({ text, owner: expired }), /^\$\(warning\) okta-dev, written out · expired \|/);
    assert.equal(said({ text }), 'Use Placeholder Instead');
    assert.equal(said({ text, written: { free: good } }), '');
  });

  it('R3: says what is wrong with a placeholder', () => {
    const text = withHeader('Bearer {{$processEnv VALET_KEY_A_B}}');
    assert.equal(said({ text }), '$(warning) no profile for VALET_KEY_A_B');
    assert.equal(lenses({ text })[0]?.action.kind, 'open_profiles');
    assert.equal(said({ text, written: {} }), '$(warning) no profile for VALET_KEY_A_B');
    assert.equal(lenses({ text, written: {} })[0]?.action.kind, 'add_profile');
    assert.equal(
      said({ text, written: { 'a-b': good, 'a b': good } }),
      '$(warning) VALET_KEY_A_B is the variable of 2 profiles',
    );
    assert.equal(
      said({ text, written: { 'a-b': good }, shared: { 'a b': good } }),
      '$(key) a-b · no token yet: Get New Access Token',
    );
    assert.equal(said({ text: withHeader('valetkey nobody') }), '$(warning) no profile for “nobody”');
  });

  it('R15, L16: a token for a header of its own, or for the URL', () => {
    const own = { ...okta, tokenHeader: 'X-Api-Key', tokenPrefix: '' };
    const text = `${plain}\nX-Api-Key: {{login.key}}`;
    assert.equal(said({ text, written: { own } }), '');
    assert.match(said({ text: plain, written: { own } }), /Insert Placeholder \| Insert Header$/);
    const query = { ...okta, tokenQueryParameter: 'key' };
    assert.match(said({ text: plain, written: { query } }), /Get New Access Token \| Insert Placeholder$/);
  });

  it('R3: a curl command has none', () => {
    assert.equal(said({ text: 'curl https://api.example.com/me' }), '');
  });

  it('L7: a profile’s name is no icon, no second line and of bounded length, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 90, unit: 'binary' }), (name) => {
        const found = lenses({ text: plain, written: { [name]: okta }, tokens: { [name]: [live] } });
        for (const { title } of found) {
          assert.doesNotMatch(title.replace(/^\$\((key|warning)\)/, ''), /(?<!\\)\$\(|[\r\n]/);
          assert.ok(title.length < 200);
        }
        assert.ok(found.length <= 3);
      }),
    );
  });
});
