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
 * profile's own issuer, endpoints, jwksUri and clientId, or of the one member that names another source.
 * @returns 43 base64url characters
 */
export async function fingerprint(profile: Profile): Promise<string> {
  const members = Object.entries(profile)
    .filter(([member, value]) => isBinding(member, profile.grantType) && value !== undefined)
    // RFC 8785 §3.2.3: by UTF-16 code units, as `<` compares; no two keys are equal.
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify(Object.fromEntries(members));
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

async function sha256(text: string): Promise<string> {
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
