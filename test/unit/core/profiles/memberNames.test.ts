import assert from 'node:assert/strict';
import { takeClientSecret } from '../../../../src/core/profiles/memberNames';

describe('takeClientSecret', () => {
  it('G14: parts the secret from the rest, however its member is spelled', () => {
    for (const member of ['clientSecret', 'client_secret', 'Client Secret']) {
      assert.deepEqual(takeClientSecret({ clientId: 'app', [member]: 's3cret', scope: 'read' }), {
        secret: 's3cret',
        members: { clientId: 'app', scope: 'read' },
      });
    }
  });

  it('gives no secret where none can be used, and takes the member away all the same', () => {
    for (const value of ['', 7, null, ['s3cret']]) {
      assert.deepEqual(takeClientSecret({ clientId: 'app', clientSecret: value }), {
        secret: undefined,
        members: { clientId: 'app' },
      });
    }
    assert.deepEqual(takeClientSecret({ clientId: 'app' }), {
      secret: undefined,
      members: { clientId: 'app' },
    });
  });
});
