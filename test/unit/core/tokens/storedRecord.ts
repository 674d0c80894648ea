import type { TokenRecord } from '../../../../src/core/tokens/tokenRecord';

export const storedRecord: TokenRecord = {
  id: 'one',
  profile: 'demo',
  fingerprint: 'print',
  label: 'ada@example.com',
  obtainedAt: 1000,
  tokenSet: {
    accessToken: 'access-token-value',
    tokenType: 'Bearer',
    refreshToken: 'refresh-token-value',
    expiresAt: 2000,
    scope: 'a b',
  },
};
