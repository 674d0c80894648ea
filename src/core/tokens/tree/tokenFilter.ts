import { tokenState, type OwnedToken, type TokenState } from './tokenState';

/** Which tokens a person wants to see: some that are in a state, or whose words hold a text. */
export type TokenFilter =
  { readonly kind: 'needs_action' | 'expired' | 'usable' } | { readonly kind: 'text'; readonly text: string };

export const filterKinds = ['needs_action', 'expired', 'usable'] as const;

const titles = {
  needs_action: 'needs action',
  expired: 'expired',
  usable: 'usable',
} as const satisfies Record<(typeof filterKinds)[number], string>;

/** A filter in a few words. */
export function describeFilter(filter: TokenFilter): string {
  return filter.kind === 'text' ? `“${filter.text}”` : titles[filter.kind];
}

/** Whether a token passes. A text is looked for in whatever a person knows a token by, however it is written. */
export function passesFilter(filter: TokenFilter, owned: OwnedToken, now: number): boolean {
  if (filter.kind === 'text') return holdsText(filter.text, wordsOf(owned));
  return inKind(filter.kind, tokenState(owned, now), owned, now);
}

/** Whether one of the words holds the text. */
export function holdsText(text: string, words: readonly (string | undefined)[]): boolean {
  const wanted = text.toLowerCase();
  return words.some((word) => word?.toLowerCase().includes(wanted) === true);
}

function inKind(
  kind: (typeof filterKinds)[number],
  state: TokenState,
  { token: { expiresAt } }: OwnedToken,
  now: number,
): boolean {
  switch (kind) {
    case 'needs_action':
      return state === 'needs_action';
    case 'expired':
      return expiresAt !== undefined && now >= expiresAt;
    case 'usable':
      return expiresAt === undefined || now < expiresAt;
  }
}

function wordsOf({ token, profile }: OwnedToken): readonly (string | undefined)[] {
  const { name: given, label, account, scope } = token;
  const { name, group, environment, issuer } = profile ?? { name: token.profile };
  return [
    given,
    label,
    account?.label,
    account?.issuer,
    account?.subject,
    scope,
    name,
    group,
    environment,
    issuer,
  ];
}
