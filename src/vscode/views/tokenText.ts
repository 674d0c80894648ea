import { abbreviateExpiry, nextExpiryChange } from '../../core/tokens/expiry';
import { describeToken, nameOfToken } from '../../core/tokens/tokenNames';
import { unnamedToken } from '../../core/tokens/tokenRecord';
import {
  isRenewable,
  needsSignIn,
  tokenState,
  type OwnedToken,
  type TokenState,
} from '../../core/tokens/tree/tokenState';
import type { Node, TokenNode } from './nodes';

/** What a token's row says. Plain text without a secret (law 1). */
export interface TokenText {
  readonly label: string;
  /** What matters most comes first: a narrow side bar cuts the rest. */
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly state: TokenState;
}

export function tokenText(node: TokenNode, now: number): TokenText {
  const { token, profile, apart, active } = node;
  const state = tokenState(node, now);
  const whose = apart ? (profile?.name ?? ownerOf(token)) : undefined;
  const needed = needsSignIn(token) ? 'sign in again' : undefined;
  const unsaved = token.saved ? undefined : 'not saved';
  const standing = active ? 'active' : undefined;
  const described = describeToken(token);
  const name = described === unnamedToken ? unnamedToken : `Access token ${described}`;
  const label = token.name === undefined || token.label === unnamedToken ? undefined : token.label;
  return {
    label: nameOfToken(token),
    description: listed(
      [standing, needed, abbreviateExpiry(token.expiresAt, now), unsaved, whose, label, token.scope],
      ' · ',
    ),
    spoken: listed([name, whose && `of ${whose}`, standing, spokenState(node, now), unsaved], ', '),
    state,
  };
}

/** Whose a token was that is of no profile here: of one that another workspace shares, perhaps. */
export function ownerOf({ profile, workspace }: TokenNode['token']): string {
  return workspace === undefined ? profile : `${profile} of the workspace “${workspace}”`;
}

/** A sentence about where the token is in its life; it stays true until the row is drawn anew. */
export function spokenState(owned: OwnedToken, now: number): string {
  const { token } = owned;
  if (needsSignIn(token)) return 'needs you to sign in again';
  const time = abbreviateExpiry(token.expiresAt, now);
  if (token.expiresAt === undefined) return time;
  if (now < token.expiresAt) return `${time} left`;
  return isRenewable(owned) ? `${time}, renewed when it is used` : `${time}, cannot be renewed`;
}

/** All that a row's look comes from, except what only changes together with everything. */
export function lookOf(node: Node, now: number): string {
  switch (node.kind) {
    case 'token':
      return JSON.stringify([node.token, node.profile?.name, node.active, tokenText(node, now)]);
    case 'group':
    case 'orphans':
      return String(node.count);
    case 'unreadable':
      return node.reason;
    case 'profile':
      return `${node.isVariantInUse} ${node.origin}`;
    case 'problem':
    case 'invitation':
      return '';
  }
}

/** The next moment at which one of the rows says something else, in milliseconds since 1970. */
export function nextChange(tokens: readonly OwnedToken[], now: number): number | undefined {
  return earliest(tokens.map(({ token }) => nextExpiryChange(token, now)));
}

/** The next moment at which a token comes to need a person, in milliseconds since 1970. */
export function nextNeed(tokens: readonly OwnedToken[], now: number): number | undefined {
  const dying = tokens.filter((owned) => !isRenewable(owned) && tokenState(owned, now) !== 'needs_action');
  return earliest(dying.map(({ token }) => token.expiresAt));
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce<number | undefined>(
    (first, time) => (first === undefined || (time !== undefined && time < first) ? time : first),
    undefined,
  );
}

function listed(parts: readonly (string | undefined)[], between: string): string {
  return parts.filter(Boolean).join(between);
}
