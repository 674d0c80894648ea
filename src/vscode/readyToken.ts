import { ValetKeyError } from '../core/errors';
import type { Profile } from '../core/profiles/profile';
import { placeToken } from '../core/requestFiles/tokenPlacement';
import { isUsable } from '../core/tokens/expiry';
import type { TokenRecord } from '../core/tokens/tokenRecord';
import type { CommandDependencies } from './commands/command';
import { showDone, showInformation } from './messages';
import type { Target, TokenChoice } from './pickers';
import { warnUnsaved } from './announcements';
import { whileWaitingLong } from './waiting';

type Dependencies = Pick<CommandDependencies, 'pickers' | 'service' | 'store' | 'clock' | 'inUse'>;

/**
 * A token to use now: the chosen one, renewed first when it has expired; a new one where the profile has none.
 * @throws ValetKeyError
 */
export async function readyToken(
  dependencies: Dependencies,
  target: Target,
  title: string,
): Promise<TokenRecord> {
  return await tokenOfChoice(dependencies, await dependencies.pickers.token(target, title));
}

/** The same for a token, or a profile, that was chosen before. @throws ValetKeyError */
export async function tokenOfChoice(
  dependencies: Omit<Dependencies, 'pickers'>,
  { profile, tokenId }: TokenChoice,
): Promise<TokenRecord> {
  const { service, inUse, clock } = dependencies;
  if (profile === undefined) return await tokenWithoutProfile(dependencies, tokenId);
  const title = `Access token for “${profile.name}”`;
  const { record, saved } = await whileWaitingLong(title, clock, undefined, (waiting) =>
    tokenId === undefined ? service.getNew(profile, waiting) : service.getFresh(profile, tokenId, waiting),
  );
  inUse.use(profile.name);
  if (!saved) void warnUnsaved(record);
  return record;
}

/** It can be used as long as it lives; there is nobody to ask for another. */
async function tokenWithoutProfile(
  { store, clock }: Pick<Dependencies, 'store' | 'clock'>,
  id: string,
): Promise<TokenRecord> {
  const record = await store.get(id);
  if (
    record &&
    isUsable({ obtainedAt: record.obtainedAt, expiresAt: record.tokenSet.expiresAt }, clock.now())
  ) {
    return record;
  }
  throw new ValetKeyError('nothing_to_refresh', 'This token has expired, and no profile can renew it.', {
    hint: 'The profile that it came from is gone from your settings, has mistakes, or has other endpoints now.',
  });
}

/**
 * The header that holds a token, as its profile says.
 * @param profile `undefined` for a token whose profile is gone
 * @throws ValetKeyError `not_offered` when the token goes into the URL
 */
export function headerOf(profile: Profile | undefined, { tokenSet }: TokenRecord): Header {
  requireHeader(profile);
  const { name, value } = placeToken(profile, tokenSet);
  return { name, value };
}

interface Header {
  readonly name: string;
  readonly value: string;
}

/** @throws ValetKeyError `not_offered` when a profile's token goes into the URL (L16) */
export function requireHeader(profile: Profile | undefined): void {
  if (profile?.tokenQueryParameter === undefined) return;
  throw new ValetKeyError(
    'not_offered',
    `The token of “${profile.name}” goes into the URL, as its parameter “${profile.tokenQueryParameter}” (tokenQueryParameter), and into no header.`,
    {
      hint: 'Run “Insert Bearer Placeholder”: it writes a placeholder for the token into the URL, and no token.',
    },
  );
}

/** Says that the header is where it was wanted; and of a bound token, that the header alone does not do. */
export function confirmHeader({ profile, tokenSet }: TokenRecord, done: 'copied' | 'inserted'): void {
  if (tokenSet.tokenType === 'DPoP') {
    void showInformation(
      `Header of “${profile}” ${done}. Its token is bound to a key (DPoP): beside it, each request needs a DPoP header with a proof of its own.`,
    );
    return;
  }
  showDone(`Bearer header of “${profile}” ${done}`);
}
