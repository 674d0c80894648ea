import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import { freePort } from '../../support/httpServers';
import { profileOf, type Harness, type HarnessOptions } from '../../support/harness';
import { forgetSecrets, registerSecret } from '../../support/secrets';
import { proves } from '../../support/serverTable';
import { startBrowser, type PersonAtBrowser } from '../../support/servers/browser';
import {
  installDjangoOauthToolkit,
  startDjangoOauthToolkit,
  type DjangoOauthToolkit,
} from '../../support/servers/djangoOauthToolkit';
import { signIn } from '../../support/servers/djangoOauthToolkit/pages';
import { startOrSkip } from '../../support/servers/startOrSkip';

describe('Django OAuth Toolkit', () => {
  let server: DjangoOauthToolkit;
  let browser: PersonAtBrowser;
  let harness: Harness;
  let redirectUri: string;

  before(async function () {
    [server, browser] = await startOrSkip(
      this,
      installDjangoOauthToolkit,
      startDjangoOauthToolkit,
      startBrowser,
    );
    redirectUri = server.redirectUri.replace('127.0.0.1', `127.0.0.1:${await freePort()}`);
  });

  after(async () => {
    await browser?.stop();
    await server?.stop();
  });

  beforeEach(() => {
    harness = person();
    server.secrets.forEach(registerSecret);
  });

  afterEach(() => {
    harness.scanLog();
    forgetSecrets();
  });

  const person = (options?: HarnessOptions, deny = false) =>
    browser.createHarness(signIn(server.person, { deny }), options);

  const typing = (secret: string) => person({ type: () => secret });

  /** Its metadata are not where a client looks, so the endpoints are written. */
  const profile = (members: Readonly<Record<string, unknown>> = {}): Profile =>
    profileOf({
      issuer: server.issuer,
      authorizationEndpoint: `${server.issuer}/authorize/`,
      tokenEndpoint: `${server.issuer}/token/`,
      jwksUri: `${server.issuer}/.well-known/jwks.json`,
      clientId: server.clients.app.clientId,
      scope: 'openid read',
      redirectUri,
      ...members,
    });

  it('code and PKCE through its own login and consent pages, endpoints by hand', async () => {
    proves('djangoOauthToolkit', 'authorization_code', 'none', 'pkceS256', 'idToken');
    const { record } = await harness.getNew(profile());
    assert.equal(record.tokenSet.scope, 'openid read');
    assert.ok(record.account?.subject);
    assert.match((await harness.lastPage()).text, /close this tab/i);
  });

  it('a No on the consent page ends the sign-in in the server’s words', async () => {
    const denying = person({}, true);
    const error = await denying.failure(denying.getNew(profile()));
    assert.equal(error.code, 'authorization_refused');
    assert.equal(error.server?.error, 'access_denied');
  });

  it('C6: its metadata are behind a redirect to a final slash: the error names where it leads', async () => {
    const discovering = profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid', redirectUri });
    const error = await harness.failure(harness.getNew(discovering));
    assert.equal(error.code, 'discovery_failed');
    assert.ok(
      error.message.includes(`a redirect (301) to ${server.issuer}/.well-known/openid-configuration/`),
      error.message,
    );
    assert.match(error.hint ?? '', /write authorizationEndpoint and tokenEndpoint/);
  });

  it('I4: a token endpoint without its final slash is a 301, not followed with a POST turned into a GET', async () => {
    const slashless = profile({ tokenEndpoint: `${server.issuer}/token` });
    const error = await harness.failure(harness.getNew(slashless));
    assert.match(
      error.message,
      /a redirect \(301\) to http:\/\/127\.0\.0\.1:\d+\/o\/token\/, which is not followed/,
    );
    assert.match(error.hint ?? '', /write it as tokenEndpoint/);
  });

  for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
    it(`${method}, with a secret full of what needs encoding`, async () => {
      proves('djangoOauthToolkit', method);
      const { clientId, clientSecret } = server.clients.webApp;
      const { record } = await typing(clientSecret).getNew(
        profile({ clientId, tokenEndpointAuthMethod: method }),
      );
      assert.equal(record.tokenSet.scope, 'openid read');
    });
  }

  it('client credentials', async () => {
    proves('djangoOauthToolkit', 'client_credentials');
    const { clientId, clientSecret } = server.clients.service;
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'read' });
    const { record } = await typing(clientSecret).getNew(service);
    assert.equal(record.tokenSet.scope, 'read');
  });

  it('a wrong secret is explained', async () => {
    const { clientId } = server.clients.service;
    const wrong = typing('not-the-secret');
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'read' });
    const error = await wrong.failure(wrong.getNew(service));
    assert.equal(error.server?.error, 'invalid_client');
    assert.match(error.hint ?? '', /client id or secret is wrong/);
    assert.equal(error.remedy, 'set_client_secret');
  });

  it('refreshes with rotation; the ID token, which it does not repeat, stays; a used one says to sign in again', async () => {
    proves('djangoOauthToolkit', 'refresh', 'rotation');
    const { record } = await harness.getNew(profile());
    const renewed = (await harness.refresh(profile(), record.id)).record;
    assert.notEqual(renewed.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.notEqual(renewed.tokenSet.refreshToken, record.tokenSet.refreshToken);
    assert.equal(renewed.tokenSet.idToken, record.tokenSet.idToken);
    assert.deepEqual(renewed.account, record.account);
    await harness.store.put(record);
    const error = await harness.failure(harness.refresh(profile(), record.id));
    assert.equal(error.server?.error, 'invalid_grant');
    assert.equal(error.remedy, 'get_new_token');
  });

  it('a refresh token from elsewhere is pasted and renewed', async () => {
    proves('djangoOauthToolkit', 'refresh_token');
    const { record } = await harness.getNew(profile());
    const pasting = typing(record.tokenSet.refreshToken ?? '');
    const pasted = await pasting.getNew(profile({ grantType: 'refresh_token' }));
    assert.equal(pasted.record.tokenSet.scope, 'openid read');
  });

  it('B5, B31: its 500 in HTML, for an app without a signing algorithm, is described, not shown', async () => {
    const unsigned = profile({ clientId: server.clients.unsigned.clientId });
    const error = await harness.failure(harness.getNew(unsigned));
    assert.equal(error.code, 'token_response_invalid');
    assert.match(error.message, /status 500, text\/html, \d+ characters, titled “Server Error/);
    assert.match(error.hint ?? '', /server is in trouble/);
  });
});
