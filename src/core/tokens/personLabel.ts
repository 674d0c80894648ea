import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Logger, Waiting } from '../ports';
import type { Profile } from '../profiles/profile';
import type { ClientCredentials } from '../protocol/client/clientAuthentication';
import type { UserInfoReader } from '../protocol/inquiries/userinfo';
import type { Granted } from '../protocol/token/tokenEndpoint';
import { startTimeLimit } from './timeLimit';

/** A label is worth no longer wait: whoever signs in looks at a browser that waits, too. */
export const LABEL_LIMIT_MILLISECONDS = 5000;

export interface LabelRequest extends Waiting {
  readonly profile: Profile;
  readonly credentials: ClientCredentials;
}

export interface LabelDependencies {
  readonly reader: Pick<UserInfoReader, 'label'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What a sign-in gave, with a label from userinfo where it came without one that a person recognises. Nothing but the
 * label is taken, and whatever goes wrong leaves things as they were.
 * @throws ValetKeyError `cancelled`
 */
export async function withPersonLabel(
  granted: Granted,
  request: LabelRequest,
  { reader, clock, logger }: LabelDependencies,
): Promise<Granted> {
  const { profile, credentials, signal, progress } = request;
  if (!lacksLabel(granted, profile)) return granted;
  progress.report('Asking the server who signed in…');
  const { tokenSet, account } = granted;
  const limit = startTimeLimit(clock, LABEL_LIMIT_MILLISECONDS);
  const asking = AbortSignal.any([signal, limit.signal]);
  try {
    const label = await reader.label({ profile, credentials, signal: asking, tokenSet, account });
    if (signal.aborted) throw cancelled();
    return label === undefined ? granted : { ...granted, label };
  } catch (error) {
    if (signal.aborted) throw cancelled();
    const reason = limit.signal.aborted
      ? `no answer within ${LABEL_LIMIT_MILLISECONDS / 1000} s.`
      : error instanceof ValetKeyError
        ? `${error.code}: ${error.message}`
        : 'its answer cannot be used.';
    logger.info(`“${profile.name}”: userinfo does not say who signed in: ${reason}`);
    return granted;
  } finally {
    limit.stop();
  }
}

/**
 * Whether it is worth asking: nobody said whose the token is by any name, as grants without a person do. Without an
 * ID token the profile must say where to ask, since most servers have no userinfo for such tokens.
 */
function lacksLabel({ account, label }: Granted, profile: Profile): boolean {
  if (account?.label !== undefined || label !== undefined) return false;
  return account !== undefined || profile.userinfoEndpoint !== undefined;
}
