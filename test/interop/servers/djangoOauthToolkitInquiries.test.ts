import assert from 'node:assert/strict';
import { proves } from '../../support/serverTable';
import { djangoOauthToolkit } from '../../support/servers/djangoOauthToolkit';
import { useServer } from '../../support/servers/useServer';

describe('Django OAuth Toolkit, what becomes of a token', () => {
  const around = useServer(djangoOauthToolkit);
  const { typing } = around;

  /** Its metadata name none of them. */
  const profile = (members: Parameters<typeof around.profile>[0] = {}) => {
    const { issuer } = around.server;
    return around.profile({
      revocationEndpoint: `${issuer}/revoke_token/`,
      introspectionEndpoint: `${issuer}/introspect/`,
      userinfoEndpoint: `${issuer}/userinfo/`,
      ...members,
    });
  };

  it('E1, E2: introspected, revoked, and then not active any more', async () => {
    proves('djangoOauthToolkit', 'introspect', 'revoke');
    const { clientId, clientSecret } = around.server.clients.webApp;
    const web = profile({ clientId, tokenEndpointAuthMethod: 'client_secret_basic' });
    const person = typing(clientSecret);
    const { record } = await person.getNew(web);
    const before = await person.introspect(web, record.id);
    assert.equal(before.active, true);
    assert.equal(before.answer.username, 'ada');
    const revoked = await person.revoke(web, record.id);
    assert.deepEqual(
      revoked.map(({ token, outcome }) => [token, outcome]),
      [
        ['refresh_token', 'revoked'],
        ['access_token', 'revoked'],
      ],
    );
    assert.equal((await person.introspect(web, record.id)).active, false);
  });

  it('E3: userinfo; a token that a refresh has killed is said to be dead', async () => {
    proves('djangoOauthToolkit', 'userinfo');
    const { record } = await around.harness.getNew(profile());
    const { claims, personChecked } = await around.harness.userInfo(profile(), record.id);
    assert.equal(claims.sub, record.account?.subject);
    assert.equal(personChecked, true);
    await around.harness.refresh(profile(), record.id);
    await around.harness.store.put(record);
    const error = await around.harness.failure(around.harness.userInfo(profile(), record.id));
    assert.equal(error.server?.error, 'invalid_token');
    assert.match(error.hint ?? '', /revoked or have expired early/);
    assert.equal(error.remedy, 'get_new_token');
  });
});
