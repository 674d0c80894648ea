import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText, isCancelled } from '../errors';
import type { Clock, Logger, Transport } from '../ports';
import type { Profile } from '../profiles/profile';
import { checkEndpoint } from './endpoints';
import { describeBody, redirectTarget } from './responses';

/** An authorization server as one profile sees it: its metadata (RFC 8414 §2), every URL in it checked. */
export interface AuthorizationServer {
  readonly metadata: oauth.AuthorizationServer;
  /** Whether `metadata.issuer` is the server's own; without one, `iss` cannot be compared (RFC 9207 §2.4). */
  readonly issuerKnown: boolean;
}

/** Long enough for a sign-in and what follows at once; short enough that a mended server is seen. */
const CACHE_MILLISECONDS = 60 * 1000;

/** The three places where metadata live (OpenID Connect Discovery §4, RFC 8414 §3.1 and §5), in the order tried. */
const wellKnownForms: readonly ((issuer: URL) => string)[] = [
  (issuer) => `${issuer.origin}${withoutSlash(issuer.pathname)}/.well-known/openid-configuration`,
  (issuer) => `${issuer.origin}/.well-known/oauth-authorization-server${withoutSlash(issuer.pathname)}`,
  (issuer) => `${issuer.origin}/.well-known/openid-configuration${withoutSlash(issuer.pathname)}`,
];

/** Finds authorization servers: from the profile, from discovery, or both; what the profile writes wins. */
export class AuthorizationServers {
  readonly #discovered = new Map<string, { metadata: oauth.AuthorizationServer; at: number }>();

  constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws ValetKeyError `discovery_failed`, `url_refused`, or what the transport throws */
  async find(profile: Profile, signal: AbortSignal): Promise<AuthorizationServer> {
    const written = {
      ...(profile.authorizationEndpoint && { authorization_endpoint: profile.authorizationEndpoint }),
      ...(profile.tokenEndpoint && { token_endpoint: profile.tokenEndpoint }),
      ...(profile.jwksUri && { jwks_uri: profile.jwksUri }),
    };
    const discovered = profile.issuer
      ? await this.#discoverUnlessWritten(profile, profile.issuer, signal)
      : {};
    const metadata: oauth.AuthorizationServer = {
      issuer: profile.issuer ?? new URL(profile.tokenEndpoint ?? '').origin,
      ...discovered,
      ...written,
    };
    checkEndpoint('token_endpoint', metadata.token_endpoint, profile);
    if (profile.grantType === 'authorization_code') {
      checkEndpoint('authorization_endpoint', metadata.authorization_endpoint, profile);
    }
    if (metadata.jwks_uri !== undefined) checkEndpoint('jwks_uri', metadata.jwks_uri, profile);
    return { metadata, issuerKnown: profile.issuer !== undefined };
  }

  async #discoverUnlessWritten(
    profile: Profile,
    issuer: string,
    signal: AbortSignal,
  ): Promise<Partial<oauth.AuthorizationServer>> {
    const known = this.#discovered.get(issuer);
    if (known && this.clock.now() - known.at < CACHE_MILLISECONDS) return known.metadata;
    try {
      const metadata = await this.#discover(profile, issuer, signal);
      this.#discovered.set(issuer, { metadata, at: this.clock.now() });
      return metadata;
    } catch (error) {
      const needsBrowser = profile.grantType === 'authorization_code';
      const complete = profile.tokenEndpoint && (profile.authorizationEndpoint ?? !needsBrowser);
      if (isCancelled(error) || !complete) throw error;
      this.logger.warn('Discovery failed; the endpoints written in the profile are used.');
      return {};
    }
  }

  async #discover(profile: Profile, issuer: string, signal: AbortSignal): Promise<oauth.AuthorizationServer> {
    const url = checkEndpoint('issuer', issuer, profile);
    const failures: string[] = [];
    for (const address of new Set(wellKnownForms.map((form) => form(url)))) {
      const response = await this.transport.fetch(address, {
        method: 'GET',
        headers: { accept: 'application/json' },
        signal,
      });
      const reading = response.clone();
      try {
        return await oauth.processDiscoveryResponse(url, response);
      } catch (error) {
        const stated = statedIssuer(error);
        if (stated !== undefined) throw issuerMismatch(issuer, stated);
        failures.push(`${address} answered ${await describe(reading, address)}`);
      }
    }
    throw new ValetKeyError(
      'discovery_failed',
      `No usable metadata was found for the issuer ${issuer}: ${failures.join('; ')}.`,
      {
        hint: 'Check the issuer (the address before “/.well-known/…”), or write authorizationEndpoint and tokenEndpoint in the profile instead.',
        remedy: 'edit_profile',
      },
    );
  }
}

/** RFC 8414 §3.3: a document that names another issuer must not be used. */
function issuerMismatch(expected: string, stated: string): ValetKeyError {
  return new ValetKeyError(
    'discovery_failed',
    `The server calls itself “${cleanServerText(stated)}”, but the profile’s issuer is “${expected}”.`,
    {
      hint: 'They must be the same, letter by letter. If you trust that server, write its name as the issuer.',
      remedy: 'edit_profile',
    },
  );
}

/** The issuer that a document states, when that is why the library refused it. */
function statedIssuer(error: unknown): string | undefined {
  if (!(error instanceof oauth.OperationProcessingError)) return undefined;
  if (error.code !== oauth.JSON_ATTRIBUTE_COMPARISON) return undefined;
  const { body } = error.cause as { body?: { issuer?: unknown } };
  return typeof body?.issuer === 'string' ? body.issuer : undefined;
}

async function describe(response: Response, address: string): Promise<string> {
  return redirectTarget(response, address) ?? (await describeBody(response));
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
