import assert from 'node:assert/strict';
import { good } from '../../profiles/exampleProfiles';
import { hour, jwtOf, start } from '../../tokens/exampleTokens';
import { look, marked, type World } from './marked';

const living = jwtOf({ exp: (start + hour) / 1000 });
const expired = jwtOf({ exp: (start - hour) / 1000 });
const opaque = '4f9AqpXz71_bKd83hLQvT0-cW2yR';
const get = (header: string) => `GET https://api.example.com/me\n${header}\n`;

describe('a literal token in a request file', () => {
  for (const [name, header, value] of [
    ['an opaque Bearer token', `Authorization: Bearer ${opaque}`, opaque],
    ['the scheme in lower case', `authorization: bearer ${opaque}`, opaque],
    ['blanks around it', `  Authorization :   Bearer   ${opaque}  `, opaque],
    ['a DPoP token', `Authorization: DPoP ${opaque}`, opaque],
    ['a JWT', `Authorization: Bearer ${living}`, living],
    ['a JWT without a scheme', `Authorization: ${living}`, living],
    ['a JWT in another header', `X-Amz-Security-Token: ${living}`, living],
    ['a JWT in a cookie', `Cookie: a=b; session=${living}; c=d`, living],
    ['a JWT that never expires', `Authorization: Bearer ${jwtOf({})}`, jwtOf({})],
    ['emoji before it', `X-😀: ${living}`, undefined],
    ['a Bearer token for a proxy', `Proxy-Authorization: Bearer ${opaque}`, opaque],
  ] as const) {
    it(`L12: ${name} is marked, the token alone`, () => {
      const expected = value === undefined ? [] : [`warning literalToken: ${value}`];
      assert.deepEqual(marked(get(header)), expected);
    });
  }

  for (const header of [
    'Authorization: Bearer <token>',
    'Authorization: Bearer <your-access-token-here>',
    'Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxx',
    'Authorization: Bearer XXXX-XXXX-XXXX-XXXX-XXXX',
    'Authorization: Bearer TOKEN',
    'Authorization: Bearer your-token',
    'Authorization: Bearer YOUR_ACCESS_TOKEN_HERE',
    'Authorization: Bearer my-very-own-access-token',
    'Authorization: Bearer ...',
    'Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6...',
    'Authorization: Bearer $ACCESS_TOKEN_OF_MINE',
    'Authorization: Bearer ${ACCESS_TOKEN_OF_MINE}',
    'Authorization: Bearer %ACCESS_TOKEN_OF_MINE%',
    'Authorization: Bearer {{access_token_of_mine}}',
    'Authorization: Bearer prefix{{access_token_of_mine}}',
    'Authorization: Bearer 12345678901234567890',
    'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
    'Authorization: Bearer',
    'Authorization:',
    'Authorization: Basic dXNlcjpwYXNzd29yZC1vZi1taW5l',
    'Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101',
    'Authorization: Digest username="somebody",realm="a-realm-of-mine"',
    `X-Request-Id: ${opaque}`,
    `# Authorization: Bearer ${opaque}`,
  ]) {
    it(`L12: no token: ${header}`, () => {
      assert.deepEqual(marked(get(header)), []);
    });
  }

  it('L12: one in the header and with the prefix that a profile says', () => {
    const profiles = { p: { ...good, tokenHeader: 'X-Shop-Token', tokenPrefix: 'Shop' } };
    const text = get(`X-Shop-Token: ${opaque}`);
    assert.deepEqual(marked(text), []);
    assert.deepEqual(marked(text, { profiles }), [`warning literalToken: ${opaque}`]);
    assert.deepEqual(marked(get(`Authorization: Shop ${opaque}`), { profiles }), [
      `warning literalToken: ${opaque}`,
    ]);
  });

  it('L12: one in a variable of the file', () => {
    const text = `@a = ${living}\n@token = ${opaque}\n@auth=Bearer ${opaque}\n@token_url = https://login.example.com/token\n@id = ${opaque}\n\nGET https://a.example`;
    assert.deepEqual(
      marked(text),
      [living, opaque, opaque].map((token) => `warning literalToken: ${token}`),
    );
  });

  it('L12: one in a curl command', () => {
    const text = `curl https://api.example.com \\\n  -H "Authorization: Bearer ${opaque}"\n\n###\ncurl -H 'X: ${living}' https://a.example`;
    assert.deepEqual(marked(text), [`warning literalToken: ${opaque}`, `warning literalToken: ${living}`]);
  });

  it('L12: a stronger word where git tracks the file', () => {
    const [finding] = look(get(`Authorization: Bearer ${opaque}`));
    assert.match(finding?.messageIfTracked ?? '', /git tracks.*next commit/);
  });

  it('an expired one is said to be expired', () => {
    assert.deepEqual(marked(get(`Authorization: Bearer ${expired}`)), [`warning expiredToken: ${expired}`]);
  });

  it('L16: a token in the query of a URL, on whatever line of it', () => {
    const text = `GET https://api.example.com/me\n  ?a=1\n  &access_token=${opaque}\n  &b=${living}&access_token=short&access_token={{x}}\n\n&access_token=${opaque}`;
    assert.deepEqual(
      marked(text),
      [opaque, living].map((token) => `warning tokenInUrl: ${token}`),
    );
  });

  it('L16: a token in the parameter that a profile says is warned of all the same', () => {
    const world: World = { profiles: { p: { ...good, tokenQueryParameter: 'key' } } };
    assert.deepEqual(marked(`GET https://a.example/?key=${opaque}`, world), [
      `warning tokenInUrl: ${opaque}`,
    ]);
    assert.deepEqual(marked(`GET https://a.example/?key=${opaque}`), []);
  });

  describe('over plain http', () => {
    const header = `\nAuthorization: Bearer ${opaque}`;
    const plain = (text: string) => marked(text).filter((one) => one.includes('plainHttp'));

    it('L15: to another machine: the scheme is marked', () => {
      assert.deepEqual(plain(`GET http://api.example.com/me${header}`), ['warning plainHttp: http']);
      assert.deepEqual(plain(`GET HTTP://api.example.com/me${header}`), ['warning plainHttp: HTTP']);
    });

    it('L15: the host comes from a variable: what stands there is marked', () => {
      assert.deepEqual(plain(`@host = http://api.example.com\n\nGET {{host}}/me${header}`), [
        'warning plainHttp: {{host}}/me',
      ]);
    });

    for (const [name, text] of [
      ['this machine', `GET http://localhost:3000/me${header}`],
      ['this machine by its number', `GET http://127.0.0.1/me${header}`],
      ['https', `GET https://api.example.com/me${header}`],
      ['a host that is not known', `GET {{host}}/me${header}`],
      ['no token', `GET http://api.example.com/me\nAccept: */*`],
      ['a dummy', `GET http://api.example.com/me\nAuthorization: Bearer <token>`],
    ] as const) {
      it(`L15: nothing to say of ${name}`, () => assert.deepEqual(plain(text), []));
    }
  });

  it('in a Markdown fence, and nowhere else in the file', () => {
    const text = `Bearer ${living}\n\n- a list\n\n  \`\`\`http\n  GET https://a.example\n  Authorization: Bearer ${living}\n  \`\`\`\n\n\`\`\`js\nAuthorization: Bearer ${living}\n\`\`\``;
    const found = look(text, {}, 'markdown');
    assert.deepEqual(
      found.map(({ line }) => line),
      [6],
    );
    assert.deepEqual(marked(text, {}, 'markdown'), [`warning literalToken: ${living}`]);
  });

  it('of a saved answer and of a body says nothing', () => {
    assert.deepEqual(marked(`HTTP/1.1 200 OK\nX-Token: ${living}`), []);
    assert.deepEqual(marked(`POST https://a.example\n\n{ "token": "${living}" }`), []);
  });

  it('L10: never says the token itself', () => {
    const text = `# @valetkey ${living}\nGET http://a.example?access_token=${opaque}\nAuthorization: Bearer ${living}\nX: {{$auth.token("${living}")}}`;
    const said = look(text).map(({ message, messageIfTracked }) => `${message} ${messageIfTracked}`);
    assert.ok(said.length >= 4);
    for (const one of said) assert.ok(!one.includes(living.slice(0, 20)) && !one.includes(opaque), one);
  });
});
