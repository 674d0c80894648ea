import { memberLines } from './approvalLines';
import { canonicalJson } from './canonicalJson';
import { cleanServerText } from '../errors';
import { clientCredentialKind, needsClientKey } from './clientCredentialKind';
import { describeGrant } from './describeProfile';
import { sha256 } from './fingerprint';
import type { Profile } from './profile';
import { usesRedirect } from './profile';
import type { WorkspaceSource } from './profileSource';
import { warningsOf } from './warnings';

type Shared = Profile & { readonly source: WorkspaceSource };

/** What an approval holds for: the whole profile, and where it is shared. @returns 43 base64url characters */
export async function approvalOf(profile: Shared): Promise<string> {
  return await sha256(canonicalJson(profile));
}

/** Members that are said in other words below, or are nobody's to read. */
const toldOtherwise: ReadonlySet<string> = new Set([
  'name',
  'source',
  'grantType',
  'tokenEndpointAuthMethod',
]);
/** What a person has to see first. */
const first: readonly string[] = [
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'clientId',
  'scope',
  'redirectUri',
  'apiBaseUrls',
];

/**
 * What a person approves, line by line: each member as it would be used, what will be asked for, and which protections
 * are missing. Plain text, of others' writing, and never cut: what would not fit is refused (see `sharedMistakes`).
 */
export function describeForApproval(profile: Shared): string {
  const members = Object.entries(profile).filter(
    ([member, value]) => !toldOtherwise.has(member) && value !== undefined && value !== false,
  );
  const rank = (member: string) => (first.includes(member) ? first.indexOf(member) : first.length);
  const lines = members
    .sort(([a], [b]) => rank(a) - rank(b))
    .filter(([member, value]) => !isDefault(member, value))
    .flatMap(([member, value]) => memberLines(member, value));
  return [
    `Written in: ${cleanServerText(profile.source.uri)}`,
    `Gets its token by: ${describeGrant(profile)}`,
    ...lines,
    ...(usesRedirect(profile) && profile.redirectUri === undefined
      ? ['redirectUri: this machine, at a port of its own']
      : []),
    `Client authentication: ${profile.tokenEndpointAuthMethod}`,
    '',
    asked(profile),
    ...warningsOf(profile).map((warning) => `• ${warning}`),
  ].join('\n');
}

/** What is so without a word, and means nothing to a person. */
function isDefault(member: string, value: unknown): boolean {
  const defaults: Readonly<Record<string, unknown>> = {
    scopeSeparator: ' ',
    codeChallengeMethod: 'S256',
    codeVerifier: 'generate',
    clientId: '',
  };
  return member in defaults && defaults[member] === value;
}

/** What the person will have to give. None of it is there already: nothing that is stored for another profile is found. */
function asked(profile: Profile): string {
  const kind = clientCredentialKind(profile);
  const secrets = [
    kind === 'secret' ? 'the client secret' : undefined,
    needsClientKey(profile) ? 'the client’s private key' : undefined,
    profile.grantType === 'password' || profile.grantType === 'code_credentials'
      ? 'your password'
      : undefined,
    profile.grantType === 'refresh_token' ? 'a refresh token' : undefined,
    profile.grantType === 'pasted_token' ? 'an access token' : undefined,
    profile.grantType === 'token_exchange' && profile.subjectProfile === undefined
      ? 'a token to exchange'
      : undefined,
    profile.grantType === 'jwt_bearer' && profile.assertion === undefined ? 'a signed assertion' : undefined,
  ].filter((secret) => secret !== undefined);
  const will =
    secrets.length === 0
      ? 'Valet Key will ask you for no secret.'
      : `Valet Key will ask you anew for ${secrets.join(' and ')}, and send it there.`;
  return `${will} No secret and no token of your own profiles is used for it.`;
}
