import { canonicalJson } from './canonicalJson';
import { isOtherSource, type OtherSource } from './otherSources';
import type { Profile, TokenSource } from './profile';

/** What names a source that is no authorization server: one’s token is not taken for another’s. */
const namingMember = {
  vscode_session: 'authenticationProvider',
  command: 'command',
  pasted_token: 'name',
} as const satisfies Record<OtherSource, keyof Profile>;

/** Law 2: what decides where a secret may be sent, and as whom. Only what the profile itself says. */
const isBinding = (member: string, grantType: TokenSource): boolean =>
  isOtherSource(grantType)
    ? member === namingMember[grantType]
    : member === 'issuer' || member === 'jwksUri' || member === 'clientId' || member.endsWith('Endpoint');

/**
 * The fingerprint that secrets and token records carry (law 2): SHA-256 of the canonical JSON (RFC 8785) of the
 * profile's own issuer, endpoints, jwksUri and clientId, or of the one member that names another source. That of a
 * profile which a workspace shares covers where it is shared and as what, so that nothing is found by it that was stored
 * for another one, least of all for the person's own (decision 5).
 * @returns 43 base64url characters
 */
export async function fingerprint(profile: Profile): Promise<string> {
  const { source } = profile;
  const members = Object.entries(profile).filter(([member]) => isBinding(member, profile.grantType));
  const canonical = canonicalJson({
    ...Object.fromEntries(members),
    // What folder or file, and what is written in it: the name in front of a person may change.
    ...(source !== 'user' && { source: { uri: source.uri, name: source.name } }),
  });
  const known = prints.get(canonical) ?? sha256(canonical);
  // The newest last: what goes first when there are too many is what was not used for longest.
  prints.delete(canonical);
  prints.set(canonical, known);
  if (prints.size > MAX_PRINTS) prints.delete(prints.keys().next().value ?? '');
  return await known;
}

/** Profiles are read anew each time, and every token is held against all of them. */
const prints = new Map<string, Promise<string>>();
const MAX_PRINTS = 200;

/** @returns 43 base64url characters */
export async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** The last segment of the default redirect URI: short enough to read, and it survives a rename (design.md §3). */
export function callbackId(fingerprintOfProfile: string): string {
  return fingerprintOfProfile.slice(0, 8);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
