import { ProfileVariables } from '../requestFiles/profileVariables';
import { usesRedirect, type Profile, type ServerMembers, type TokenSource } from './profile';
import type { ProfilesAround } from './readProfiles';
import { isLoopbackUri, isOutOfBand } from './urls';

/** Grant types that the standards advise against, and why. */
const insecureGrants: Readonly<Partial<Record<TokenSource, string>>> = {
  implicit:
    'Insecure: implicit puts the access token into the browser’s address, where its history and other programs can read it (RFC 9700 §2.1.2). Use authorization_code when the server offers it.',
  hybrid:
    'Insecure: hybrid lets tokens pass through the browser (RFC 9700 §2.1.2). Use authorization_code when the server offers it.',
  password:
    'Insecure: password gives this client your password, and a second factor cannot be asked for (RFC 9700 §2.4). Use authorization_code or device_code when the server offers one.',
};

const usesCode: readonly TokenSource[] = ['authorization_code', 'hybrid', 'code_credentials'];

/**
 * What a person should know of a profile that can be used: protections that it does without, in whole sentences
 * without any secret. Each begins with “Insecure:”.
 */
export function warningsOf(profile: Profile): readonly string[] {
  const { grantType, codeChallengeMethod, allowHttp, redirectUri } = profile;
  return [
    insecureGrants[grantType],
    usesCode.includes(grantType) ? challengeWarnings[codeChallengeMethod] : undefined,
    allowHttp
      ? 'Insecure: allowHttp lets tokens and secrets travel in clear, where anyone on the way can read them.'
      : undefined,
    profile.tokenQueryParameter === undefined
      ? undefined
      : 'Insecure: tokenQueryParameter puts the token into URLs, which servers and proxies write into their logs (RFC 9700 §4.3.2). Use a header when the API takes one.',
    redirectUri?.startsWith('http:') === true && usesRedirect(profile) && !isLoopbackUri(redirectUri)
      ? 'Insecure: the redirectUri is http on another machine, so the answer travels there in clear. Use an https address, or one on this computer.'
      : undefined,
  ].filter((warning) => warning !== undefined);
}

const challengeWarnings = {
  S256: undefined,
  plain:
    'Insecure: PKCE with plain does not protect a code whose request was seen too (RFC 7636 §7.2). Use S256 when the server takes it.',
  none: 'Insecure: without PKCE a stolen code can be used by whoever stole it (RFC 9700 §2.1.1). Use S256 when the server takes it.',
} as const satisfies Record<Profile['codeChallengeMethod'], string | undefined>;

/** Whether a profile does without a protection: marked wherever it shows. */
export function isInsecure(profile: Profile): boolean {
  return warningsOf(profile).length > 0;
}

/** What a person should know of a profile because of the others beside it, in whole sentences. */
export function warningsAmong(profile: Profile, all: ProfilesAround): readonly string[] {
  const others = all.profiles.filter(({ name }) => name !== profile.name);
  return [
    oneIssuer(profile, others),
    oneRedirectUri(profile, others),
    oneKey(profile, others),
    // R7: whoever reads the variable could not tell whose token it gets.
    new ProfileVariables(all).problemOf(profile.name),
  ].filter((warning) => warning !== undefined);
}

/** G12, RFC 9207 §4: an issuer tells servers apart only while each has one. */
function oneIssuer(profile: Profile, others: readonly Profile[]): string | undefined {
  if (profile.issuer === undefined) return undefined;
  const other = others.find(
    (candidate) =>
      candidate.issuer === profile.issuer &&
      endpointMembers.some(
        (member) =>
          profile[member] !== undefined &&
          candidate[member] !== undefined &&
          profile[member] !== candidate[member],
      ),
  );
  return (
    other &&
    `“${other.name}” has the same issuer and other endpoints. One of the two may be wrong, or forged.`
  );
}

const endpointMembers = [
  'authorizationEndpoint',
  'tokenEndpoint',
  'deviceAuthorizationEndpoint',
  'pushedAuthorizationRequestEndpoint',
  'jwksUri',
] as const satisfies readonly (keyof ServerMembers)[];

/** Decision 6, RFC 9700 §4.4.2: an answer that names no issuer is told from another server’s by where it arrives. */
function oneRedirectUri(profile: Profile, others: readonly Profile[]): string | undefined {
  if (profile.redirectUri === undefined || profile.grantType === 'code_credentials') return undefined;
  // Nobody is sent there: the person sees whose code it is.
  if (isOutOfBand(profile.redirectUri)) return undefined;
  const other = others.find(
    ({ redirectUri, ...candidate }) =>
      redirectUri === profile.redirectUri && !isSameServer(candidate, profile),
  );
  return (
    other &&
    `“${other.name}” has the same redirectUri at another server, so one server’s answer could be taken for the other’s (RFC 9700 §4.4). Give each its own port or path.`
  );
}

/** M10: what one server was sent, it could send to another that takes the same key. */
function oneKey(profile: Profile, others: readonly Profile[]): string | undefined {
  if (profile.clientKeyFile === undefined) return undefined;
  const other = others.find(
    ({ clientKeyFile, ...candidate }) =>
      clientKeyFile === profile.clientKeyFile && !isSameServer(candidate, profile),
  );
  return (
    other && `“${other.name}” signs with the same key at another server. Give each server a key of its own.`
  );
}

type Server = Pick<Profile, 'issuer' | 'authorizationEndpoint' | 'tokenEndpoint'>;

function isSameServer(one: Server, other: Server): boolean {
  return one.issuer !== undefined && other.issuer !== undefined
    ? one.issuer === other.issuer
    : originOf(one) === originOf(other);
}

function originOf({ issuer, tokenEndpoint, authorizationEndpoint }: Server): string {
  return new URL(issuer ?? tokenEndpoint ?? authorizationEndpoint ?? 'about:blank').origin;
}
