import { createServer, type IncomingMessage } from 'node:http';
import type { AuthorizationServer, KnownAccessToken } from './authorizationServer';
import { listenOnLoopback, stopServer } from './httpServers';

/** A request that the API answered. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly status: number;
}

export interface DemoApi {
  readonly port: number;
  readonly url: string;
  readonly requests: ApiRequest[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly challenge?: string;
}

type Resource = (token: KnownAccessToken) => unknown;

const resources: Readonly<Record<string, { scope?: string; read: Resource }>> = {
  '/orders': {
    scope: 'orders:read',
    read: () => [
      { id: 1, item: 'One bicycle bell', status: 'shipped' },
      { id: 2, item: 'Two brake pads', status: 'waiting' },
    ],
  },
  '/me': {
    read: ({ accountId, clientId, scope }) => ({ account: accountId ?? null, client: clientId, scope }),
  },
};

/**
 * Starts the API that the demo's requests go to, on 127.0.0.1. It answers 200 only to a Bearer token that
 * `authorizationServer` gave out and would still accept (RFC 6750).
 */
export async function startDemoApi(
  authorizationServer: Pick<AuthorizationServer, 'lookUp'>,
  port = 0,
): Promise<DemoApi> {
  const requests: ApiRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, authorizationServer).then(({ status, body, challenge }) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, path: url, authorization: headers.authorization, status });
      if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  const actualPort = await listenOnLoopback(server, port);
  return {
    port: actualPort,
    url: `http://127.0.0.1:${actualPort}`,
    requests,
    stop: () => stopServer(server),
  };
}

async function answer(
  request: IncomingMessage,
  authorizationServer: Pick<AuthorizationServer, 'lookUp'>,
): Promise<Answer> {
  const resource = resources[request.url ?? ''];
  if (request.method !== 'GET' || resource === undefined)
    return refusal(404, 'not_found', 'There is nothing here.');
  const { authorization } = request.headers;
  // RFC 6750 §3.1: a request without any token gets a challenge without an error code.
  if (authorization === undefined) {
    return { ...refusal(401, 'no_token', 'An access token is needed.'), challenge: 'Bearer realm="orders"' };
  }
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  const known = token === undefined ? undefined : await authorizationServer.lookUp(token);
  if (known === undefined)
    return challenged(401, 'invalid_token', 'The access token is unknown, expired or revoked.');
  if (resource.scope !== undefined && !known.scope.split(' ').includes(resource.scope)) {
    return challenged(403, 'insufficient_scope', `The access token needs the scope ${resource.scope}.`);
  }
  return { status: 200, body: resource.read(known) };
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

function challenged(status: number, error: string, description: string): Answer {
  const challenge = `Bearer realm="orders", error="${error}", error_description="${description}"`;
  return { ...refusal(status, error, description), challenge };
}
