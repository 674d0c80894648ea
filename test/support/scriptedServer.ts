import { randomBytes } from 'node:crypto';
import {
  json,
  redirect,
  startFaultServer,
  type FaultServer,
  type ReceivedRequest,
  type Script,
} from './faultServer';
import { registerSecret } from './secrets';
import { jwks, signToken } from './signedTokens';

export interface ScriptedServer extends FaultServer {
  readonly issuer: string;
  /** The code that the next authorization response holds. */
  readonly code: string;
  /** What the last authorization request asked for; of one that was pushed, what was pushed. */
  readonly authorizationRequest: () => URLSearchParams;
  /** The token requests so far. */
  readonly tokenRequests: () => readonly ReceivedRequest[];
  /** Changes what the authorization response holds: set, or deleted with `undefined`. */
  answerWith(parameters: Changes | (() => Changes)): void;
  /** Notes what was pushed, for a test that answers pushes itself. */
  pushed(body: string): void;
  /** Where the authorization response stands. Default: in the query. */
  answerIn(place: 'query' | 'fragment'): void;
  /** How the token endpoint answers, one after another. */
  onToken(...scripts: readonly [Script, ...Script[]]): void;
  /** A good token response, and what the test changes of it. */
  tokenResponse(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** An ID token for the last authorization request, signed by this server. */
  idToken(changes?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

type Changes = Readonly<Record<string, string | undefined>>;

/**
 * An authorization server that answers as a test says: discovery, an authorization endpoint that lets everybody in,
 * keys, and a token endpoint. For the faults that a real server does not produce.
 */
export async function startScriptedServer(
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<ScriptedServer> {
  const server = await startFaultServer();
  const issuer = server.url;
  const code = `code-${randomBytes(12).toString('hex')}`;
  const accessToken = `access-${randomBytes(12).toString('hex')}`;
  for (const secret of [code, accessToken]) registerSecret(secret);
  let changes: Changes | (() => Changes) = {};
  let place: 'query' | 'fragment' = 'query';
  let asked = new URLSearchParams();

  server.on(
    '/.well-known/openid-configuration',
    json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      ...metadata,
    }),
  );
  server.on('/jwks', json(jwks()));
  server.on('/par', ({ body }) => {
    asked = new URLSearchParams(body);
    return json(
      { request_uri: `urn:example:${randomBytes(6).toString('hex')}`, expires_in: 60 },
      { status: 201 },
    );
  });
  server.on('/authorize', (request) => {
    const query = new URL(request.url, issuer).searchParams;
    if (!query.has('request_uri')) asked = query;
    const target = new URL(asked.get('redirect_uri') ?? '');
    const answer = new URLSearchParams(place === 'query' ? target.search : '');
    const changed = typeof changes === 'function' ? changes() : changes;
    for (const [name, value] of Object.entries({ code, state: asked.get('state') ?? '', ...changed }))
      if (value !== undefined) answer.set(name, value);
    target[place === 'query' ? 'search' : 'hash'] = answer.toString();
    return redirect(target.href);
  });

  const tokenResponse = (different: Readonly<Record<string, unknown>> = {}) => ({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 3600,
    ...different,
  });
  server.on('/token', () => json(tokenResponse()));

  return Object.assign(server, {
    issuer,
    code,
    authorizationRequest: () => asked,
    tokenRequests: () => server.requests.filter(({ url }) => url === '/token'),
    answerWith: (parameters: Changes | (() => Changes)) => (changes = parameters),
    pushed: (body: string) => (asked = new URLSearchParams(body)),
    answerIn: (where: 'query' | 'fragment') => (place = where),
    onToken: (...scripts: readonly [Script, ...Script[]]) => server.on('/token', ...scripts),
    tokenResponse,
    idToken: (
      different: Readonly<Record<string, unknown>> = {},
      header: Readonly<Record<string, unknown>> = {},
    ) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: asked.get('client_id'),
        sub: 'person-1',
        email: 'ada@example.com',
        iat: now,
        exp: now + 300,
        nonce: asked.get('nonce'),
        ...different,
      };
      return signToken(claims, header);
    },
  });
}
