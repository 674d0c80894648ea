import fc from 'fast-check';

/** An HTTP answer before it becomes a Response. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

/** Texts that break things: header and markup injection, directions, halves of surrogate pairs, prototypes. */
const nastyTexts = fc.constantFrom(
  '',
  ' ',
  'abc\r\nX-Evil: 1',
  '\0',
  '###\r\nGET http://evil.example',
  '{{x}}',
  '<script>alert(1)</script>',
  '\u202Eevil',
  '\uD800',
  '__proto__',
  'constructor',
  'Bearer',
  'bearer',
  'DPoP',
  'N_A',
  '3600s',
  '1e400',
  '2026-11-23T12:00:00Z',
  'a.b.c',
  'eyJhbGciOiJub25lIn0.e30.',
);

const nastyUrls = fc.constantFrom(
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'vscode://x/y',
  'http://login.example.com/x',
  'https://user:password@login.example.com/x',
  'https://login.example.com/$(calc)',
  'https://login.example.com/x#fragment',
  '//login.example.com/x',
  '\\\\login.example.com\\x',
  '/relative',
  'https://',
  'https://login.example.com/good',
  'http://127.0.0.1:7890/good',
);

const scalars = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  nastyTexts,
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, 3600, 3600.7, 1e18, 1767225600, 1767225600000),
  fc.boolean(),
  fc.constant(null),
);

/** Any JSON value at all. */
export const jsonValues = fc.oneof(
  scalars,
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(scalars, { maxLength: 3 }),
);

/** JSON text of an object that has some of these members; written by hand, so that `__proto__` is a member too. */
function objects(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<string> {
  const known = Object.entries(members).map(([name, values]) =>
    fc.tuple(fc.constant(name), fc.oneof({ weight: 3, arbitrary: values }, jsonValues)),
  );
  const foreign = fc.tuple(
    fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'data', 'body'), fc.string()),
    jsonValues,
  );
  return fc
    .array(fc.oneof({ weight: 5, arbitrary: fc.oneof(...known) }, foreign), { maxLength: 12 })
    .map((entries) => entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`))
    .map((entries) => `{${entries.join(',')}}`);
}

/** Token responses (RFC 6749 §5), mostly with something wrong. */
export const tokenResponses = objects({
  access_token: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.base64String({ minLength: 8 }),
    fc.constant('x'.repeat(70_000)),
  ),
  token_type: fc.constantFrom('Bearer', 'bearer', 'BearerToken', 'mac', 'DPoP', ''),
  expires_in: fc.oneof(fc.integer(), fc.double(), fc.constantFrom('3600', '3600s', '', ' 60 ', '1e9')),
  expires_at: fc.oneof(fc.maxSafeInteger(), nastyTexts),
  refresh_token: fc.string({ unit: 'binary' }),
  scope: fc.oneof(fc.constantFrom('read write', 'a,b'), fc.array(fc.string())),
  id_token: nastyTexts,
  error: fc.oneof(fc.constantFrom('invalid_grant', 'invalid_client'), nastyTexts, fc.object()),
  error_description: fc.string({ unit: 'binary' }),
  error_uri: nastyUrls,
  ok: fc.boolean(),
});

/** Discovery documents (RFC 8414 §2), mostly with something wrong. */
export function discoveryDocuments(issuer: string, endpoints: readonly string[]): fc.Arbitrary<string> {
  const urls = Object.fromEntries(endpoints.map((name) => [name, nastyUrls]));
  return objects({
    ...urls,
    issuer: fc.oneof({ weight: 20, arbitrary: fc.constant(issuer) }, nastyUrls),
    mtls_endpoint_aliases: fc.dictionary(fc.constantFrom(...endpoints), nastyUrls),
    dpop_signing_alg_values_supported: fc.array(nastyTexts),
    authorization_response_iss_parameter_supported: jsonValues,
  }).map((text) => text.replace('{', `{"issuer":${JSON.stringify(issuer)}${text === '{}' ? '' : ','}`));
}

/** Answers with any status, type and body; `bodies` are the likely ones. */
export function answers(bodies: fc.Arbitrary<string>): fc.Arbitrary<RawAnswer> {
  return fc.record({
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(200, 400, 401) },
      fc.constantFrom(201, 202, 204, 302, 403, 404, 429, 500, 503, 599),
    ),
    headers: fc
      .record(
        {
          'content-type': fc.constantFrom(
            'application/json',
            'text/html',
            'text/plain; charset=utf-16',
            'application/x-www-form-urlencoded',
            'application/jwt',
            '',
          ),
          'www-authenticate': fc.constantFrom('Basic', 'Bearer error="invalid_token"', ', ,', 'DPoP x=y, "'),
          'retry-after': fc.constantFrom('5', '-1', 'soon', '99999999999999'),
          location: nastyUrls.filter((url) => !url.includes('\\')),
          'dpop-nonce': fc.constantFrom('n1', ''),
        },
        { requiredKeys: [] },
      )
      .map((headers) => headers as Record<string, string>),
    body: fc.oneof(
      { weight: 8, arbitrary: bodies },
      fc.uint8Array({ maxLength: 200 }),
      bodies.map((body) => body.slice(0, body.length / 2)),
      fc.constantFrom(
        '',
        '\uFEFF{"access_token":"abcdefgh","token_type":"bearer"}',
        '[]',
        'null',
        '"x"',
        '['.repeat(50_000),
      ),
    ),
  });
}

/** Claims of an ID token (OpenID Connect Core §2): those of a good one, and what is changed or missing. */
export function idTokenClaims(
  good: Readonly<Record<string, unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(good), 'azp', 'email', 'name'), jsonValues), {
      maxLength: 3,
    })
    .map((changes) => ({ ...good, ...Object.fromEntries(changes) }));
}
