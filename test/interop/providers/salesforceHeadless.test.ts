import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { person } from '../../support/authorizationServer/person';
import { createHarness, profileOf, type HarnessOptions } from '../../support/harness';
import { formOf } from '../../support/providers/requests';
import { startSalesforce, type Salesforce } from '../../support/providers/salesforce';
import { forgetSecrets, registerSecret } from '../../support/secrets';

describe('Salesforce, without a browser (G10)', () => {
  let salesforce: Salesforce;

  beforeEach(async () => {
    salesforce = await startSalesforce('http://127.0.0.1:1/callback');
    salesforce.app.requireSecret = false;
  });

  afterEach(async () => {
    await salesforce.stop();
    forgetSecrets();
  });

  const harnessWith = (options: HarnessOptions = {}) =>
    createHarness({
      type: (title) => (title.startsWith('User name') ? person.username : person.password),
      open: () => assert.fail('no browser is opened'),
      ...options,
    });

  const profileWith = (changes: Readonly<Record<string, unknown>> = {}) =>
    profileOf(
      {
        authorizationEndpoint: salesforce.authorizationEndpoint,
        tokenEndpoint: salesforce.tokenEndpoint,
        clientId: salesforce.app.consumerKey,
        grantType: 'code_credentials',
        scope: 'api refresh_token',
        redirectUri: salesforce.echoUrl,
        ...changes,
      },
      'headless',
    );

  const requestsTo = (endpoint: string) =>
    salesforce.requests.filter(({ url }) => url.split('?')[0] === new URL(endpoint).pathname);

  it('gets a token by one POST to each endpoint, as the guide writes them', async () => {
    const harness = harnessWith();
    const { record } = await harness.getNew(profileWith());
    assert.deepEqual(harness.asked, ['User name for “headless”', 'Password for “headless”']);
    assert.equal(record.label, person.username);

    const [asked, ...others] = requestsTo(salesforce.authorizationEndpoint);
    assert.equal(others.length, 0);
    assert.equal(asked!.method, 'POST');
    assert.equal(asked!.headers['auth-request-type'], 'Named-User');
    assert.equal(
      asked!.headers.authorization,
      `Basic ${Buffer.from(`${person.username}:${person.password}`).toString('base64')}`,
    );
    assert.ok(!asked!.url.includes('?'), 'nothing is in the address');
    const parameters = formOf(asked!);
    assert.deepEqual(
      [...parameters.keys()],
      ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge'],
    );
    assert.equal(parameters.get('response_type'), 'code_credentials');
    assert.equal(requestsTo(salesforce.echoUrl).length, 0, 'the redirect is read, not followed');

    const verifier = formOf(requestsTo(salesforce.tokenEndpoint)[0]!).get('code_verifier') ?? '';
    assert.equal(parameters.get('code_challenge'), createHash('sha256').update(verifier).digest('base64url'));
    const authorization = `Bearer ${record.tokenSet.accessToken}`;
    assert.equal((await fetch(salesforce.apiUrl, { headers: { authorization } })).status, 200);
    harness.scanLog();
  });

  it('keeps neither password nor code; the token is renewed without either', async () => {
    const harness = harnessWith();
    const profile = profileWith({ username: person.username });
    const { record } = await harness.getNew(profile);
    assert.deepEqual(harness.asked, ['Password for “headless”']);
    assert.equal(harness.secrets.values.size, 1, 'the token alone is stored');
    const renewed = await harness.refresh(profile, record.id);
    assert.notEqual(renewed.record.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.equal(harness.asked.length, 1);
  });

  for (const where of ['body', 'redirect'] as const) {
    it(`a wrong password, said in the ${where}, ends in the server's words`, async () => {
      salesforce.app.headlessErrors = where;
      registerSecret('a-wrong-password');
      const harness = harnessWith({ type: () => 'a-wrong-password' });
      const error = await harness.failure(harness.getNew(profileWith()));
      assert.equal(error.code, 'authorization_refused');
      assert.equal(error.server?.error, 'invalid_grant');
      assert.match(error.hint ?? '', /user name (and|or) password/);
      assert.equal(requestsTo(salesforce.tokenEndpoint).length, 0);
    });
  }

  it('says that the app or a scope is not made for it when the server leads to its sign-in page', async () => {
    const harness = harnessWith();
    const error = await harness.failure(harness.getNew(profileWith({ scope: 'api web' })));
    assert.equal(error.code, 'authorization_refused');
    assert.match(error.message, /a redirect \(302\) to .*\/login, which is not followed/);
    assert.match(error.hint ?? '', /every scope of the profile/);
  });

  for (const changes of [{ state: 'guessed' }, { state: undefined }]) {
    it(`A3: a redirect with the state ${String(changes.state)} is refused`, async () => {
      const target = new URL(salesforce.echoUrl);
      target.searchParams.set('code', 'stolen-code');
      if (changes.state !== undefined) target.searchParams.set('state', changes.state);
      salesforce.on('/services/oauth2/authorize', { status: 302, headers: { location: target.href } });
      const harness = harnessWith();
      const error = await harness.failure(harness.getNew(profileWith()));
      assert.equal(error.code, 'authorization_response_invalid');
      assert.equal(requestsTo(salesforce.tokenEndpoint).length, 0);
    });
  }

  it('C7: Escape at the password is silent and sends nothing', async () => {
    const harness = harnessWith({ type: (title) => (title.startsWith('User') ? 'ada' : undefined) });
    assert.equal((await harness.failure(harness.getNew(profileWith()))).code, 'cancelled');
    assert.equal(salesforce.requests.length, 0);
  });
});
