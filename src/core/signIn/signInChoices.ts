import type { Profile } from '../profiles/profile';

/** What a person chooses for one sign-in, beyond what the profile says. */
export interface SignInChoices {
  /** Takes the place of the profile's `prompt` (OpenID Connect Core §3.1.2.1): another account, say. */
  readonly prompt?: string;
  /** Takes the place of the profile's `browser`. */
  readonly browser?: string;
  /** Nobody listens: the person pastes the URL that the browser ends on, whatever the redirect URI is. */
  readonly wayBack?: 'pasted_url';
}

/** The profile as one sign-in uses it. What it says about consent stays: some servers give a refresh token only then. */
export function withChoices(profile: Profile, { prompt, browser }: SignInChoices): Profile {
  const asksForConsent = profile.prompt?.split(' ').includes('consent') === true;
  return {
    ...profile,
    ...(prompt !== undefined && { prompt: asksForConsent ? `${prompt} consent` : prompt }),
    ...(browser !== undefined && { browser }),
  };
}
