import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText } from '../../errors';
import type { Clock, Logger, Transport } from '../../ports';
import type { Profile } from '../../profiles/profile';
import { duration } from '../../tokens/expiry';
import { checkEndpoint } from './endpoints';
import { describeBody, redirectTarget } from '../token/responses';
import { discoveryRules } from '../rules/discoveryRules';

/** A profile that has an issuer, so that there is something to discover. */
export type DiscoverableProfile = Profile & Required<Pick<Profile, 'issuer'>>;

interface Known {
  readonly metadata: oauth.AuthorizationServer;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Something that they said did not hold: an endpoint that is not there, a key that nobody knows. */
  outdated: boolean;
}

/**
 * What saves a request for each token. Short enough that a person who changes a server sees it soon; what fails, or
 * lacks what is needed, is read anew at once.
 */
const FRESH_MILLISECONDS = 10 * 60 * 1000;

/** The cause of a failure in which no answer came back whole. */
const unreachable = new Error('unreachable');

/** The three places where metadata live (OpenID Connect Discovery §4, RFC 8414 §3.1 and §5), in the order tried. */
const wellKnownForms: readonly ((issuer: URL) => string)[] = [
  (issuer) => `${issuer.origin}${withoutSlash(issuer.pathname)}/.well-known/openid-configuration`,
  (issuer) => `${issuer.origin}/.well-known/oauth-authorization-server${withoutSlash(issuer.pathname)}`,
  (issuer) => `${issuer.origin}/.well-known/openid-configuration${withoutSlash(issuer.pathname)}`,
];

/** Reads what authorization servers publish of themselves, and keeps it for as long as the window lives. */
export class Discovery {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The metadata of a profile's issuer: as known, or read anew when they are old, outdated or not enough. When the
   * server cannot be reached those that are known still serve, however old (C18).
   * @param enough whether metadata hold what is needed
   * @throws ValetKeyError `discovery_failed`, `url_refused`, or what the transport throws
   */
  async read(
    profile: DiscoverableProfile,
    enough: (metadata: oauth.AuthorizationServer) => boolean,
    signal: AbortSignal,
  ): Promise<oauth.AuthorizationServer> {
    const key = keyOf(profile);
    const known = this.#known.get(key);
    if (known && this.#isFresh(known) && enough(known.metadata)) return known.metadata;
    try {
      const metadata = await this.#discover(profile, signal);
      this.#known.set(key, { metadata, readAt: this.clock.now(), outdated: false });
      return metadata;
    } catch (error) {
      if (known === undefined || !enough(known.metadata) || !isUnreachable(error)) throw error;
      const age = duration(this.clock.now() - known.readAt);
      this.logger.warn(`The server’s metadata could not be read again; those of ${age} ago are used.`);
      return known.metadata;
    }
  }

  /** Something in them did not hold: whoever needs them next reads them anew. */
  markOutdated(profile: Profile): void {
    const known = this.#known.get(keyOf(profile));
    if (known) known.outdated = true;
  }

  #isFresh({ readAt, outdated }: Known): boolean {
    return !outdated && this.clock.now() - readAt < FRESH_MILLISECONDS;
  }

  async #discover(profile: DiscoverableProfile, signal: AbortSignal): Promise<oauth.AuthorizationServer> {
    const url = checkEndpoint('issuer', profile.issuer, profile);
    const failures: string[] = [];
    let heard = false;
    for (const address of new Set(wellKnownForms.map((form) => form(url)))) {
      const response = await this.#fetch(address, signal);
      if (response instanceof ValetKeyError) {
        failures.push(`${address}: ${response.message.replace(/\.$/, '')}`);
        continue;
      }
      heard = true;
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
      `No usable metadata was found for the issuer ${profile.issuer}: ${failures.join('; ')}.`,
      {
        hint: 'Check the issuer (the address before “/.well-known/…”), or write authorizationEndpoint and tokenEndpoint in the profile instead.',
        remedy: heard ? 'edit_profile' : 'try_again',
        cause: heard ? undefined : unreachable,
      },
    );
  }

  /** The answer; or why it did not come back whole, which another address need not share (C7). */
  async #fetch(address: string, signal: AbortSignal): Promise<Response | ValetKeyError> {
    try {
      const headers = { accept: 'application/json' };
      return await this.transport.fetch(address, { method: 'GET', headers, signal });
    } catch (error) {
      if (error instanceof ValetKeyError && error.code === 'answer_unknown' && !isTimeOut(error))
        return error;
      throw error;
    }
  }

  /** RFC 8414 §3.3: a document that names another issuer must not be used, but for two hosts that always do. */
  #acceptedByRule(
    document: oauth.AuthorizationServer,
    issuer: URL,
    profile: DiscoverableProfile,
  ): oauth.AuthorizationServer {
    const rule = discoveryRules.find(({ accepts }) => accepts(issuer, document.issuer));
    if (rule === undefined || profile.strict) throw issuerMismatch(profile.issuer, document.issuer);
    this.logger.info(`The metadata of ${issuer.host} were accepted by rule ${rule.name} (${rule.provider}).`);
    return document;
  }
}

/** Profiles of one issuer share what was read of it; but what a rule let pass for one is not for a strict one. */
function keyOf({ issuer = '', strict }: Profile): string {
  return strict ? `strict ${issuer}` : issuer;
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof ValetKeyError)) return false;
  return error.code === 'request_not_sent' || error.code === 'answer_unknown' || error.cause === unreachable;
}

/** Three addresses with a time limit each are more than anybody waits for. */
function isTimeOut({ cause }: ValetKeyError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ETIMEDOUT';
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
