import * as oauth from 'oauth4webapi';
import type { ClientCertificate, ClientKeyMaterial, ClientKeys, Logger, Transport } from '../ports';
import {
  clientCredentialKind,
  type Profile,
  type RequestExtras,
  type SigningAlgorithm,
} from '../profiles/profile';
import type { AuthorizationServer, AuthorizationServers, EndpointName } from './authorizationServers';
import { clientAuthentication } from './clientAuthentication';
import { readClientKey, signingKey } from './clientKey';
import { adapt } from './rules/requestRules';

/** What authenticates the client beside its id, and what it signs with. */
export interface ClientCredentials {
  readonly clientSecret?: string | undefined;
  readonly clientKey?: ClientKeyMaterial | undefined;
}

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
  constructor(
    private readonly servers: AuthorizationServers,
    private readonly transport: Transport,
    private readonly keys: ClientKeys,
    private readonly logger: Logger,
  ) {}

  /**
   * Finds the server and makes the client ready to speak to it.
   * @param needed endpoints without which there is no point in going on
   * @throws ValetKeyError `discovery_failed`, `url_refused`, `not_offered`, `client_key_invalid`, …
   */
  async connect(
    { profile, credentials, signal }: ConnectRequest,
    needed: readonly EndpointName[],
  ): Promise<ConnectedClient> {
    const usesCertificate = clientCredentialKind(profile) === 'certificate';
    const key = await readClientKey(profile, credentials.clientKey, this.keys);
    const clientCertificate: ClientCertificate | undefined =
      usesCertificate && key?.certificates !== undefined
        ? { privateKey: key.privateKey, certificates: key.certificates }
        : undefined;
    const server = await this.servers.find(profile, signal, { needed, mutualTls: usesCertificate });
    return {
      profile,
      server,
      client: { client_id: profile.clientId },
      authentication: await clientAuthentication(profile, credentials, key),
      signal,
      options: (additions = {}) =>
        requestOptions(this.transport, {
          profile,
          signal,
          clientCertificate,
          additions,
          logger: this.logger,
        }),
      signingKey: (algorithm) => signingKey(profile, key, algorithm),
    };
  }
}

interface Sending {
  readonly profile: Profile;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly clientCertificate: ClientCertificate | undefined;
  readonly additions: Additions;
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
        clientCertificate,
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
