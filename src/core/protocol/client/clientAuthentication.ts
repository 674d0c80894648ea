import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { ClientCertificate, ClientKey, Logger } from '../../ports';
import type { Profile } from '../../profiles/profile';
import type { Redactor } from '../../redactor';
import type { AuthorizationServer } from '../server/authorizationServers';
import { formEncodedBasic, rawBasic } from './basicAuthentication';
import { ed25519Name, signingKey } from './clientKey';

export interface AuthenticationContext {
  readonly profile: Profile;
  readonly credentials: ClientCredentials;
  readonly server: AuthorizationServer;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** What authenticates the client beside its id, and what it signs with. */
export interface ClientCredentials {
  readonly clientSecret?: string | undefined;
  readonly clientKey?: ClientKey | undefined;
}

/** HS256 needs a key as long as its hash (RFC 7518 §3.2). Bytes. */
const MIN_HS256_BYTES = 32;

/**
 * The client authentication of a request: exactly one method (RFC 6749 §2.3).
 * @throws ValetKeyError `token_request_refused` when the method needs a secret and there is none,
 * `client_key_invalid`
 */
export async function clientAuthentication(context: AuthenticationContext): Promise<oauth.ClientAuth> {
  const { profile } = context;
  switch (profile.tokenEndpointAuthMethod) {
    case 'none':
      return oauth.None();
    case 'client_secret_basic':
      return formEncodedBasic(secretOf(context));
    case 'client_secret_basic_raw':
      return rawBasic(secretOf(context));
    case 'client_secret_post':
      return oauth.ClientSecretPost(secretOf(context));
    case 'client_secret_jwt':
      return clientSecretJwt(context);
    case 'private_key_jwt':
      return await privateKeyJwt(context);
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return oauth.TlsClientAuth();
  }
}

/**
 * What the client shows in the TLS handshake, where its method is mutual TLS (RFC 8705 §2).
 * @throws ValetKeyError `client_key_invalid`
 */
export function clientCertificate(profile: Profile, { clientKey }: ClientCredentials): ClientCertificate {
  if (clientKey?.certificates !== undefined) {
    return { privateKey: clientKey.privateKey, certificates: clientKey.certificates };
  }
  const inFile = profile.clientKeyFile !== undefined;
  throw new ValetKeyError(
    'client_key_invalid',
    `The profile “${profile.name}” authenticates with a certificate, and there is none beside its private key.`,
    {
      hint: inFile
        ? 'Write clientCertificateFile into the profile, or name a key file that holds both.'
        : 'Set the key anew; the certificate is asked for, too.',
      remedy: inFile ? 'edit_profile' : 'set_client_key',
    },
  );
}

/**
 * Whom an assertion is for: the issuer, and nothing else, so that no other server can use it (audience injection, M10).
 * Without one, the token endpoint stands for the server (RFC 7523 §3).
 */
export function assertionAudience({ metadata, issuerKnown }: AuthorizationServer): string {
  return issuerKnown ? metadata.issuer : (metadata.token_endpoint ?? metadata.issuer);
}

function secretOf({ credentials: { clientSecret }, profile }: AuthenticationContext): string {
  if (clientSecret !== undefined && clientSecret !== '') return clientSecret;
  throw new ValetKeyError(
    'token_request_refused',
    `The profile “${profile.name}” needs a client secret, and none is kept.`,
    { remedy: 'set_client_secret' },
  );
}

function clientSecretJwt(context: AuthenticationContext): oauth.ClientAuth {
  const { profile, logger } = context;
  const secret = secretOf(context);
  if (new TextEncoder().encode(secret).length < MIN_HS256_BYTES) {
    logger.warn(
      `“${profile.name}”: the client secret is shorter than the ${MIN_HS256_BYTES} bytes that HS256 needs (RFC 7518 §3.2); servers may refuse what it signs.`,
    );
  }
  const audience = namedAudience(context);
  return protectedAssertion(
    oauth.ClientSecretJwt(secret, { [oauth.modifyAssertion]: (_header, claims) => (claims.aud = audience) }),
    context,
  );
}

async function privateKeyJwt(context: AuthenticationContext): Promise<oauth.ClientAuth> {
  const { profile, credentials, server, logger } = context;
  const supported = server.metadata.token_endpoint_auth_signing_alg_values_supported;
  const key = await signingKey(profile, credentials.clientKey, {
    algorithm: profile.tokenEndpointAuthSigningAlg,
    supported,
    logger,
  });
  const audience = namedAudience(context);
  const thumbprint = await certificateThumbprint(credentials.clientKey?.certificates);
  return protectedAssertion(
    oauth.PrivateKeyJwt(key, {
      [oauth.modifyAssertion]: (header, claims) => {
        if (header.alg === 'Ed25519') header.alg = ed25519Name(supported);
        if (thumbprint !== undefined) header['x5t#S256'] = thumbprint;
        claims.aud = audience;
      },
    }),
    context,
  );
}

/**
 * RFC 7515 §4.1.8: tells a server that knows certificates and not keys which one it is (Microsoft Entra ID demands it).
 * @param certificates PEM, the client's own first
 */
async function certificateThumbprint(certificates = ''): Promise<string | undefined> {
  const [, own] = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(certificates) ?? [];
  if (own === undefined) return undefined;
  const der = Uint8Array.from(atob(own.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  return jose.base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}

/** By the profile's own word it is the token endpoint; a server that is not to be trusted could name another's. */
function namedAudience({ server, profile, logger }: AuthenticationContext): string {
  const endpoint = server.metadata.token_endpoint;
  if (profile.clientAssertionAudience === 'token_endpoint' && endpoint !== undefined) {
    logger.info(
      `“${profile.name}”: the client’s assertion names the token endpoint as its audience, as the profile says.`,
    );
    return endpoint;
  }
  if (!server.issuerKnown) {
    logger.info(
      `“${profile.name}”: the client’s assertion names the token endpoint as its audience, since the profile has no issuer.`,
    );
  }
  return assertionAudience(server);
}

/** An assertion is as good as a password while it lives (law 1). */
function protectedAssertion(
  authentication: oauth.ClientAuth,
  { redactor }: AuthenticationContext,
): oauth.ClientAuth {
  return async (server, client, body, headers) => {
    await authentication(server, client, body, headers);
    redactor.protect(body.get('client_assertion') ?? undefined);
  };
}
