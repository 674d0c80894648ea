import assert from 'node:assert/strict';
import { good } from '../../profiles/exampleProfiles';
import { start, summary } from '../../tokens/exampleTokens';
import { look, marked, type World } from './marked';

const variable = '{{$processEnv VALET_KEY_OKTA_DEV}}';
const call = '{{$auth.token("okta-dev")}}';
const get = (value: string, url = 'https://api.example.com/me') => `GET ${url}\nAuthorization: ${value}\n`;

const profiles = { 'okta-dev': good };
const fresh: World = { profiles, tokens: { 'okta-dev': [summary('one')] } };
const tired: World = { profiles, tokens: { 'okta-dev': [summary('one', { expiresAt: start - 1 })] } };
const renewable: World = {
  profiles,
  tokens: { 'okta-dev': [summary('one', { expiresAt: start - 1, hasRefreshToken: true })] },
};

describe('a placeholder in a request file', () => {
  for (const [name, value] of [
    ['of REST Client', `Bearer ${variable}`],
    ['of httpYac', `Bearer ${call}`],
    ['of httpYac, marked', 'valetkey okta-dev'],
    ['of somebody else', 'Bearer {{$processEnv MY_TOKEN}}'],
    ['of JetBrains’ own', 'Bearer {{$auth.token("their-own-id")}}'],
    ['of REST Client’s environment', 'Bearer {{$processEnv %okta}}'],
    ['of a file variable', 'Bearer {{token}}'],
  ] as const) {
    it(`${name}, with a fresh token: nothing is wrong`, () =>
      assert.deepEqual(marked(get(value), fresh), []));
  }

  it('whose profile has no token: says so where nothing would be filled in, and is quiet where it is asked for', () => {
    assert.deepEqual(marked(get(`Bearer ${variable}`), { profiles }), [
      `information missingToken: ${variable}`,
    ]);
    assert.deepEqual(marked(get(`Bearer ${call}`), { profiles }), [`hint missingToken: ${call}`]);
    assert.deepEqual(marked(get('valetkey okta-dev'), { profiles }), ['hint missingToken: okta-dev']);
    assert.deepEqual(marked(`# @valetkey okta-dev\n${get('Bearer {{x}}')}`, { profiles }), []);
  });

  it('whose token has expired: says so if only the person can bring it back', () => {
    assert.deepEqual(marked(get(`Bearer ${variable}`), tired), [`information expiredToken: ${variable}`]);
    assert.deepEqual(marked(get(`Bearer ${variable}`), renewable), []);
  });

  it('whose token the server refuses to renew, and which is still good: nothing is wrong yet', () => {
    const tokens = { 'okta-dev': [summary('one', { needsSignIn: true })] };
    assert.deepEqual(marked(get(`Bearer ${variable}`), { profiles, tokens }), []);
  });

  it('L17: that REST Client by itself would send empty: a hint, which nags nobody', () => {
    const world = { ...fresh, sendsEmpty: true };
    assert.deepEqual(marked(get(`Bearer ${variable}`), world), [`hint emptyVariable: ${variable}`]);
    assert.deepEqual(marked(get(`Bearer ${call}`), world), []);
    // One thing at a time.
    assert.deepEqual(marked(get(`Bearer ${variable}`), { profiles, sendsEmpty: true }), [
      `information missingToken: ${variable}`,
    ]);
  });

  it('of no profile: says which one may be meant', () => {
    const text =
      '# @valetkey okta-div\nGET https://a.example\nAuthorization: Bearer {{$processEnv VALET_KEY_OKTA_DEW}}';
    assert.deepEqual(marked(text, { profiles }), [
      'warning unknownProfile: okta-div',
      'warning unknownProfile: {{$processEnv VALET_KEY_OKTA_DEW}}',
    ]);
    for (const { message } of look(text, { profiles })) assert.match(message, /did you mean “okta-dev”\?$/);
    assert.deepEqual(marked(get('Bearer {{$auth.token("okta-deb")}}'), { profiles }), [
      'warning unknownProfile: {{$auth.token("okta-deb")}}',
    ]);
    assert.deepEqual(marked('// @valetkey nosuch\nGET https://a.example', { profiles }), [
      'warning unknownProfile: nosuch',
    ]);
  });

  it('of a profile with mistakes: says that', () => {
    const world = { profiles: { 'okta-dev': { nonsense: true } } };
    assert.deepEqual(marked(`# @valetkey okta-dev\n${get(`Bearer ${variable}`)}`, world), [
      'warning unusableProfile: okta-dev',
      `warning unusableProfile: ${variable}`,
    ]);
  });

  it('of two profiles at once: says that none fills it in', () => {
    const world = { profiles: { 'okta-dev': good, 'okta dev': good } };
    assert.deepEqual(marked(get(`Bearer ${variable}`), world), [`warning sharedVariable: ${variable}`]);
    assert.deepEqual(marked(get(`Bearer ${call}`), world), [`hint missingToken: ${call}`]);
  });

  it('G1: of one whose name a workspace’s leads to as well: what it says of the person’s own', () => {
    const profiles = { 'okta-dev': { ...good, apiBaseUrls: ['https://mine.example'] } };
    const world = { profiles, shared: { 'okta.dev': { ...good, apiBaseUrls: ['https://a.example'] } } };
    const [foreign, ...others] = look(get(`Bearer ${variable}`), world);
    assert.match(
      foreign?.message ?? '',
      /^“okta-dev” is for https:\/\/mine\.example, and this request goes to/,
    );
    assert.deepEqual(
      others.map(({ code, profile }) => [code, profile]),
      [['missingToken', 'okta-dev']],
    );
    const broken = { ...world, profiles: { 'okta-dev': { nonsense: true } } };
    assert.deepEqual(marked(get(`Bearer ${variable}`), broken), [`warning unusableProfile: ${variable}`]);
    const theirs = { shared: { 'okta.dev': good, 'okta-dev': good } };
    assert.deepEqual(marked(get(`Bearer ${variable}`), theirs), [`warning sharedVariable: ${variable}`]);
  });

  it('in a body, in a variable of the file and in the middle of a line', () => {
    const text = `@t = ${variable}\nPOST https://a.example\nX: a${variable}b\n\ntoken=${variable}&x=y`;
    assert.deepEqual(
      marked(text, { profiles }),
      [1, 2, 3].map(() => `information missingToken: ${variable}`),
    );
  });

  it('in a comment: nothing is wrong', () => {
    assert.deepEqual(marked(`# ${variable}\nGET https://a.example\n# ${variable}`, { profiles }), []);
  });

  describe('to a host', () => {
    const only: World = {
      profiles: {
        'okta-dev': { ...good, apiBaseUrls: ['https://api.example.com/v1'] },
        other: { ...good, apiBaseUrls: ['https://other.example'] },
      },
      tokens: { 'okta-dev': [summary('one')], other: [summary('two')] },
    };

    it('T20: that the profile is not for: a warning that names the right one', () => {
      const text = `# @valetkey okta-dev\n${get(`Bearer ${variable}`, 'https://other.example/me')}`;
      assert.deepEqual(marked(text, only), [
        'warning foreignHost: okta-dev',
        `warning foreignHost: ${variable}`,
      ]);
      assert.match(look(text, only)[0]?.message ?? '', /use “other”, or add/);
    });

    it('T20, L15: nor an address to add that is not safe for a token', () => {
      const plain = `# @valetkey okta-dev\n${get(`Bearer ${variable}`, 'http://third.example/me')}`;
      assert.match(look(plain, only)[0]?.message ?? '', /: use another profile\.$/);
      const here = plain.replace('third.example', '127.0.0.1:8080');
      assert.match(look(here, only)[0]?.message ?? '', /: use another profile, or add the address/);
    });

    it('T20: of another path, or that a variable of the file says', () => {
      assert.deepEqual(marked(get(`Bearer ${call}`, 'https://api.example.com/v2'), only), [
        `warning foreignHost: ${call}`,
      ]);
      assert.deepEqual(marked(`@h = https://evil.example\n${get(`Bearer ${call}`, '{{h}}/v1')}`, only), [
        `warning foreignHost: ${call}`,
      ]);
    });

    it('T20: that it is for, or that nobody knows: nothing to say', () => {
      assert.deepEqual(marked(get(`Bearer ${variable}`, 'https://api.example.com/v1/me'), only), []);
      assert.deepEqual(marked(get(`Bearer ${variable}`, '{{host}}/me'), only), []);
      assert.deepEqual(marked(get(`Bearer ${variable}`, 'https://other.example/me'), fresh), []);
    });

    it('L15: over plain http: a warning', () => {
      assert.deepEqual(marked(get(`Bearer ${variable}`, 'http://api.example.com'), fresh), [
        'warning plainHttp: http',
      ]);
      assert.deepEqual(marked(get('valetkey okta-dev', 'http://api.example.com'), fresh), [
        'warning plainHttp: http',
      ]);
    });

    it('L16: in the URL: a warning, unless the profile says so', () => {
      const text = `GET https://a.example?access_token=${variable}`;
      assert.deepEqual(marked(text, fresh), [`warning tokenInUrl: ${variable}`]);
      const inQuery = {
        ...fresh,
        profiles: { 'okta-dev': { ...good, tokenQueryParameter: 'access_token' } },
      };
      assert.deepEqual(marked(text, inQuery), []);
    });
  });

  it('L7: a profile whose name holds markup, a variable or a direction: the message stays one plain sentence', () => {
    const name = 'a\u202E](x){{b}} ###';
    const text = `# @valetkey ${name}\nGET https://a.example`;
    const [finding] = look(text, { profiles: { [name]: { nonsense: 1 } } });
    assert.equal(finding?.code, 'unusableProfile');
    assert.match(finding?.message ?? '', /“a \] \(x\)\{\{b\}\} ###”/);
  });
});
