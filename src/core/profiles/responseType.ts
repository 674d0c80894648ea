import { responseTypeOf, type Profile } from './profile';

/** Whether the response type asks for this: `code`, `token` or `id_token`. */
export function asksFor(
  profile: Pick<Profile, 'grantType' | 'responseType'>,
  part: 'code' | 'token' | 'id_token',
): boolean {
  return responseTypeOf(profile).split(' ').includes(part);
}

/** Whether the response is to come as a JWT (JARM §2.3). */
export function isSignedResponse({ responseMode }: Pick<Profile, 'responseMode'>): boolean {
  return responseMode !== undefined && /(^|\.)jwt$/.test(responseMode);
}

/**
 * How the response comes back: what the profile asks for, or the default of its response type (OAuth 2.0 Multiple
 * Response Types §3.0, §5; JARM §2.3.4).
 */
export function deliveryOf(
  profile: Pick<Profile, 'grantType' | 'responseType' | 'responseMode'>,
): 'query' | 'fragment' | 'form_post' {
  const asked = profile.responseMode?.replace(/\.?jwt$/, '') ?? '';
  if (asked === 'query' || asked === 'fragment' || asked === 'form_post') return asked;
  return asksFor(profile, 'token') || asksFor(profile, 'id_token') ? 'fragment' : 'query';
}
