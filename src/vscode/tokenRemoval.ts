import * as vscode from 'vscode';
import { toValetKeyError, type Remedy } from '../core/errors';
import type { TokenSummary } from '../core/tokens/tokenStore';
import type { CommandDependencies } from './commands/command';
import { commands } from './ids';
import { showInformation, showWarning } from './messages';
import type { StoredToken } from './pickers';

type Dependencies = Pick<CommandDependencies, 'store' | 'errors'>;

const REMOVE = 'Remove Here Anyway';

/** Says what a server still holds of a token, and offers to remove it here all the same. */
export async function offerRemoval(
  { store, errors }: Dependencies,
  { profile, token }: StoredToken,
  message: string,
  remedy?: Remedy,
): Promise<void> {
  const retry = async () =>
    await vscode.commands.executeCommand(commands.revokeToken, { kind: 'token', token, profile });
  const mend = remedy === 'edit_profile' ? 'Edit Profile' : 'Try Again';
  const chosen = await showWarning(message, mend, REMOVE);
  if (chosen === 'Try Again') await retry();
  if (chosen === 'Edit Profile') await vscode.commands.executeCommand(commands.openProfile, profile.name);
  if (chosen === REMOVE) await store.remove(token.id).catch((error: unknown) => errors.report(error, retry));
}

/** Offers to remove the tokens of an account that was signed out. */
export async function offerRemovalOfAccount(
  { store, errors }: Dependencies,
  token: TokenSummary,
  message: string,
): Promise<void> {
  if ((await showInformation(message, 'Remove Tokens')) === undefined) return;
  try {
    for (const { id } of await tokensOfAccount(store, token)) await store.remove(id);
  } catch (error) {
    errors.report(error, () => offerRemovalOfAccount({ store, errors }, token, message));
  }
}

const MAX_NAMES = 8;

/** Some names in one sentence, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Removes records. One that the storage does not let go keeps none of the others back. @throws ValetKeyError */
export async function removeEach(store: Dependencies['store'], ids: readonly string[]): Promise<void> {
  const results = await Promise.allSettled(ids.map((id) => store.remove(id)));
  const refused = results.find((result) => result.status === 'rejected');
  if (refused) throw toValetKeyError(refused.reason);
}

/** The token, and all others of the same account at the same server. */
async function tokensOfAccount(
  store: Dependencies['store'],
  { id, account }: TokenSummary,
): Promise<readonly TokenSummary[]> {
  const { tokens } = await store.list();
  return tokens.filter(
    (token) =>
      token.id === id ||
      (account !== undefined &&
        token.account?.issuer === account.issuer &&
        token.account.subject === account.subject),
  );
}
