import type { Event } from 'vscode';

/**
 * What `vscode.extensions.getExtension<ValetKeyApi>('valetkey.valet-key').activate()` resolves to. This file has types
 * alone: copy it into your extension. See docs/api.md.
 */
export interface ValetKeyApi {
  /** Goes up when something is taken away or means something else; additions leave it as it is. */
  readonly version: 1;

  /**
   * The access token of a profile, renewed first when it has expired. The person is asked once for each profile and
   * window whether others may have its token, since VS Code does not say who calls.
   * @param profile the name of a profile in the settings
   * @returns `undefined` when there is none without asking the person, and `interactive` is not `true`
   * @throws ValetKeyApiError
   */
  getAccessToken(profile: string, options?: AccessTokenOptions): Promise<AccessToken | undefined>;

  /** The person's profiles, those with mistakes left out. Asks nobody: names are no secrets. @throws ValetKeyApiError */
  profiles(): Promise<readonly ProfileInfo[]>;

  /** A token came, was renewed or went, or another one of a profile is the active one now. It does not say which. */
  readonly onDidChangeTokens: Event<void>;
}

export interface AccessTokenOptions {
  /** Whether the person may be asked: for the token, and to sign in. Default: `false`. */
  readonly interactive?: boolean;
}

export interface AccessToken {
  readonly accessToken: string;
  /** What stands before it in the `Authorization` header. A `DPoP` token is bound to a key that stays in Valet Key. */
  readonly tokenType: 'Bearer' | 'DPoP';
  /** Milliseconds since 1970; `undefined`: the server did not say. */
  readonly expiresAt: number | undefined;
  /** What was granted, as far as it is known. */
  readonly scopes: readonly string[];
}

export interface ProfileInfo {
  readonly name: string;
  /** Whether a token is stored that is good, or that can be renewed without the person. */
  readonly hasToken: boolean;
}

/** What the calls reject with: an `Error` that has a code, and a message for a person. */
export interface ValetKeyApiError extends Error {
  /**
   * `consent_refused`: the person does not want to give the token. `cancelled`: they cancelled the sign-in.
   * `profile_not_found`, `profile_invalid`: see the settings. `input_invalid`: the call is wrong. More may come.
   */
  readonly code: string;
}
