import * as oauth from 'oauth4webapi';
import type { Rule } from './rule';

/**
 * A rule for a server that calls itself otherwise in its metadata than the address says (RFC 8414 §3.3). These two are
 * the only ones that touch an issuer.
 */
export interface DiscoveryRule extends Rule {
  /** @param stated the `issuer` of the document that was found at `issuer` */
  readonly accepts: (issuer: URL, stated: string) => boolean;
}

/** Stands for the tenant of whoever signs in. */
const ANY_TENANT = '{tenantid}';
const entra = 'https://login.microsoftonline.com';
const tenantId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const discoveryRules: readonly DiscoveryRule[] = [
  {
    name: 'entra-tenant',
    provider: 'Microsoft Entra ID: “common”, “organizations”, “consumers”, or a tenant by its domain',
    source: 'openid-client #704 and #893',
    accepts: (issuer, stated) => {
      const tenant = /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0$/.exec(stated)?.[1] ?? '';
      return issuer.origin === entra && (tenant === ANY_TENANT || tenantId.test(tenant));
    },
  },
  {
    name: 'b2c-policy',
    provider: 'Azure AD B2C',
    source: 'openid-client #718',
    accepts: (issuer, stated) =>
      issuer.protocol === 'https:' &&
      issuer.hostname.endsWith('.b2clogin.com') &&
      URL.canParse(stated) &&
      new URL(stated).origin === issuer.origin,
  },
];

/** What the library asks for the issuer that an ID token must have; it exports the symbol, but not its type. */
const { _expectedIssuer: expectedIssuer } = oauth as unknown as { readonly _expectedIssuer: symbol };

/**
 * Metadata that name a tenant as `{tenantid}` stand for every tenant: an ID token's issuer is then that of the tenant
 * that its `tid` names. The keys are Microsoft's, whichever tenant it is.
 */
export function withTenantIssuer(metadata: oauth.AuthorizationServer): oauth.AuthorizationServer {
  const { issuer } = metadata;
  if (issuer !== `${entra}/${ANY_TENANT}/v2.0`) return metadata;
  const ofTenant = ({ claims }: { readonly claims: Readonly<Record<string, unknown>> }) =>
    typeof claims.tid === 'string' && tenantId.test(claims.tid)
      ? issuer.replace(ANY_TENANT, claims.tid)
      : issuer;
  return Object.assign({ ...metadata }, { [expectedIssuer]: ofTenant });
}
