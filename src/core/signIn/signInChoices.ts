/** What a person chooses for one sign-in, beyond what the profile says. */
export interface SignInChoices {
  /** Takes the place of the profile's `prompt` (OpenID Connect Core §3.1.2.1): another account, say. */
  readonly prompt?: string;
  /** Nobody listens: the person pastes the URL that the browser ends on, whatever the redirect URI is. */
  readonly wayBack?: 'pasted_url';
}
