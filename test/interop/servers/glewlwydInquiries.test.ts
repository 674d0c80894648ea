import assert from 'node:assert/strict';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { signOut } from '../../support/servers/glewlwyd/pages';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd, what becomes of a token', () => {
  const around = useServer(glewlwyd);
  const { profile, typing } = around;

  /** Its revocation and introspection are for clients with a secret alone. */
  const webApp = () => {
    const { clientId, clientSecret } = around.server.clients.webAppBasic;
    return {
      web: profile({ clientId, tokenEndpointAuthMethod: 'client_secret_basic_raw' }),
      person: typing(clientSecret),
    };
  };

  it('E1, E2: introspected, revoked, and then not active any more', async () => {
    proves('glewlwyd', 'introspect', 'revoke');
    const { web, person } = webApp();
    const { record } = await person.getNew(web);
    const before = await person.introspect(web, record.id);
    assert.equal(before.active, true);
    assert.equal(before.answer.scope, 'openid orders');
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

  it('E1, E2: an app without a secret may do neither there, which is said', async () => {
    const { record } = await around.harness.getNew(profile());
    const results = await around.harness.revoke(profile(), record.id);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['kept', 'kept'],
    );
    const error = await around.harness.failure(around.harness.introspect(profile(), record.id));
    for (const { message, hint, remedy } of [error, ...results.flatMap(({ failure }) => failure ?? [])]) {
      assert.match(message, /endpoint refused the client \(status 401\)/);
      assert.match(hint ?? '', /wants the client to prove who it is, and the profile sends no secret/);
      assert.equal(remedy, 'switch_client_authentication');
    }
  });

  it('E3: userinfo', async () => {
    proves('glewlwyd', 'userinfo');
    const { record } = await around.harness.getNew(profile());
    const { claims, personChecked } = await around.harness.userInfo(profile(), record.id);
    assert.equal(claims.email, 'ada@example.com');
    assert.equal(personChecked, true);
  });

  it('E4: signs out at the provider, on its own page', async () => {
    proves('glewlwyd', 'signOut');
    const { secrets, getNew } = around.harness;
    const { record } = await getNew(profile());
    const visits: Promise<void>[] = [];
    const leaving = around.person({
      secrets,
      browse: (url) => visits[visits.push(around.browser.revisit(url, signOut)) - 1] ?? Promise.resolve(),
    });
    const { named } = await leaving.signOut(profile(), record.id);
    assert.equal(named, true, 'the server knows whom');
    await Promise.all(visits);
    assert.equal(visits.length, 1);
  });
});
