import assert from 'node:assert/strict';
import { person } from '../../support/authorizationServer/person';
import { startSalesforce, type Salesforce } from '../../support/providers/salesforce';
import { forgetSecrets } from '../../support/secrets';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('Salesforce emulator', () => {
  let salesforce: Salesforce;

  beforeEach(async () => {
    salesforce = await startSalesforce('http://127.0.0.1:1/callback');
  });

  afterEach(async () => {
    await salesforce.stop();
    forgetSecrets();
  });

  const askHeadless = (changes: Readonly<Record<string, string>> = {}, password = person.password) =>
    fetch(salesforce.authorizationEndpoint, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'auth-request-type': 'Named-User',
        authorization: `Basic ${Buffer.from(`${person.username}:${password}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        response_type: 'code_credentials',
        client_id: salesforce.app.consumerKey,
        redirect_uri: salesforce.echoUrl,
        state: 'xyz',
        scope: 'api',
        code_challenge: challenge,
        ...changes,
      }),
    });

  it('signs in headlessly: 302 with the code, JSON at the echo endpoint, a token for the code', async () => {
    const answer = await askHeadless();
    assert.equal(answer.status, 302);
    const location = answer.headers.get('location')!;
    assert.ok(location.startsWith(`${salesforce.echoUrl}?code=aPrx`));
    assert.match(location, /%3D&sfdc_community_url=/);
    const echoed = (await (await fetch(location)).json()) as Record<string, string>;
    assert.deepEqual(Object.keys(echoed), ['code', 'sfdc_community_url', 'sfdc_community_id', 'state']);
    assert.ok(echoed.code!.endsWith('='));
    const token = await fetch(salesforce.tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: echoed.code!,
        client_id: salesforce.app.consumerKey,
        client_secret: salesforce.app.consumerSecret,
        redirect_uri: salesforce.echoUrl,
        code_verifier: verifier,
      }),
    });
    const body = (await token.json()) as Record<string, string>;
    assert.equal(body.sfdc_community_url, salesforce.url);
    assert.match(body.issued_at!, /^\d{13}$/);
    const api = await fetch(salesforce.apiUrl, {
      headers: { authorization: `Bearer ${body.access_token!}` },
    });
    assert.equal(api.status, 200);
  });

  it('answers a headless sign-in with wrong credentials, scope or redirect URI', async () => {
    const refused = await askHeadless({}, 'wrong');
    assert.equal(refused.status, 400);
    assert.deepEqual(await refused.json(), {
      error: 'invalid_grant',
      error_description: 'authentication failure',
    });
    assert.match((await askHeadless({ scope: 'web' })).headers.get('location')!, /\/login\?/);
    assert.match(
      await (await askHeadless({ redirect_uri: 'https://a.example/' })).text(),
      /redirect_uri_mismatch/,
    );
    salesforce.app.headlessErrors = 'redirect';
    assert.match((await askHeadless({}, 'wrong')).headers.get('location')!, /\?error=invalid_grant&/);
  });
});
