import type { AccessToken, ProfileInfo, ValetKeyApiError } from '../../api';
import { toValetKeyError, ValetKeyError } from '../../core/errors';
import { isUsable } from '../../core/tokens/expiry';
import { assignTokens } from '../../core/tokens/ownership';
import type { TokenRecord } from '../../core/tokens/tokenRecord';
import { isRenewable, needsSignIn } from '../../core/tokens/tree/tokenState';
import type { Services } from '../commands/command';

type Dependencies = Pick<Services, 'settings' | 'store' | 'clock' | 'tokensForOthers'>;

/**
 * What the exported API does. Believes nothing of what it is given, and gives nothing of ours away: copies, and plain
 * errors.
 */
export class ApiCalls {
  constructor(private readonly dependencies: Dependencies) {}

  async getAccessToken(name: unknown, options: unknown): Promise<AccessToken | undefined> {
    return await outwards(async () => {
      const { settings, tokensForOthers } = this.dependencies;
      if (typeof name !== 'string')
        throw new ValetKeyError('input_invalid', 'getAccessToken takes the name of a profile.');
      const profile = await settings.get(name);
      const given = await tokensForOthers.get(profile, { interactive: isInteractive(options) });
      if (given === 'none') return undefined;
      if (given === 'refused')
        throw new ValetKeyError(
          'consent_refused',
          `The person did not allow the token of “${name}” to be used.`,
        );
      return accessTokenOf(given);
    });
  }

  async profiles(): Promise<readonly ProfileInfo[]> {
    return await outwards(async () => {
      const { settings, store, clock } = this.dependencies;
      const read = await settings.read();
      const { byProfile } = await assignTokens(read, (await store.list()).tokens);
      const infos = read.profiles.map((profile) => {
        const tokens = byProfile.get(profile.name) ?? [];
        const hasToken = tokens.some(
          (token) => isUsable(token, clock.now()) || (isRenewable({ profile, token }) && !needsSignIn(token)),
        );
        return Object.freeze({ name: profile.name, hasToken });
      });
      return Object.freeze(infos);
    });
  }
}

function isInteractive(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'interactive' in options &&
    options.interactive === true
  );
}

function accessTokenOf({ tokenSet }: TokenRecord): AccessToken {
  const { accessToken, tokenType, expiresAt, scope = '' } = tokenSet;
  return Object.freeze({
    accessToken,
    tokenType,
    expiresAt,
    scopes: Object.freeze(scope.split(' ').filter((one) => one !== '')),
  });
}

/** Runs a call; whatever it throws reaches the caller as a plain error. */
async function outwards<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw plainError(error);
  }
}

function plainError(error: unknown): ValetKeyApiError {
  const { code, message, hint } = toValetKeyError(error);
  return Object.assign(new Error(hint === undefined ? message : `${message} ${hint}`), { code });
}
