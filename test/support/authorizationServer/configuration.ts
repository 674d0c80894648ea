import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AuthorizationDetail, ClientMetadata, Configuration } from 'oidc-provider';
import { deviceFlow } from './deviceFlow';
import { interactionUrl } from './interactions';
import type { MutualTlsConfiguration } from './mutualTls';
import { errorPage } from './pages';
import { claimsOf } from './person';
import { scopes } from './scopes';
import { signOut } from './signOut';

const fiveMinutes = 5 * 60;
const oneDay = 24 * 60 * 60;

export interface ConfigurationOptions {
  readonly clients: ClientMetadata[];
  readonly accessTokenSeconds: () => number;
  readonly rotateRefreshTokens: boolean;
  readonly mutualTls?: MutualTlsConfiguration | undefined;
  readonly requireDpopNonce: boolean;
}

/** oidc-provider's configuration. Lifetimes are in seconds. */
export function configuration(options: ConfigurationOptions): Configuration {
  const { mutualTls } = options;
  return {
    clients: options.clients,
    scopes: Object.keys(scopes),
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    findAccount: (_context, id) => {
      const claims = claimsOf(id);
      return claims && { accountId: id, claims: () => claims };
    },
    // ID tokens carry what the scopes allow, as most providers do it; the library would leave it to userinfo.
    conformIdTokenClaims: false,
    cookies: { keys: [secretKey()] },
    jwks: { keys: [signingKey()] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow,
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => options.requireDpopNonce },
      claimsParameter: { enabled: true },
      jwtResponseModes: { enabled: true },
      requestObjects: { enabled: true },
      // Any https resource is one with all of our scopes (RFC 8707); its tokens stay opaque, so that they can be looked up.
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: Object.keys(scopes).join(' '), accessTokenFormat: 'opaque' }),
        useGrantedResource: () => true,
      },
      // Any details of the type “orders” are granted as they were asked for (RFC 9396).
      richAuthorizationRequests: {
        enabled: true,
        types: { orders: { validate: () => undefined } },
        authorizationDetailsForGrantSource: ({ oidc }) =>
          JSON.parse(String(oidc.params?.authorization_details)) as AuthorizationDetail[],
        authorizationDetailsForAccessToken: (_context, _token, source) => source?.rar,
        authorizationDetailsForIntrospection: (_context, token) => token.rar,
      },
      introspection: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: signOut,
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
      ...(mutualTls && { mTLS: mutualTls.mTLS }),
    },
    ...(mutualTls && { discovery: mutualTls.discovery, clientAuthMethods: mutualTls.clientAuthMethods }),
    responseTypes: [
      'code',
      'code id_token',
      'code token',
      'code id_token token',
      'id_token',
      'id_token token',
      'none',
    ],
    interactions: { url: (_context, interaction) => interactionUrl(interaction.uid) },
    rotateRefreshToken: options.rotateRefreshTokens,
    ttl: {
      AccessToken: options.accessTokenSeconds,
      ClientCredentials: options.accessTokenSeconds,
      DeviceCode: fiveMinutes,
      Grant: oneDay,
      IdToken: fiveMinutes,
      Interaction: fiveMinutes,
      RefreshToken: oneDay,
      Session: oneDay,
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = errorPage(error, description ?? '');
    },
  };
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
}

function secretKey(): string {
  return randomBytes(32).toString('base64url');
}
