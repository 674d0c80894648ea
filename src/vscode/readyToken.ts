import * as vscode from 'vscode';
import { ValetKeyError } from '../core/errors';
import { isUsable } from '../core/tokens/expiry';
import type { TokenRecord } from '../core/tokens/tokenRecord';
import type { CommandDependencies } from './commands/command';
import type { Target } from './pickers';
import { warnUnsaved } from './announcements';
import { whileWaiting } from './waiting';

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
  const { pickers, service, inUse } = dependencies;
  const { profile, tokenId } = await pickers.token(target, title);
  if (profile === undefined) return await tokenWithoutProfile(dependencies, tokenId);
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    tokenId === undefined ? service.getNew(profile, waiting) : service.getFresh(profile, tokenId, waiting),
  );
  inUse.use(profile.name);
  if (!saved) void warnUnsaved(record);
  return record;
}

/** It can be used as long as it lives; there is nobody to ask for another. */
async function tokenWithoutProfile({ store, clock }: Dependencies, id: string): Promise<TokenRecord> {
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

/** The value of the Authorization header (RFC 6750 §2.1, RFC 9449 §7.1). */
export function headerValue({ tokenSet }: TokenRecord): string {
  return `${tokenSet.tokenType} ${tokenSet.accessToken}`;
}

/** Says that the header is where it was wanted; and of a bound token, that the header alone does not do. */
export function confirmHeader({ profile, tokenSet }: TokenRecord, done: 'copied' | 'inserted'): void {
  if (tokenSet.tokenType === 'DPoP') {
    void vscode.window.showInformationMessage(
      `Header of “${profile}” ${done}. Its token is bound to a key (DPoP): beside it, each request needs a DPoP header with a proof of its own.`,
    );
    return;
  }
  vscode.window.setStatusBarMessage(`$(check) Bearer header of “${profile}” ${done}`, 4000);
}
