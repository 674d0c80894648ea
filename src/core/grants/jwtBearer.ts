import * as jose from 'jose';
import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Prompt } from '../ports';
import type { AssertionClaims } from '../profiles/profile';
import type { Clients, ConnectedClient } from '../protocol/client/connectedClient';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { Grant, GrantRequest } from './grant';
import { requestDirectly } from './tokenEndpointGrant';

const DEFAULT_LIFETIME_SECONDS = 300;

export interface JwtBearerDependencies {
  readonly clients: Clients;
  readonly tokenEndpoint: TokenEndpoint;
  readonly prompt: Prompt;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** The JWT bearer grant (RFC 7523 §2.1): an assertion that the client signs, or one that a person has. */
export class JwtBearerGrant implements Grant {
  constructor(private readonly dependencies: JwtBearerDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients, tokenEndpoint, redactor } = this.dependencies;
    const { profile, progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await clients.connect(request, ['token_endpoint']);
    const assertion = profile.assertion
      ? await this.#sign(connected, profile.assertion)
      : await this.#askFor(request);
    redactor.protect(assertion);
    progress.report('Asking for a token…');
    const granted = await requestDirectly(tokenEndpoint, connected, {
      grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      parameters: { assertion },
    });
    return await keep({ ...(profile.assertion && { label: profile.assertion.subject }), ...granted });
  }

  /** RFC 7523 §3. What a provider wants beyond (Google: a `scope` claim) is in `claims`, and goes first. */
  async #sign(connected: ConnectedClient, assertion: AssertionClaims): Promise<string> {
    const { profile } = connected;
    const { key, kid } = await connected.signingKey(profile.tokenEndpointAuthSigningAlg);
    const now = Math.floor(this.dependencies.clock.now() / 1000);
    return await new jose.SignJWT({
      ...assertion.claims,
      iss: assertion.issuer ?? profile.clientId,
      sub: assertion.subject,
      aud: assertion.audience ?? defaultAudience(connected),
      iat: now,
      exp: now + (assertion.lifetime ?? DEFAULT_LIFETIME_SECONDS),
      jti: crypto.randomUUID(),
    })
      .setProtectedHeader({ typ: 'JWT', alg: algorithmOf(key), ...(kid !== undefined && { kid }) })
      .sign(key);
  }

  async #askFor({ profile, progress, signal }: GrantRequest): Promise<string> {
    progress.report('Waiting for the assertion…');
    const pasted = await this.dependencies.prompt.secret(
      {
        title: `Assertion for “${profile.name}”`,
        prompt: 'Paste the signed JWT. It is sent to the token endpoint, and kept nowhere.',
      },
      signal,
    );
    if (pasted === undefined || signal.aborted) throw cancelled();
    const assertion = pasted.trim();
    this.dependencies.redactor.protect(assertion);
    if (isJwt(assertion)) return assertion;
    throw new ValetKeyError('input_invalid', 'What was pasted is no signed JWT, so it was not sent.', {
      hint: 'A JWT is three parts with a dot between them, and begins with “eyJ”. Or write assertion in the profile, and Valet Key signs one.',
      remedy: 'try_again',
    });
  }
}

/** RFC 7523 §3 (3): without an issuer that is known, the token endpoint’s own address stands for the server. */
function defaultAudience({ server: { metadata, issuerKnown } }: ConnectedClient): string {
  return issuerKnown ? metadata.issuer : (metadata.token_endpoint ?? metadata.issuer);
}

/** How `alg` names what a key signs with (RFC 7518 §3.1, RFC 8037 §3.1). */
function algorithmOf({ algorithm }: CryptoKey): string {
  const { name, hash, namedCurve } = algorithm as KeyAlgorithm & { hash?: KeyAlgorithm; namedCurve?: string };
  const bits = hash?.name.slice('SHA-'.length);
  switch (name) {
    case 'RSASSA-PKCS1-v1_5':
      return `RS${bits ?? '256'}`;
    case 'RSA-PSS':
      return `PS${bits ?? '256'}`;
    case 'ECDSA':
      return namedCurve === 'P-521' ? 'ES512' : `ES${namedCurve?.slice('P-'.length) ?? '256'}`;
    default:
      return 'EdDSA';
  }
}

/** Whether a text has the form of a signed JWT (RFC 7515 §3.1); whether it is a good one is for the server to say. */
function isJwt(text: string): boolean {
  try {
    jose.decodeJwt(text);
    return typeof jose.decodeProtectedHeader(text).alg === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
  } catch {
    return false;
  }
}
