/** What one token response gave (RFC 6749 §5.1), normalised. */
export interface TokenSet {
  readonly accessToken: string;
  /** RFC 6750 or RFC 9449; as it stands in the Authorization header. */
  readonly tokenType: 'Bearer' | 'DPoP';
  /** The key pair that a DPoP token is bound to (RFC 9449), a private JWK. A secret. */
  readonly dpopKey?: JsonWebKey;
  /** Milliseconds since 1970, counted from the start of the request; absent: the server did not say (law 6). */
  readonly expiresAt?: number;
  /** `token`: the server did not say, and the token, which nobody verified, says so of itself (B17). */
  readonly expiryFrom?: 'token';
  /** The granted scope, or the requested one when the server did not repeat it (RFC 6749 §5.1). */
  readonly scope?: string;
  /** What was asked for, so that a difference can be shown. */
  readonly requestedScope?: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Whether the ID token's signature was checked; absent without an ID token. */
  readonly idTokenSignature?: 'checked' | 'not_checked';
}

/** Whose token it is, from a validated ID token. */
export interface Account {
  readonly issuer: string;
  readonly subject: string;
  /** Something a person recognises: e-mail address, user name or name. */
  readonly label?: string;
}

/** The label of a token of which nobody said whose it is. */
export const unnamedToken = 'Access token';

/** A stored TokenSet. */
export interface TokenRecord {
  readonly id: string;
  /** The profile's name when the token was obtained. */
  readonly profile: string;
  /** The workspace that shares the profile, as a person calls it; absent: the profile is the person's own. */
  readonly workspace?: string;
  /** Which endpoints and client the token belongs to (law 2). */
  readonly fingerprint: string;
  /** What a person calls it; shown before the label. */
  readonly name?: string | undefined;
  readonly label: string;
  readonly account?: Account;
  /** Milliseconds since 1970. */
  readonly obtainedAt: number;
  /** Goes up with each token set that takes the place of another; see `generationOf`. */
  readonly generation?: number;
  /** The server refused its refresh token, or nobody knows whether that still lives: only a sign-in helps. */
  readonly needsSignIn?: boolean;
  /** When it was last got and not merely renewed, in the same unit; absent: it was never renewed. */
  readonly grantedAt?: number;
  readonly tokenSet: TokenSet;
}

/** Which token set of a record this is; 0 in records from before they were counted. */
export function generationOf({ generation = 0 }: Pick<TokenRecord, 'generation'>): number {
  return generation;
}

/** Whether a record holds other tokens than it did: somebody renewed it, or signed in. A new label is not it. */
export function hasOtherTokens(record: TokenRecord, before: TokenRecord): boolean {
  return (
    generationOf(record) !== generationOf(before) ||
    record.tokenSet.accessToken !== before.tokenSet.accessToken ||
    record.tokenSet.refreshToken !== before.tokenSet.refreshToken
  );
}
