import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import { json, redirect, startFaultServer, type FaultServer } from '../support/faultServer';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { registerSecret } from '../support/secrets';

describe('explained errors', () => {
  const editor = useEditor();
  let server: FaultServer;

  beforeEach(async () => {
    server = await startFaultServer();
  });

  afterEach(() => server.stop());

  it('X1, #51: a refused client leads to the other way of sending its secret, and the same secret then works', async () => {
    const clientSecret = `secret-${randomBytes(12).toString('hex')}`;
    const accessToken = `token-${randomBytes(12).toString('hex')}`;
    for (const secret of [clientSecret, accessToken]) registerSecret(secret);
    // One that reads Basic headers alone, as Zoom and Reddit do.
    const basic = `Basic ${Buffer.from(`service:${clientSecret}`).toString('base64')}`;
    server.on('/token', ({ headers }) =>
      headers.authorization === basic
        ? json({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 })
        : json({ error: 'invalid_client' }, { status: 401 }),
    );
    const profile = {
      grantType: 'client_credentials',
      tokenEndpoint: `${server.url}/token`,
      clientId: 'service',
    };
    const window = await editor.open({
      profiles: { service: { ...profile, tokenEndpointAuthMethod: 'client_secret_post' } },
    });
    const { notifications, quickInput, tokens } = window;
    await window.run('Get New Access Token');
    await quickInput.titled('Client secret for “service”').waitFor();
    await quickInput.password.fill(clientSecret);
    await quickInput.password.press('Enter');

    await notifications.saying(/refused: invalid_client.*client_secret_post/).waitFor();
    await notifications.press('refused: invalid_client', 'Switch Client Authentication');
    const changed = '“service” now has "tokenEndpointAuthMethod": "client_secret_basic"';
    await notifications.saying(changed).waitFor();
    const settings = await eventually('the settings', async () => {
      const written = (await window.readSettings())['valetKey.profiles'];
      return JSON.stringify(written).includes('client_secret_basic') && written;
    });
    assert.deepEqual(settings, {
      service: { ...profile, tokenEndpointAuthMethod: 'client_secret_basic' },
    });

    await notifications.press(changed, 'Try Again');
    await tokens.row(/^Access token service, /).waitFor();
    // The secret is not asked for again: nobody typed it a second time.
    assert.deepEqual(
      server.requests.map(({ headers, body }) => [
        headers.authorization === basic,
        new URLSearchParams(body).has('client_secret'),
      ]),
      [
        [false, true],
        [true, false],
      ],
    );
  });

  /** What the settings hold of the profiles, once they hold this. */
  const written = (window: EditorWindow, text: string) =>
    eventually('the settings', async () => {
      const profiles = (await window.readSettings())['valetKey.profiles'];
      return JSON.stringify(profiles).includes(text) && profiles;
    });

  it('X1, A19: PKCE is turned off by a person who has read what that means, and by nobody else', async () => {
    server.on('/authorize', ({ url }) => {
      const asked = new URL(url, server.url).searchParams;
      const answer = new URL(asked.get('redirect_uri')!);
      answer.searchParams.set('state', asked.get('state')!);
      answer.searchParams.set('error', 'invalid_request');
      answer.searchParams.set('error_description', 'code_challenge_method not supported');
      return redirect(answer.href);
    });
    const profile = {
      authorizationEndpoint: `${server.url}/authorize`,
      tokenEndpoint: `${server.url}/token`,
      clientId: 'app',
    };
    const window = await editor.open({ profiles: { old: profile } });
    const { notifications, tokens } = window;
    const asked = () => server.requests.map(({ url }) => new URL(url, server.url).searchParams);
    const refused = 'code_challenge_method not supported';
    await window.closeTab(await window.tabOpenedBy(() => window.run('Get New Access Token')));
    await notifications.press(refused, 'Turn PKCE Off…');
    await tokens.confirm('Turn PKCE off for “old”?', 'Turn Off');
    await notifications.saying('PKCE is off for “old”').waitFor();
    assert.deepEqual(await written(window, 'none'), { old: { ...profile, codeChallengeMethod: 'none' } });
    assert.deepEqual(
      asked().map((parameters) => parameters.has('code_challenge')),
      [true],
    );

    const again = await window.tabOpenedBy(() => notifications.press('PKCE is off', 'Try Again'));
    await window.closeTab(again);
    await notifications.saying(refused).waitFor();
    assert.deepEqual(
      asked().map((parameters) => parameters.has('code_challenge')),
      [true, false],
    );
  });

  it('X1: a token that cannot be renewed leads to offline_access, and then to a new sign-in', async () => {
    const accessToken = `token-${randomBytes(12).toString('hex')}`;
    registerSecret(accessToken);
    server.on('/authorize', ({ url }) => {
      const asked = new URL(url, server.url).searchParams;
      const answer = new URL(asked.get('redirect_uri')!);
      answer.searchParams.set('state', asked.get('state')!);
      answer.searchParams.set('code', 'a-code');
      return redirect(answer.href);
    });
    server.on('/token', json({ access_token: accessToken, token_type: 'Bearer' }));
    const profile = {
      authorizationEndpoint: `${server.url}/authorize`,
      tokenEndpoint: `${server.url}/token`,
      clientId: 'app',
      scope: 'read',
    };
    const window = await editor.open({ profiles: { app: profile } });
    const { notifications } = window;
    await window.closeTab(await window.tabOpenedBy(() => window.run('Get New Access Token')));
    await notifications.saying('Access token for “app” is ready').waitFor();
    await notifications.clear();
    await window.run('Refresh Access Token');
    await notifications.press('The server gave no refresh token', 'Add offline_access');
    const added = 'The scope of “app” now has offline_access.';
    await notifications.saying(added).waitFor();
    assert.deepEqual(await written(window, 'offline_access'), {
      app: { ...profile, scope: 'read offline_access' },
    });
    const again = await window.tabOpenedBy(() => notifications.press(added, 'Get New Access Token'));
    await window.closeTab(again);
    await notifications.saying('Access token for “app” is ready').waitFor();
    const scopes = server.requests
      .filter(({ url }) => url.startsWith('/authorize'))
      .map(({ url }) => new URL(url, server.url).searchParams.get('scope'));
    assert.deepEqual(scopes, ['read', 'read offline_access']);
  });
});
