import type * as oauth from 'oauth4webapi';
import { ValetKeyError, isCancelled } from '../../errors';
import type { Clock, Logger, Transport } from '../../ports';
import type { Profile } from '../../profiles/profile';
import { isLoopback } from '../../profiles/urls';
import { Discovery } from './discovery';
import { notOffered } from './endpointPurposes';
import { checkEndpoint, endpointNames, type EndpointName } from './endpoints';
import { withTenantIssuer } from '../rules/discoveryRules';
import { verifiableAlgorithms } from '../client/signatureAlgorithms';

/** An authorization server as one profile sees it: its metadata (RFC 8414 §2), every URL in it checked. */
export interface AuthorizationServer {
  readonly metadata: oauth.AuthorizationServer;
  /** Whether `metadata.issuer` is the server's own; without one, `iss` cannot be compared (RFC 9207 §2.4). */
  readonly issuerKnown: boolean;
  /** Something in the metadata did not hold: the next request reads them anew. These stay as they are (C17). */
  outdated(): void;
}

export interface FindOptions {
  /** Endpoints without which there is no point in going on. */
  readonly needed: readonly EndpointName[];
  /** Takes the endpoints that the server has for clients with a certificate (RFC 8705 §5). */
  readonly mutualTls?: boolean;
}

interface Checking extends FindOptions {
  readonly profile: Profile;
  /** The endpoints that the profile itself names. */
  readonly written: WrittenEndpoints;
}

type WrittenEndpoints = Partial<Readonly<Record<EndpointName, string>>>;

/** Finds authorization servers: from the profile, from discovery, or both; what the profile writes wins. */
export class AuthorizationServers {
  readonly #discovery: Discovery;

  constructor(
    transport: Transport,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#discovery = new Discovery(transport, clock, logger);
  }

  /** @throws ValetKeyError `discovery_failed`, `url_refused`, `not_offered`, or what the transport throws */
  async find(
    profile: Profile,
    signal: AbortSignal,
    { needed, mutualTls = false }: FindOptions,
  ): Promise<AuthorizationServer> {
    const written = writtenEndpoints(profile);
    const missing = needed.filter((name) => written[name] === undefined);
    const discovered = await this.#discover(profile, missing, signal);
    const metadata = {
      issuer: profile.issuer ?? originOf(profile),
      ...discovered,
      ...verifiableAlgorithms(discovered),
      ...(mutualTls && aliases(discovered.mtls_endpoint_aliases)),
      ...written,
    };
    return {
      metadata: withTenantIssuer(this.#checked(metadata, { profile, written, needed })),
      issuerKnown: profile.issuer !== undefined,
      outdated: () => this.#discovery.markOutdated(profile),
    };
  }

  /** Every endpoint is checked before anything can use it: a bad one that is needed is an error, any other goes. */
  #checked(
    metadata: oauth.AuthorizationServer,
    { profile, written, needed }: Checking,
  ): oauth.AuthorizationServer {
    const unusable: EndpointName[] = [];
    const stated = endpointNames.filter((name) => metadata[name] !== undefined);
    for (const name of needed) if (!stated.includes(name)) throw notOffered(name, profile);
    for (const name of stated) {
      try {
        const url = checkEndpoint(name, metadata[name], profile);
        if (written[name] === undefined) checkVoucher(name, url, profile);
      } catch (error) {
        // Bad keys are not the same as none: an ID token must not pass unchecked because of them.
        if (name === 'jwks_uri' || needed.includes(name)) throw error;
        this.logger.warn(`The server’s ${name} is not used: it is not an address that is safe to use.`);
        unusable.push(name);
      }
    }
    const kept = Object.entries(metadata).filter(([name]) => !unusable.some((bad) => bad === name));
    return { ...Object.fromEntries(kept), issuer: metadata.issuer };
  }

  /** @param missing what is needed and not written in the profile */
  async #discover(
    { issuer, ...profile }: Profile,
    missing: readonly EndpointName[],
    signal: AbortSignal,
  ): Promise<Partial<oauth.AuthorizationServer>> {
    if (issuer === undefined) return {};
    const enough = (metadata: oauth.AuthorizationServer) =>
      missing.every((name) => metadata[name] !== undefined);
    try {
      return await this.#discovery.read({ ...profile, issuer }, enough, signal);
    } catch (error) {
      if (isCancelled(error) || missing.length > 0) throw error;
      this.logger.warn('Discovery failed; the endpoints written in the profile are used.');
      return {};
    }
  }
}

/** Stands in for an issuer where there is none. */
function originOf({ tokenEndpoint, authorizationEndpoint }: Profile): string {
  return new URL(tokenEndpoint ?? authorizationEndpoint ?? '').origin;
}

/** C11: metadata that were read in clear vouch for their own host alone; anybody could have named another. */
function checkVoucher(name: EndpointName, endpoint: URL, { issuer = '' }: Profile): void {
  const voucher = new URL(issuer);
  if (voucher.protocol === 'https:' || isLoopback(voucher) || voucher.host === endpoint.host) return;
  throw new ValetKeyError(
    'url_refused',
    `The server’s ${name} is not used: it is at ${endpoint.host}, and metadata that were read without https vouch for ${voucher.host} alone.`,
    {
      hint: 'Use the https address of the issuer, or write the endpoint in the profile.',
      remedy: 'edit_profile',
    },
  );
}

/** The endpoints among the aliases (RFC 8705 §5), which may be anything; in particular not another issuer. */
function aliases(value: unknown): WrittenEndpoints {
  if (typeof value !== 'object' || value === null) return {};
  const written = value as Readonly<Record<string, unknown>>;
  const found = endpointNames.map((name) => [name, written[name]] as const);
  return Object.fromEntries(found.filter(([, url]) => typeof url === 'string'));
}

/** What the profile itself says; it wins over what is discovered. */
function writtenEndpoints(profile: Profile): WrittenEndpoints {
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
