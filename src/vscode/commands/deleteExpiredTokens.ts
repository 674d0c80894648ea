import { expiry } from '../../core/tokens/expiry';
import { describeToken } from '../../core/tokens/tokenNames';
import type { TokenStore, TokenSummary } from '../../core/tokens/tokenStore';
import { showDone, showInformation, showWarning } from '../messages';
import { listNames, removeEach } from '../tokenRemoval';
import type { Command } from './command';

interface Expired {
  /** Without a refresh token. */
  readonly dead: readonly TokenSummary[];
  readonly renewable: readonly TokenSummary[];
}

/** Deletes what has expired; what a refresh token could still renew only when the person says so. */
export const deleteExpiredTokens: Command = async ({ store, clock }) => {
  const found = await expiredIn(store, clock.now());
  const all = [...found.dead, ...found.renewable];
  if (all.length === 0) {
    void showInformation('No access token has expired.');
    return;
  }
  const answers = [...answersFor(found).entries()];
  const chosen = await showWarning(
    all.length === 1
      ? 'Delete the expired access token?'
      : `Delete expired access tokens? There are ${all.length}.`,
    { modal: true, detail: detailOf(found) },
    ...answers.map(([answer]) => answer),
  );
  const meant = answers.find(([answer]) => answer === chosen)?.[1] ?? [];
  // Meanwhile one may have been renewed.
  const { dead, renewable } = await expiredIn(store, clock.now());
  const still = new Set([...dead, ...renewable].map(({ id }) => id));
  const ids = meant.map(({ id }) => id).filter((id) => still.has(id));
  await removeEach(store, ids);
  if (ids.length > 0) showDone(`${tokens(ids.length)} deleted`);
};

/** @throws ValetKeyError `storage_failed` when nothing can be known */
async function expiredIn(store: TokenStore, now: number): Promise<Expired> {
  const listed = await store.list();
  if (listed.failure && listed.tokens.length === 0) throw listed.failure;
  const expired = listed.tokens.filter((token) => expiry(token, now) === 'expired');
  return {
    dead: expired.filter(({ hasRefreshToken }) => !hasRefreshToken),
    renewable: expired.filter(({ hasRefreshToken }) => hasRefreshToken),
  };
}

/** What each button deletes. */
function answersFor({ dead, renewable }: Expired): ReadonlyMap<string, readonly TokenSummary[]> {
  const answers = new Map<string, readonly TokenSummary[]>();
  if (dead.length > 0) answers.set(`Delete ${dead.length}`, dead);
  if (renewable.length > 0) {
    const all = [...dead, ...renewable];
    answers.set(dead.length > 0 ? `Delete All ${all.length}` : `Delete ${all.length} Anyway`, all);
  }
  return answers;
}

function detailOf({ dead, renewable }: Expired): string {
  const paragraphs = [
    dead.length > 0 && `Without a refresh token: ${names(dead)}.`,
    renewable.length > 0 &&
      `With a refresh token, which could still renew ${renewable.length === 1 ? 'it' : 'them'} without you: ${names(renewable)}. ${
        dead.length > 0 ? `“Delete ${dead.length}” keeps ${renewable.length === 1 ? 'it' : 'them'}.` : ''
      }`.trim(),
    'What is deleted cannot be brought back, only got anew. The server is not told: refresh tokens stay valid there.',
  ];
  return paragraphs.filter(Boolean).join('\n\n');
}

function names(of: readonly TokenSummary[]): string {
  return listNames(of.map((token) => `${describeToken(token)} of “${token.profile}”`));
}

function tokens(count: number): string {
  return count === 1 ? '1 expired token' : `${count} expired tokens`;
}
