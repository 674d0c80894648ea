import assert from 'node:assert/strict';
import { useEditor } from '../support/editor/useEditor';

describe('client secrets', () => {
  const editor = useEditor();

  it('T1, S2: asks for a secret once, unseen; token and secret outlive the window', async () => {
    const { issuer, clients } = editor.server;
    const { clientId, clientSecret } = clients.webApp;
    const window = await editor.open({
      profiles: {
        web: { issuer, clientId, tokenEndpointAuthMethod: 'client_secret_post', scope: 'openid orders:read' },
      },
    });
    const { quickInput, tokens } = window;
    await window.run('Get New Access Token');
    await quickInput.titled('Client secret for “web”').waitFor();
    await quickInput.password.fill(clientSecret);
    const tab = await window.tabOpenedBy(() => quickInput.password.press('Enter'));
    await window.signInAt(tab);
    await tokens.row(/^Access token demo, /).waitFor();

    await window.reload();
    await tokens.row(/^Access token demo, /).waitFor();
    const second = await window.tabOpenedBy(() => window.run('Get New Access Token'));
    await window.signInAt(second);
    await window.notifications.saying('Access token for “web” is ready').waitFor();
    assert.equal(await tokens.tokens.count(), 1);
    const grants = editor.server.requests.filter(({ path }) => path === '/token');
    assert.deepEqual(
      grants.map(({ form }) => [form.get('grant_type'), form.get('client_secret')]),
      [
        ['authorization_code', clientSecret],
        ['authorization_code', clientSecret],
      ],
    );
  });

  it('G14: a secret typed into the settings is moved out of them, and is used from then on', async () => {
    const { issuer, clients } = editor.server;
    const { clientId, clientSecret } = clients.service;
    const profile = {
      issuer,
      grantType: 'client_credentials',
      clientId,
      tokenEndpointAuthMethod: 'client_secret_basic',
    };
    const window = await editor.open({ profiles: { service: { ...profile, clientSecret } } });
    const { notifications, tokens } = window;
    await tokens.row(/^clientSecret lies in the settings in plain text/).click();
    await notifications.saying('is now in the secret storage and out of your settings').waitFor();
    assert.deepEqual((await window.readSettings())['valetKey.profiles'], { service: profile });
    await tokens.row('Get New Access Token').click();
    await tokens.row(/^Access token service, /).waitFor();
  });
});
