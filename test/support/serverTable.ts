/**
 * What docs/servers.md shows: which real authorization server takes which part of the product. A test says in one line
 * which cells it proves:
 *
 *     it('G3: slow_down is honoured', async () => {
 *       proves('glewlwyd', 'device_code', 'deviceSlowDown');
 *       …
 *     });
 *
 * It has proved them when mocha says that it passed. After a whole run of the interop suite in which every test passed,
 * the page is written (../serverTable.entry.ts). What a server does not offer, or we do not take from it, is
 * data beside its support code (`whyNot`). Only tests against the real server count: one with scripted answers names no cell.
 */
import {
  grantTypes,
  tokenEndpointAuthMethods,
  type GrantType,
  type TokenEndpointAuthMethod,
} from '../../src/core/profiles/profile';

export const serverNames = ['oidcProvider', 'glewlwyd', 'djangoOauthToolkit'] as const;
export type ServerName = (typeof serverNames)[number];

/** What the product does beside grant types and client authentication; the words are those of the table. */
const protocolFeatures = {
  discovery: 'Discovery (OpenID Connect Discovery, RFC 8414)',
  pkceS256: 'PKCE, S256 (RFC 7636)',
  pkcePlain: 'PKCE, plain',
  iss: '`iss` in the authorization response (RFC 9207)',
  formPost: '`response_mode=form_post`',
  par: 'Pushed authorization requests (RFC 9126)',
  jar: 'Signed request objects, JAR (RFC 9101)',
  jarm: 'Signed authorization responses, JARM',
  rar: '`authorization_details`, RAR (RFC 9396)',
  resource: '`resource` (RFC 8707)',
  dpop: 'DPoP (RFC 9449)',
  dpopNonce: 'DPoP with a nonce from the server',
  idToken: 'ID token validated, with its signature',
  deviceSlowDown: 'Device grant: `slow_down` honoured (RFC 8628)',
  refresh: 'Refresh',
  rotation: 'Refresh tokens that are used once',
  revoke: 'Revoke (RFC 7009)',
  introspect: 'Introspect (RFC 7662)',
  userinfo: 'Userinfo',
  signOut: 'Sign out at the provider (RP-Initiated Logout)',
} as const;
export type ProtocolFeature = keyof typeof protocolFeatures;

/** A row of the table. */
export type Feature = GrantType | TokenEndpointAuthMethod | ProtocolFeature;

/** What stands in a cell in place of “passed”. */
export type WhyNot = Partial<Readonly<Record<Feature, string>>>;

export interface TableSection {
  readonly title: string;
  readonly rows: readonly { readonly feature: Feature; readonly label: string }[];
}

/** The rows of the table, under the headings that they stand under. */
export const tableSections: readonly TableSection[] = [
  { title: 'Grant type', rows: grantTypes.map((feature) => ({ feature, label: `\`${feature}\`` })) },
  {
    title: 'Client authentication',
    rows: tokenEndpointAuthMethods.map((feature) => ({ feature, label: `\`${feature}\`` })),
  },
  {
    title: 'Protocol',
    rows: (Object.entries(protocolFeatures) as [ProtocolFeature, string][]).map(([feature, label]) => ({
      feature,
      label,
    })),
  },
];

/** Cells of the table that a test proves by passing. */
export interface Proof {
  readonly server: ServerName;
  readonly features: readonly Feature[];
}

/** Of the test that runs now. Global, since each test file is a bundle of its own and the reporter is another. */
const claims = ((globalThis as { valetKeyClaims?: Proof[] }).valetKeyClaims ??= []);

/** Said within a test: when it passes, these cells of docs/servers.md have passed. */
export function proves(server: ServerName, ...features: readonly [Feature, ...Feature[]]): void {
  claims.push({ server, features });
}

/** What the test that ends now has claimed; for the reporter. */
export function takeClaims(): readonly Proof[] {
  return claims.splice(0);
}
