import type { Profile } from '../core/profiles/profile';
import type { TokenRecord } from '../core/tokens/tokenRecord';
import type { CommandDependencies } from './commands/command';
import type { Target } from './pickers';
import { warnUnsaved } from './unsavedWarning';
import { whileWaiting } from './waiting';

/**
 * A token to use now: the chosen one, renewed first when it has expired; a new one where the profile has none.
 * @throws ValetKeyError
 */
export async function readyToken(
  { pickers, service }: Pick<CommandDependencies, 'pickers' | 'service'>,
  target: Target,
  title: string,
): Promise<{ profile: Profile; record: TokenRecord }> {
  const { profile, tokenId } = await pickers.token(target, title);
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    tokenId === undefined ? service.getNew(profile, waiting) : service.getFresh(profile, tokenId, waiting),
  );
  if (!saved) void warnUnsaved(record);
  return { profile, record };
}

/** The header of RFC 6750 §2.1. */
export function bearerHeaderValue(record: TokenRecord): string {
  return `Bearer ${record.tokenSet.accessToken}`;
}
