import assert from 'node:assert/strict';
import { otherAuthMethod } from '../../../../src/core/profiles/authMethods';

describe('the other way of sending a client secret', () => {
  for (const [method, texts, other] of [
    ['none', ['app', ''], 'client_secret_basic'],
    ['client_secret_basic', ['app', 'plain-secret_1'], 'client_secret_post'],
    ['client_secret_basic', ['app', 's3cr+t'], 'client_secret_basic_raw'],
    ['client_secret_basic', ['an app', 'plain'], 'client_secret_basic_raw'],
    ['client_secret_basic_raw', ['app', 's3cr+t'], 'client_secret_post'],
    ['client_secret_post', ['app', 's3cr+t'], 'client_secret_basic'],
    ['private_key_jwt', ['app', ''], undefined],
    ['tls_client_auth', ['app', ''], undefined],
  ] as const) {
    it(`${method} with ${JSON.stringify(texts)}: ${other ?? 'none'}`, () => {
      assert.equal(otherAuthMethod(method, texts), other);
    });
  }
});
