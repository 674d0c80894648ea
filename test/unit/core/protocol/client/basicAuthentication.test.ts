import assert from 'node:assert/strict';
import type * as oauth from 'oauth4webapi';
import { formEncodedBasic, rawBasic } from '../../../../../src/core/protocol/client/basicAuthentication';

describe('basic authentication', () => {
  /** What a server reads from the header before it decodes anything. */
  const sent = async (authentication: oauth.ClientAuth, clientId: string) => {
    const headers = new Headers();
    await authentication(
      { issuer: 'https://as.example' },
      { client_id: clientId },
      new URLSearchParams(),
      headers,
    );
    const [scheme, credentials = ''] = (headers.get('authorization') ?? '').split(' ');
    assert.equal(scheme, 'Basic');
    return Buffer.from(credentials, 'base64').toString();
  };

  for (const [clientId, secret, written] of [
    ['app', 'p%2B s+:/=&', 'app:p%252B+s%2B%3A%2F%3D%26'],
    ['a:b', 'é', 'a%3Ab:%C3%A9'],
    ['my-app_1.x~y', 'Ab8Q~x.Y-z_', 'my-app_1.x~y:Ab8Q~x.Y-z_'],
  ] as const) {
    it(`I3: ${clientId} and ${secret} are form-encoded where a decoder would change them, and only there`, async () => {
      assert.equal(await sent(formEncodedBasic(secret), clientId), written);
      const decoded = [...new URLSearchParams(written.replace(':', '=')).entries()];
      assert.deepEqual(decoded, [[clientId, secret]]);
    });
  }

  it('I3: raw sends them as they are', async () => {
    assert.equal(await sent(rawBasic('p%2B s+'), 'app'), 'app:p%2B s+');
  });
});
