import { withoutLinks } from '../../core/errors';
import { describeFilter, type TokenFilter } from '../../core/tokens/tree/tokenFilter';

/** What stands beside the view's title, and above its rows. */
export interface Headline {
  readonly description: string;
  readonly message: string;
}

/** @param failure what is wrong with the storage of tokens, if something is */
export function headline(
  filter: TokenFilter | undefined,
  hidden: number,
  tokens: number,
  failure: string | undefined,
): Headline {
  const filtered = filter && `Filter: ${describeFilter(filter)}. ${hiddenWords(hidden, tokens)}`;
  return {
    description: filter ? `filtered: ${describeFilter(filter)}` : '',
    message: withoutLinks([failure, filtered].filter(Boolean).join(' ')),
  };
}

function hiddenWords(hidden: number, tokens: number): string {
  if (hidden === 0) return 'No token is hidden.';
  if (hidden === tokens)
    return tokens === 1 ? 'The only token is hidden.' : `All ${tokens} tokens are hidden.`;
  return `${hidden} of ${tokens} tokens ${hidden === 1 ? 'is' : 'are'} hidden.`;
}
