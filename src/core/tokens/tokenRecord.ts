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
  /** Which endpoints and client the token belongs to (law 2). */
  readonly fingerprint: string;
  readonly label: string;
  readonly account?: Account;
  /** Milliseconds since 1970. */
  readonly obtainedAt: number;
  readonly tokenSet: TokenSet;
}
