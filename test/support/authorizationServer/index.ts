import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { ClientMetadata, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { listenOnLoopback, stopServer } from '../httpServers';
import { createTestClients, registrations, type TestClients } from './clients';
import { configuration } from './configuration';
import { interactions } from './interactions';
import { createProvider } from './createProvider';
import { createMutualTlsServers, shownCertificate } from './mutualTls';
import { registerMoreGrants } from './moreGrants';
import { person } from './person';

export interface AuthorizationServerOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** How long an access token lives; a function is asked for each one. Default: an hour. */
  readonly accessTokenSeconds?: number | (() => number);
  /** Whether each refresh gives a new refresh token, and reuse of the old one ends the grant. Default: yes. */
  readonly rotateRefreshTokens?: boolean;
  /**
   * OpenID Connect Core §11 lets a server drop `offline_access` from a request without `prompt=consent`, and this
   * server would. Default: no, it takes such a request as if it had asked for consent.
   */
  readonly offlineAccessNeedsPrompt?: boolean;
  /** Whether each DPoP proof needs a nonce of this server (RFC 9449 §8). Default: no. */
  readonly requireDpopNonce?: boolean;
  /** Clients beside the test clients. */
  readonly moreClients?: readonly ClientMetadata[];
  /**
   * Speaks https, and takes certificates of clients that this authority signed, or that signed themselves; with
   * endpoints of their own for such clients (RFC 8705). Default: http.
   */
  readonly clientAuthority?: string;
}

/** A request that the authorization server saw, in the order of arrival. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** What a form-encoded body held; empty for other requests. */
  readonly form: URLSearchParams;
  /** The port that it came to. */
  readonly port: number | undefined;
  /** The subject of the certificate that the client showed. */
  readonly certificate: string | undefined;
}

/** What the authorization server knows of an access token that it would accept now. */
export interface KnownAccessToken {
  readonly clientId: string;
  /** Absent for a token that a client got for itself. */
  readonly accountId?: string;
  readonly scope: string;
}

export interface AuthorizationServer {
  readonly issuer: string;
  readonly port: number;
  /** Where clients with certificates go. */
  readonly certificatePort: number | undefined;
  readonly clients: TestClients;
  readonly person: typeof person;
  readonly requests: RecordedRequest[];
  /** Every code, access token, refresh token and ID token that it gave out so far. */
  readonly issued: string[];
  lookUp(accessToken: string): Promise<KnownAccessToken | undefined>;
  stop(): Promise<void>;
}

/** Starts oidc-provider in this process, on 127.0.0.1. */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  const mutualTls = options.clientAuthority
    ? await createMutualTlsServers(options.clientAuthority)
    : undefined;
  const server = mutualTls?.server ?? createServer();
  const port = await listenOnLoopback(server, options.port);
  const issuer = `${mutualTls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const clients = createTestClients();
  const { accessTokenSeconds = 60 * 60 } = options;
  const provider = await createProvider(
    issuer,
    configuration({
      clients: [...registrations(clients), ...(options.moreClients ?? [])],
      accessTokenSeconds:
        typeof accessTokenSeconds === 'number' ? () => accessTokenSeconds : accessTokenSeconds,
      rotateRefreshTokens: options.rotateRefreshTokens ?? true,
      mutualTls: mutualTls?.configuration,
      requireDpopNonce: options.requireDpopNonce ?? false,
    }),
  );
  allowAnyCallbackId(provider);
  await registerMoreGrants(provider);
  const requests: RecordedRequest[] = [];
  const issued: string[] = [];
  provider.use(record(requests, issued));
  if (options.offlineAccessNeedsPrompt !== true) provider.use(consentForOfflineAccess);
  provider.use(interactions(provider));
  const handle = provider.callback();
  const servers = [server, ...(mutualTls ? [mutualTls.certificateServer] : [])];
  for (const one of servers) one.on('request', (request, response) => void handle(request, response));

  return {
    issuer,
    port,
    certificatePort: mutualTls?.certificatePort,
    clients,
    person,
    requests,
    issued,
    lookUp: (accessToken) => lookUp(provider, accessToken),
    stop: async () => {
      await Promise.all(servers.map(stopServer));
    },
  };
}

/**
 * Valet Key's default redirect URI is `http://127.0.0.1:<port>/cb/<id>`, with an id that depends on the profile. A
 * server with a fixed list would be told it by the person; this one takes any id, as it takes any loopback port
 * (RFC 8252 §7.3). The library has no setting for it: this method is the place.
 */
function allowAnyCallbackId(provider: Provider): void {
  provider.Client.prototype.redirectUriAllowed = function (redirectUri) {
    const registered = redirectUri
      .replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):\d+\//, '$1/')
      .replace(/\/cb\/[\w-]{8}$/, '/cb/*');
    return this.redirectUris?.includes(registered) ?? false;
  };
}

function record(requests: RecordedRequest[], issued: string[]) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const { method, path, headers } = context;
    const query = new URLSearchParams(context.querystring);
    const entry = {
      method,
      path,
      query,
      headers,
      form: new URLSearchParams(),
      port: context.socket.localPort,
      certificate: shownCertificate(context)?.subject,
    };
    requests.push(entry);
    await next();
    for (const [name, value] of Object.entries(context.oidc?.body ?? {}))
      entry.form.append(name, String(value));
    issued.push(...givenOut(context));
  };
}

/** The codes and tokens in an answer: of the token endpoint (RFC 6749 §5.1), or of a redirect (§4.1.2). */
function givenOut(context: KoaContextWithOIDC): string[] {
  const location = context.response.get('location');
  const code = URL.canParse(location) ? new URL(location).searchParams.get('code') : null;
  const { access_token, refresh_token, id_token } = (
    context.path === '/token' ? context.body : {}
  ) as Partial<Record<string, string>>;
  return [code, access_token, refresh_token, id_token].filter((value) => typeof value === 'string');
}

async function consentForOfflineAccess(
  context: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  const { scope, prompt } = context.query;
  if (
    context.path === '/auth' &&
    String(scope).split(' ').includes('offline_access') &&
    prompt === undefined
  ) {
    context.query = { ...context.query, prompt: 'consent' };
  }
  await next();
}

async function lookUp(provider: Provider, accessToken: string): Promise<KnownAccessToken | undefined> {
  const found =
    (await provider.AccessToken.find(accessToken)) ?? (await provider.ClientCredentials.find(accessToken));
  if (found?.clientId === undefined || !found.isValid) return undefined;
  const { clientId, scope = '' } = found;
  return 'accountId' in found ? { clientId, scope, accountId: found.accountId } : { clientId, scope };
}
