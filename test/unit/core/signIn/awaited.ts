import type { Awaited } from '../../../../src/core/signIn/pendingSignIns';

export const state = 'Zm9yLXRoaXMtdGVzdC1vbmx5LWFuZC1ub3RoaW5nLWV';
export const redirectUri = 'https://login.salesforce.com/services/oauth2/success';

/** A sign-in with a code that is to be pasted. */
export function awaited(changes: Partial<Awaited> = {}): Awaited {
  return {
    profile: 'okta-dev',
    redirectUri,
    ways: ['pasted_url'],
    state,
    stateOf: (parameters) => parameters.get('state') ?? undefined,
    takesTokens: false,
    takesCodeAlone: true,
    link: () => Promise.resolve('https://as.example/authorize'),
    ...changes,
  };
}
