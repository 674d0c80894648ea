import assert from 'node:assert/strict';
import { readTokenOutput } from '../../../../src/core/sources/tokenOutput';

const startedAt = Date.UTC(2026, 10, 23, 12);
const hours = (count: number) => startedAt + count * 3_600_000;
const epoch = (milliseconds: number) => milliseconds / 1000;
const json = (value: unknown) => JSON.stringify(value, undefined, 2) + '\n';
/** As az and Python write a local time. */
const local = (milliseconds: number) => {
  const at = new Date(milliseconds);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.000000`;
};

/** What programs print, the token in it, and when that expires. */
const samples: readonly (readonly [title: string, output: string, token: string, expiresAt?: number])[] = [
  ['gh auth token', 'gho_16C7e42F292c6912E7710c838347Ae178B4a\n', 'gho_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['gcloud auth print-access-token, on Windows', 'ya29.a0AfB_by-C1\r\n', 'ya29.a0AfB_by-C1'],
  ['oc whoami -t', 'sha256~4PkZ0', 'sha256~4PkZ0'],
  ['az … --query accessToken', '"eyJ0.e30.c2ln"\n', 'eyJ0.e30.c2ln'],
  ['a header', 'Authorization: Bearer abc.def\n', 'abc.def'],
  ['a scheme and a token, with a byte order mark', '\uFEFFbearer abc/def+g==\n', 'abc/def+g=='],
  [
    'az account get-access-token',
    json({
      accessToken: 'eyJ0.e30.c2ln',
      expiresOn: local(hours(3)),
      expires_on: epoch(hours(1)),
      subscription: 's',
      tenant: 't',
      tokenType: 'Bearer',
    }),
    'eyJ0.e30.c2ln',
    hours(1),
  ],
  [
    'az before 2.54, which has local time alone',
    json({ accessToken: 'abc', expiresOn: local(hours(1)), tokenType: 'Bearer' }),
    'abc',
    hours(1),
  ],
  [
    'a managed identity, with a number in quotes',
    json({ access_token: 'abc', expires_on: String(epoch(hours(24))), token_type: 'Bearer' }),
    'abc',
    hours(24),
  ],
  [
    'a token response',
    json({ token_type: 'bearer', id_token: 'not this', access_token: 'abc', expires_in: 7200 }),
    'abc',
    hours(2),
  ],
  [
    'aws sso',
    json({ startUrl: 'https://a', accessToken: 'abc', expiresAt: '2026-11-23T14:00:00Z' }),
    'abc',
    hours(2),
  ],
  [
    'azd auth token --output json',
    json({ token: 'abc', expiresOn: '2026-11-23T13:00:00Z' }),
    'abc',
    hours(1),
  ],
  [
    'Get-AzAccessToken | ConvertTo-Json',
    json({ Token: 'abc', ExpiresOn: '2026-11-23T14:00:00.1234567+01:00', Type: 'Bearer' }),
    'abc',
    hours(1),
  ],
  [
    'gcloud config config-helper',
    json({
      configuration: { active_configuration: 'default', properties: { core: { account: 'me@example.com' } } },
      credential: { access_token: 'ya29.abc', id_token: 'x.y.z', token_expiry: '2026-11-23T13:00:00Z' },
      sentinels: { config_sentinel: '/home/me/x' },
    }),
    'ya29.abc',
    hours(1),
  ],
  [
    'aws eks get-token',
    json({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      spec: {},
      status: { expirationTimestamp: '2026-11-23T12:14:00Z', token: 'k8s-aws-v1.aHR0' },
    }),
    'k8s-aws-v1.aHR0',
    startedAt + 14 * 60_000,
  ],
  [
    'vault login -format=json',
    json({ request_id: 'r', auth: { client_token: 'hvs.CAES', lease_duration: 3600, renewable: true } }),
    'hvs.CAES',
    hours(1),
  ],
  [
    'aws codeartifact get-authorization-token',
    json({ authorizationToken: 'abc', expiration: '2026-11-24T00:00:00+00:00' }),
    'abc',
    hours(12),
  ],
  ['an expiry that is a lifetime by mistake', json({ token: 'abc', expires_on: 3600 }), 'abc'],
  ['an expiry in milliseconds', json({ token: 'abc', expires_at: hours(1) }), 'abc', hours(1)],
  ['an expiry that never is', json({ token: 'abc', expires_in: 1e300 }), 'abc'],
  ['an expiry that is none', json({ token: 'abc', expiry: {}, expires_in: 0, expiresOn: 'soon' }), 'abc'],
];

/** What holds no token, and what is said of it. */
const others: readonly (readonly [title: string, output: string, shape: string])[] = [
  ['nothing', ' \n', 'nothing'],
  ['a sentence', 'Please run az login.\n', '1 line of text'],
  ['several lines', 'a\nb\nc', '3 lines of text'],
  ['what jq prints for a member that is missing', 'null\n', '1 line of text'],
  ['what Python prints for it', 'None\n', '1 line of text'],
  ['another scheme', 'Authorization: Basic dXNlcjpwYXNz\n', '1 line of text'],
  ['an ID token alone', json({ id_token: 'x.y.z' }), 'JSON with the members id_token'],
  ['a token that is no text', json({ token: { Length: 7 } }), 'JSON with the members token'],
  ['an empty token', json({ access_token: '' }), 'JSON with the members access_token'],
  ['a list', json([{ token: 'abc' }]), 'JSON with a list of 1'],
  ['a text with blanks', json('not signed in'), 'JSON with a text that is no token'],
  ['names that may be values', json({ 'eyJ0.e30.c2ln': 1, [`a${'b'.repeat(40)}`]: 2 }), 'JSON'],
  ['JSON that is cut off', '{"accessToken":"abc', '1 line of text'],
  ['what every object inherits', json({ a: 1 }), 'JSON with the members a'],
];

describe('a token in what a program prints', () => {
  for (const [title, output, token, expiresAt] of samples) {
    it(title, () => {
      const found = readTokenOutput(output, { startedAt });
      assert.ok('token' in found, JSON.stringify(found));
      assert.equal(found.token, token);
      assert.equal(found.expiresAt, expiresAt);
    });
  }

  for (const [title, output, shape] of others) {
    it(`is not in ${title}`, () => {
      assert.deepEqual(readTokenOutput(output, { startedAt }), { shape });
    });
  }

  it('stands where the profile says, with what is said of it beside it', () => {
    const output = json({ token: 'another', list: [{ session: 'abc', expires_in: 60 }] });
    const found = readTokenOutput(output, { startedAt, tokenPath: 'list.0.session' });
    assert.deepEqual(found, { token: 'abc', tokenType: undefined, expiresAt: startedAt + 60_000 });
  });

  it('is not looked for elsewhere when the profile says where', () => {
    for (const output of [json({ token: 'abc' }), 'abc', json('abc')]) {
      assert.ok('shape' in readTokenOutput(output, { startedAt, tokenPath: 'data.token' }), output);
    }
    const inherited = readTokenOutput(json({}), { startedAt, tokenPath: 'constructor.name' });
    assert.ok('shape' in inherited);
  });

  it('names at most eight members of what it is not in', () => {
    const names = 'abcdefghi'.split('');
    const found = readTokenOutput(json(Object.fromEntries(names.map((name) => [name, 1]))), { startedAt });
    assert.deepEqual(found, { shape: 'JSON with the members a, b, c, d, e, f, g, h, …' });
  });

  it('is of the type that is said of it', () => {
    const typeIn = (members: object) => {
      const found = readTokenOutput(json({ access_token: 'abc', ...members }), { startedAt });
      return 'token' in found ? found.tokenType : assert.fail();
    };
    assert.equal(typeIn({ token_type: 'pop' }), 'pop');
    assert.equal(typeIn({ tokenType: 'Bearer' }), 'Bearer');
    assert.equal(typeIn({ tokenType: 7 }), undefined);
  });
});
