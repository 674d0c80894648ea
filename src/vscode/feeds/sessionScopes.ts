/** A scope that names the profile: no server has one of the sort. */
const PROFILE = 'profile:';

/** What a session is asked for with: at most one profile by its name, and what its token is to be good for. */
export interface SessionScopes {
  readonly profiles: readonly string[];
  readonly scopes: readonly string[];
}

export function readSessionScopes(asked: readonly string[]): SessionScopes {
  return {
    profiles: asked.filter((one) => one.startsWith(PROFILE)).map((one) => one.slice(PROFILE.length)),
    scopes: asked.filter((one) => !one.startsWith(PROFILE)),
  };
}

export function profileScope(profile: string): string {
  return PROFILE + profile;
}

/**
 * The scopes that were asked for and that another text of scopes lacks.
 * @param scope parted by spaces; `undefined`: nobody knows, and none is known to lack
 */
export function lackingScopes(asked: readonly string[], scope: string | undefined): readonly string[] {
  if (scope === undefined) return [];
  const has = new Set(scope.split(' '));
  return asked.filter((one) => !has.has(one));
}
