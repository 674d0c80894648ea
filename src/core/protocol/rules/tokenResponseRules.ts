import { errorRules } from './errorRules';
import { formRules } from './formRules';
import { lifetimeRules } from './lifetimeRules';
import type { ResponseRule } from './rule';
import { tokenMemberRules, tokenTypeRules } from './tokenRules';

/** The rules for token responses (RFC 6749 §5), in the order in which they are tried: form first, meaning second. */
export const tokenResponseRules: readonly ResponseRule[] = [
  ...formRules,
  ...errorRules,
  ...tokenTypeRules,
  ...lifetimeRules,
  ...tokenMemberRules,
];
