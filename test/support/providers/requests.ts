import { createHash } from 'node:crypto';
import type { ReceivedRequest } from '../faultServer';

/** What stands in a request's query. */
export function queryOf({ url }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(url.split('?').slice(1).join('?'));
}

/** What a form post holds. */
export function formOf({ body }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(body);
}

/** Query and form together, as servers read them that take both. */
export function parametersOf(request: ReceivedRequest): URLSearchParams {
  return new URLSearchParams([...queryOf(request), ...formOf(request)]);
}

export interface Credentials {
  readonly name: string;
  readonly secret: string;
}

/** The two halves of a Basic header (RFC 7617), as they are. */
export function basicCredentials({ headers }: ReceivedRequest): Credentials | undefined {
  const [, encoded] = /^Basic ([\w+/]+=*)$/.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [name = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { name, secret: secret.join(':') };
}

/** The same for a client: both halves are form-encoded before (RFC 6749 §2.3.1). */
export function basicClient(request: ReceivedRequest): Credentials | undefined {
  const credentials = basicCredentials(request);
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  return credentials && { name: decode(credentials.name), secret: decode(credentials.secret) };
}

/** The token of an `Authorization: Bearer …` header, spelled exactly so. */
export function bearerToken({ headers }: ReceivedRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

/** Whether a code_verifier is the one that a challenge was made of (RFC 7636 §4.6, S256). */
export function isVerifierOf(challenge: string, verifier: string | null): boolean {
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  );
}

/** `redirectUri` with parameters in its query, every value percent-encoded: `=` becomes `%3D`, a blank `%20`. */
export function redirectTo(redirectUri: string, parameters: Readonly<Record<string, string | null>>): string {
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${encodeParameters(parameters)}`;
}

/** Parameters for a query or a fragment; those that are null are left out. */
export function encodeParameters(parameters: Readonly<Record<string, string | null>>): string {
  return Object.entries(parameters)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
