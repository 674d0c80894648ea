import * as oauth from 'oauth4webapi';
import type { ClientCertificate, Logger, Transport } from '../../ports';
import { clientCredentialKind } from '../../profiles/clientCredentialKind';
import type { Profile, RequestExtras, SigningAlgorithm } from '../../profiles/profile';
import type { AuthorizationServer, AuthorizationServers } from '../server/authorizationServers';
import type { EndpointName } from '../server/endpoints';
import type { Redactor } from '../../redactor';
import {
  assertionAudience,
  clientAuthentication,
  clientCertificate,
  type ClientCredentials,
} from './clientAuthentication';
import { signingKey } from './clientKey';
import { adapt } from '../rules/requestRules';
import { SharedKeys } from './sharedKeys';
import { watchedTransport } from '../server/watchedTransport';

/** What goes into one request beyond what the library puts there. */
export interface Additions {
  /** Parameters of the body, in order; a name may come several times (RFC 8707 §2). */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
  readonly headers?: RequestExtras['headers'];
}

export interface ConnectRequest {
  readonly profile: Profile;
  readonly credentials: ClientCredentials;
  readonly signal: AbortSignal;
}

/** One OAuth client at its authorization server: who asks, whom, and how a request is sent. */
export interface ConnectedClient {
  readonly profile: Profile;
  readonly server: AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly signal: AbortSignal;
  /** Options for a request of the library: our transport, the client's certificate, and what is added to the body. */
  options(additions?: Additions): RequestOptions;
  /**
   * What the client signs request objects and assertions with.
   * @throws ValetKeyError `client_key_invalid`
   */
  signingKey(algorithm?: SigningAlgorithm): Promise<oauth.PrivateKey>;
}

/** What every request function of the library takes. */
export type RequestOptions = Required<Pick<oauth.TokenEndpointRequestOptions, 'signal'>> & {
  [oauth.customFetch]: (
    url: string,
    options: oauth.CustomFetchOptions<string, string | URLSearchParams | Uint8Array | null | undefined>,
  ) => Promise<Response>;
  [oauth.allowInsecureRequests]: true;
};

/** Connects profiles to their authorization servers. */
export class Clients {
  readonly #sharedKeys: SharedKeys;

  constructor(
    private readonly servers: AuthorizationServers,
    private readonly transport: Transport,
    private readonly logger: Logger,
    private readonly redactor: Redactor,
  ) {
    this.#sharedKeys = new SharedKeys(logger);
  }

  /**
   * Finds the server and makes the client ready to speak to it.
   * @param needed endpoints without which there is no point in going on
   * @throws ValetKeyError `discovery_failed`, `url_refused`, `not_offered`, `client_key_invalid`, …
   */
  async connect(
    { profile, credentials, signal }: ConnectRequest,
    needed: readonly EndpointName[],
  ): Promise<ConnectedClient> {
    const { logger, redactor } = this;
    const mutualTls = clientCredentialKind(profile) === 'certificate';
    const certificate = mutualTls ? clientCertificate(profile, credentials) : undefined;
    const server = await this.servers.find(profile, signal, { needed, mutualTls });
    const { clientKey } = credentials;
    if (clientKey && profile.tokenEndpointAuthMethod === 'private_key_jwt') {
      this.#sharedKeys.note(profile.name, clientKey, assertionAudience(server));
    }
    const transport = watchedTransport(this.transport, () => server.outdated());
    return {
      profile,
      server,
      client: { client_id: profile.clientId },
      authentication: await clientAuthentication({ profile, credentials, server, logger, redactor }),
      signal,
      options: (additions = {}) =>
        requestOptions(transport, {
          profile,
          signal,
          clientCertificate: certificate && { certificate, hosts: certificateHosts(server, profile) },
          additions,
          logger,
        }),
      signingKey: (algorithm) => signingKey(profile, clientKey, { algorithm, logger }),
    };
  }
}

interface Sending {
  readonly profile: Profile;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly clientCertificate:
    { readonly certificate: ClientCertificate; readonly hosts: ReadonlySet<string> } | undefined;
  readonly additions: Additions;
}

/** Where a client authenticates, or shows a token that is bound to its certificate (RFC 8705 §3); not where keys lie. */
function certificateHosts({ metadata }: AuthorizationServer, profile: Profile): ReadonlySet<string> {
  const endpoints = [
    metadata.token_endpoint,
    profile.refreshEndpoint,
    metadata.pushed_authorization_request_endpoint,
    metadata.device_authorization_endpoint,
    metadata.revocation_endpoint,
    metadata.introspection_endpoint,
    metadata.userinfo_endpoint,
  ];
  return new Set(endpoints.filter((url) => url !== undefined).map((url) => new URL(url).host));
}

/** The library's requests go through our transport; whether http is allowed was checked before (endpoints.ts). */
function requestOptions(
  transport: Transport,
  { profile, logger, signal, clientCertificate, additions }: Sending,
): RequestOptions {
  return {
    signal,
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url, { method, headers, body }) => {
      const form = withParameters(body, additions.parameters);
      const request = form && adapt({ parameters: form, encoding: 'form' }, url, profile, logger);
      const isJson = request?.encoding === 'json';
      return transport.fetch(url, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers: { ...additions.headers, ...headers, ...(isJson && { 'content-type': 'application/json' }) },
        body: isJson
          ? JSON.stringify(Object.fromEntries(request.parameters))
          : request?.parameters.toString(),
        clientCertificate: clientCertificate?.hosts.has(new URL(url).host)
          ? clientCertificate.certificate
          : undefined,
        signal,
      });
    },
  };
}

function withParameters(
  body: unknown,
  parameters: Additions['parameters'] = [],
): URLSearchParams | undefined {
  if (!(body instanceof URLSearchParams)) return undefined;
  const form = new URLSearchParams(body);
  for (const [name, value] of parameters) form.append(name, value);
  return form;
}
