import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText, isCancelled } from '../errors';
import type { Clock, Logger, Transport } from '../ports';
import type { Profile } from '../profiles/profile';
import { checkEndpoint, isUsableEndpoint } from './endpoints';
import { describeBody, redirectTarget } from './responses';
import { discoveryRules, withTenantIssuer } from './rules/discoveryRules';

/** An authorization server as one profile sees it: its metadata (RFC 8414 §2), every URL in it checked. */
export interface AuthorizationServer {
  readonly metadata: oauth.AuthorizationServer;
  /** Whether `metadata.issuer` is the server's own; without one, `iss` cannot be compared (RFC 9207 §2.4). */
  readonly issuerKnown: boolean;
}

/** The endpoints that we use, as the metadata call them (RFC 8414 §2 and others). */
export const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'jwks_uri',
] as const;
export type EndpointName = (typeof endpointNames)[number];

export interface FindOptions {
  /** Endpoints without which there is no point in going on. */
  readonly needed: readonly EndpointName[];
  /** Takes the endpoints that the server has for clients with a certificate (RFC 8705 §5). */
  readonly mutualTls?: boolean;
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

  /** @throws ValetKeyError `discovery_failed`, `url_refused`, `not_offered`, or what the transport throws */
  async find(profile: Profile, signal: AbortSignal, options: FindOptions): Promise<AuthorizationServer> {
    const written = writtenEndpoints(profile);
    const complete = options.needed.every((name) => written[name] !== undefined);
    const discovered = profile.issuer
      ? await this.#discoverUnlessWritten(profile, profile.issuer, complete, signal)
      : {};
    const metadata = {
      issuer: profile.issuer ?? new URL(profile.tokenEndpoint ?? '').origin,
      ...discovered,
      ...(options.mutualTls === true && aliases(discovered.mtls_endpoint_aliases)),
      ...written,
    };
    return {
      metadata: withTenantIssuer(this.#checked(metadata, profile, options.needed)),
      issuerKnown: profile.issuer !== undefined,
    };
  }

  /** Every endpoint is checked before anything can use it: a bad one that is needed is an error, any other goes. */
  #checked(
    metadata: oauth.AuthorizationServer,
    profile: Profile,
    needed: readonly EndpointName[],
  ): oauth.AuthorizationServer {
    const unusable: EndpointName[] = [];
    for (const name of endpointNames) {
      // Bad keys are not the same as none: an ID token must not pass unchecked because of them.
      const isKeys = name === 'jwks_uri' && metadata[name] !== undefined;
      if (isKeys || needed.includes(name)) checkEndpoint(name, metadata[name], profile);
      else if (metadata[name] !== undefined && !isUsableEndpoint(name, metadata[name], profile)) {
        this.logger.warn(`The server’s ${name} is not used: it is not an address that is safe to use.`);
        unusable.push(name);
      }
    }
    const kept = Object.entries(metadata).filter(([name]) => !unusable.some((bad) => bad === name));
    return { ...Object.fromEntries(kept), issuer: metadata.issuer };
  }

  async #discoverUnlessWritten(
    profile: Profile,
    issuer: string,
    complete: boolean,
    signal: AbortSignal,
  ): Promise<Partial<oauth.AuthorizationServer>> {
    // What a rule let pass for one profile is not for a strict one.
    const key = profile.strict ? `strict ${issuer}` : issuer;
    const known = this.#discovered.get(key);
    if (known && this.clock.now() - known.at < CACHE_MILLISECONDS) return known.metadata;
    try {
      const metadata = await this.#discover(profile, issuer, signal);
      this.#discovered.set(key, { metadata, at: this.clock.now() });
      return metadata;
    } catch (error) {
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
        const stated = documentOfAnotherIssuer(error);
        if (stated !== undefined) return this.#acceptedByRule(stated, url, profile);
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

  /** RFC 8414 §3.3: a document that names another issuer must not be used, but for two hosts that always do. */
  #acceptedByRule(
    document: oauth.AuthorizationServer,
    issuer: URL,
    profile: Profile,
  ): oauth.AuthorizationServer {
    const rule = discoveryRules.find(({ accepts }) => accepts(issuer, document.issuer));
    if (rule === undefined || profile.strict) throw issuerMismatch(profile.issuer ?? '', document.issuer);
    this.logger.info(`The metadata of ${issuer.host} were accepted by rule ${rule.name} (${rule.provider}).`);
    return document;
  }
}

/** The endpoints among the aliases (RFC 8705 §5), which may be anything; in particular not another issuer. */
function aliases(value: unknown): Partial<Record<EndpointName, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const written = value as Readonly<Record<string, unknown>>;
  const found = endpointNames.map((name) => [name, written[name]] as const);
  return Object.fromEntries(found.filter(([, url]) => typeof url === 'string'));
}

/** What the profile itself says; it wins over what is discovered. */
function writtenEndpoints(profile: Profile): Partial<Record<EndpointName, string>> {
  const written: Record<EndpointName, string | undefined> = {
    authorization_endpoint: profile.authorizationEndpoint,
    token_endpoint: profile.tokenEndpoint,
    device_authorization_endpoint: profile.deviceAuthorizationEndpoint,
    pushed_authorization_request_endpoint: profile.pushedAuthorizationRequestEndpoint,
    revocation_endpoint: profile.revocationEndpoint,
    introspection_endpoint: profile.introspectionEndpoint,
    userinfo_endpoint: profile.userinfoEndpoint,
    end_session_endpoint: profile.endSessionEndpoint,
    jwks_uri: profile.jwksUri,
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

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

/** The document, when the library refused it because of the issuer that it states. */
function documentOfAnotherIssuer(error: unknown): oauth.AuthorizationServer | undefined {
  if (!(error instanceof oauth.OperationProcessingError)) return undefined;
  if (error.code !== oauth.JSON_ATTRIBUTE_COMPARISON) return undefined;
  const { body } = error.cause as { body?: oauth.AuthorizationServer };
  return typeof body?.issuer === 'string' ? body : undefined;
}

async function describe(response: Response, address: string): Promise<string> {
  return redirectTarget(response, address) ?? (await describeBody(response));
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
