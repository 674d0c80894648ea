import type { OddAnswer } from './answers';

const token = { access_token: 'abc', token_type: 'bearer' };
const form = 'application/x-www-form-urlencoded';
const bearer = '"access_token":"abc","token_type":"bearer"';

/** Token responses as providers were seen to send them. */
export const oddTokenResponses: readonly OddAnswer[] = [
  {
    rule: 'status-201',
    number: '#1',
    status: 201,
    raw: `{${bearer},"expires_in":1799}`,
    becomes: { body: { ...token, expires_in: 1799 } },
    strict: 'refused',
  },
  {
    rule: 'form-encoded',
    number: '#18',
    type: `${form}; charset=utf-8`,
    raw: 'access_token=abc&scope=repo%2Cgist&token_type=bearer',
    becomes: { body: { ...token, scope: 'repo,gist' } },
    strict: 'refused',
  },
  {
    rule: 'form-encoded',
    number: '#18',
    type: form,
    raw: 'error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.',
    becomes: {
      status: 400,
      body: {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
      },
    },
    strict: 'refused',
    with: ['error-with-success-status'],
  },
  {
    rule: 'form-encoded',
    number: '#18, #49',
    type: 'text/plain; charset=UTF-8',
    raw: 'access_token=abc&expires=5183999',
    becomes: { body: { ...token, expires_in: 5183999 } },
    strict: 'refused',
    with: ['token-type-missing', 'expires-under-another-name'],
  },
  ...[
    '"access_token":"abc"',
    '"access_token":"abc","token_type":null',
    '"access_token":"abc","token_type":""',
  ].map((members): OddAnswer => ({
    rule: 'token-type-missing',
    number: '#31, #32',
    raw: `{${members},"scope":"read"}`,
    becomes: { body: { ...token, scope: 'read' } },
    strict: 'refused',
  })),
  {
    rule: 'token-type-bearertoken',
    number: '#34',
    raw: '{"access_token":"abc","token_type":"BearerToken","expires_in":3599}',
    becomes: { body: { ...token, expires_in: 3599 } },
    strict: 'refused',
  },
  ...['User Access Token', 'Application Access Token'].map((type): OddAnswer => ({
    rule: 'token-type-of-ebay',
    number: '#35',
    raw: `{"access_token":"abc","expires_in":7200,"token_type":"${type}"}`,
    becomes: { body: { ...token, expires_in: 7200 } },
    strict: 'refused',
  })),
  {
    rule: 'token-type-of-slack',
    number: '#37',
    host: 'slack.com',
    raw: '{"ok":true,"access_token":"abc","token_type":"bot","scope":"commands,chat:write","authed_user":{"id":"U1"}}',
    becomes: { body: { ...token, scope: 'commands,chat:write' } },
    strict: 'refused',
  },
  {
    rule: 'slack-user-token',
    number: '#60',
    host: 'slack.com',
    raw: '{"ok":true,"authed_user":{"id":"U1","scope":"search:read","access_token":"abc","token_type":"user"}}',
    becomes: { body: { ...token, scope: 'search:read' } },
    strict: 'refused',
    with: ['token-type-of-slack'],
  },
  ...(
    [
      ['#38', '"3600"', 3600, 'accepted'],
      ['#39', '"3600s"', 3600, 'accepted'],
      ['#40', '""', undefined, 'refused'],
      ['#40', 'null', undefined, 'refused'],
      ['#40', '{}', undefined, 'refused'],
      ['#40', 'true', undefined, 'refused'],
      ['#41', '0', undefined, 'accepted'],
      ['#42', '-1', undefined, 'refused'],
      ['#43', '1e400', undefined, 'refused'],
      ['#44', '3600.7', 3600, 'accepted'],
      ['#45', '1e18', 2_147_483_647, 'accepted'],
      ['#46', '[3600]', undefined, 'accepted'],
      ['#47', '"2026-12-01T00:00:00Z"', undefined, 'accepted'],
      ['#48', '"Tue, 01 Dec 2026 00:00:00 GMT"', undefined, 'refused'],
    ] as const
  ).map(([number, written, seconds, strict]): OddAnswer => ({
    rule: 'expires-in-unusual',
    number,
    raw: `{${bearer},"expires_in":${written}}`,
    becomes: { body: { ...token, ...(seconds !== undefined && { expires_in: seconds }) } },
    strict,
  })),
  // The clock of these tests stands at 2026-11-23T12:00:00Z.
  ...(
    [
      ['"expires":3600', 3600],
      ['"expires_at":1795442400', 7200],
      ['"expires_at":1795442400000', 7200],
      ['"expires_at":"1795442400"', 7200],
      ['"expires_at":"2026-11-23T14:00:00Z"', 7200],
    ] as const
  ).map(([member, seconds]): OddAnswer => ({
    rule: 'expires-under-another-name',
    number: '#49',
    raw: `{${bearer},${member}}`,
    becomes: { body: { ...token, expires_in: seconds } },
    strict: 'accepted',
  })),
  ...['""', 'null', '7', '"a\\nb"'].map((written): OddAnswer => ({
    rule: 'refresh-token-unusable',
    number: '#51',
    raw: `{${bearer},"refresh_token":${written}}`,
    becomes: { body: token },
    strict: written === '"a\\nb"' ? 'accepted' : 'refused',
  })),
  {
    rule: 'scope-not-a-string',
    number: '#52',
    raw: `{${bearer},"scope":null}`,
    becomes: { body: token },
    strict: 'refused',
  },
  {
    rule: 'scope-not-a-string',
    number: '#53',
    raw: `{${bearer},"scope":["user:read:email","bits:read"]}`,
    becomes: { body: { ...token, scope: 'user:read:email bits:read' } },
    strict: 'refused',
  },
  ...['null', '""', '"not.a-jwt"', '"a.b.c.d.e"'].map((written): OddAnswer => ({
    rule: 'id-token-not-asked-for',
    number: '#56, #57, #58',
    raw: `{${bearer},"id_token":${written}}`,
    becomes: { body: token },
    strict: 'refused',
  })),
  ...['data', 'body', 'response'].map((member): OddAnswer => ({
    rule: 'answer-wrapped',
    number: '#59',
    raw: `{"code":0,"message":"OK","${member}":{${bearer},"refresh_token":"def"}}`,
    becomes: { body: { ...token, refresh_token: 'def' } },
    strict: 'refused',
  })),
  {
    rule: 'camel-case',
    number: '#61',
    raw: '{"accessToken":"abc","tokenType":"Bearer","expiresIn":86400,"refreshToken":"def"}',
    becomes: {
      body: { access_token: 'abc', token_type: 'Bearer', expires_in: 86400, refresh_token: 'def' },
    },
    strict: 'refused',
  },
];
