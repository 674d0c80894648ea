import { cleanName } from '../../tokens/tokenNames';

/** Claims by which a person recognises an account, best first (OpenID Connect Core §5.1). */
const standardClaims = ['email', 'preferred_username', 'name'] as const;
/** The same where the answer is that of an API from before OpenID Connect, such as GitHub's. */
const commonMembers = ['email', 'preferred_username', 'login', 'username', 'name'] as const;

/** Something a person recognises in what a server says of them, fit to show; `undefined`: nothing there is. */
export function personName(
  claims: Readonly<Record<string, unknown>>,
  kind: 'standard' | 'common',
): string | undefined {
  return (kind === 'standard' ? standardClaims : commonMembers)
    .map((name) => claims[name])
    .map((claim) => (typeof claim === 'string' ? cleanName(claim) : undefined))
    .find((name) => name !== undefined);
}
