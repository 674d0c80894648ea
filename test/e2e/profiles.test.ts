import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { useEditor } from '../support/editor/useEditor';
import { json, startFaultServer } from '../support/faultServer';

const question = (step: number) => `Add Profile (${step}/7)`;

describe('profiles', () => {
  const editor = useEditor();

  it('S1: leads from an empty view to a profile by seven questions, and on to its first token', async () => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({ profiles: {} });
    const { quickInput, notifications, tokens } = window;
    const before = await window.readSettings();

    await tokens.welcome('Add Profile').click();
    await quickInput.choose(question(1), 'Authorization code');
    await quickInput.choose(question(2), 'Issuer');
    await quickInput.titled(question(3)).waitFor();
    await quickInput.input.fill('login.example.com');
    await quickInput.message('issuer is not an absolute URL').waitFor();
    // As a person copies it: the address of the metadata, and a blank.
    await quickInput.answer(question(3), ` ${issuer}/.well-known/openid-configuration`);
    await quickInput.answer(question(4), clients.demoApp.clientId);
    await quickInput.choose(question(5), 'No client secret');
    await quickInput.answer(question(6), 'openid orders:read');
    await quickInput.answer(question(7), 'my first');

    const tab = await window.tabOpenedBy(() =>
      notifications.press('Profile “my first” is in your settings.', 'Get New Access Token'),
    );
    await window.signInAt(tab);
    await tokens.row(/^Access token demo, \d+ min left$/).waitFor();
    assert.deepEqual(await window.readSettings(), {
      ...before,
      'valetKey.profiles': {
        'my first': {
          grantType: 'authorization_code',
          issuer,
          clientId: clients.demoApp.clientId,
          tokenEndpointAuthMethod: 'none',
          scope: 'openid orders:read',
        },
      },
    });
  });

  it('S1: leads to a profile without discovery: a device code', async () => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({ profiles: {} });
    const { quickInput, tokens } = window;

    await window.run('Add Profile…');
    await quickInput.choose(question(1), 'Device code');
    await quickInput.choose(question(2), 'Endpoints');
    await quickInput.titled(question(3)).waitFor();
    await quickInput.input.fill('http://login.example.com/device');
    await quickInput.message('deviceAuthorizationEndpoint is not https').waitFor();
    const members = {
      deviceAuthorizationEndpoint: `${issuer}/device/auth`,
      tokenEndpoint: `${issuer}/token`,
      clientId: clients.demoApp.clientId,
    };
    await quickInput.input.fill(members.deviceAuthorizationEndpoint);
    await quickInput.input.press('Enter');
    await quickInput.message('The token URL').waitFor();
    await quickInput.answer(question(3), members.tokenEndpoint);
    await quickInput.answer(question(4), members.clientId);
    await quickInput.choose(question(5), 'No client secret');
    await quickInput.answer(question(6), 'orders:read');
    await quickInput.answer(question(7), 'my device');

    await tokens.row('Get New Access Token').waitFor();
    assert.deepEqual((await window.readSettings())['valetKey.profiles'], {
      'my device': {
        grantType: 'device_code',
        ...members,
        tokenEndpointAuthMethod: 'none',
        scope: 'orders:read',
      },
    });
  });

  it('L18: Escape at any question, or at the password box, leaves nothing behind; the next attempt works', async () => {
    const { issuer, clients, requests } = editor.server;
    const window = await editor.open({ profiles: {} });
    const { quickInput, notifications, tokens } = window;
    const before = await window.readSettings();
    const asked = requests.length;
    const answers = [
      () => quickInput.choose(question(1), 'Client credentials'),
      () => quickInput.choose(question(2), 'Issuer'),
      () => quickInput.answer(question(3), issuer),
      () => quickInput.answer(question(4), clients.service.clientId),
      () => quickInput.choose(question(5), 'Basic Auth header'),
      () => quickInput.answer(question(6), 'orders:read'),
      () => quickInput.answer(question(7), 'service'),
    ];
    const answerFirst = async (count: number) => {
      for (const answer of answers.slice(0, count)) await answer();
    };
    for (const count of answers.keys()) {
      // Without a profile, getting a token begins with making one.
      await window.run('Get New Access Token');
      await answerFirst(count);
      await quickInput.escape(question(count + 1));
    }
    assert.deepEqual(await window.readSettings(), before);
    await tokens.welcome('Add Profile').waitFor();

    await window.run('Get New Access Token');
    await answerFirst(7);
    await quickInput.escape('Client secret for “service”');
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await tokens.tokens.count(), 0);
    assert.equal(requests.length, asked);

    await tokens.row('Get New Access Token').click();
    await quickInput.answer('Client secret for “service”', clients.service.clientSecret);
    await tokens.row(/^Access token service, /).waitFor();
    assert.equal(await notifications.errors.count(), 0);
  });

  it('G16: a profile that does without a protection is marked as insecure, and says why', async () => {
    const { issuer, clients } = editor.server;
    const profile = { issuer, clientId: clients.demoApp.clientId };
    const window = await editor.open({
      profiles: { careless: { ...profile, codeChallengeMethod: 'none' }, careful: profile },
    });
    const { tokens } = window;
    const row = tokens.row('careless, authorization code, insecure');
    await row.waitFor();
    await tokens.row(/^careful, authorization code$/).waitFor();
    await row.hover();
    await window.page.getByText('Insecure: without PKCE a stolen code can be used').waitFor();
  });

  it('X1: a profile with mistakes says all of them at once, and each leads to its line in the settings', async () => {
    const { issuer } = editor.server;
    const window = await editor.open({
      profiles: {
        good: { issuer, clientId: 'good' },
        broken: { issuer: 'http://login.example.com', clientID: 'app', grantType: 'code', scope: 'a,b' },
      },
    });
    const { notifications, tokens, workbench } = window;
    const mistakes = [
      'issuer is not https',
      'clientId is missing',
      '“clientID” is not a member of a profile. Did you mean clientId?',
      'grantType must be one of',
      'scope has a comma',
    ];
    await tokens.row('broken, 5 problems').waitFor();
    for (const mistake of mistakes) await tokens.rowBelow(mistake).waitFor();

    await window.run('Get New Access Token');
    await workbench.pick('broken');
    const message = notifications.saying('The profile “broken” cannot be used yet.');
    await message.waitFor();
    const said = await message.innerText();
    for (const mistake of mistakes) assert.ok(said.includes(mistake), said);

    const lines = (await readFile(window.places.settingsFile, 'utf8')).split('\n');
    const cursorAt = (text: string) => {
      const line = lines.findIndex((candidate) => candidate.trimStart().startsWith(text)) + 1;
      return window.cursorInLine(line);
    };
    await notifications.press('The profile “broken”', 'Edit Profile');
    await cursorAt('"broken"').waitFor();
    await window.page.keyboard.press('Escape'); // The settings lie over the rest of the window.
    await tokens.rowBelow('scope has a comma').click();
    await cursorAt('"scope": "a,b"').waitFor();
  });

  it('G1: a repository that redefines a profile of the person changes nothing and hears nothing', async () => {
    const { issuer, clients } = editor.server;
    const client = { grantType: 'client_credentials', clientId: clients.service.clientId };
    const trap = await startFaultServer();
    try {
      trap.on('/token', json({ access_token: 'from-the-trap', token_type: 'Bearer' }));
      const trapped = { ...client, tokenEndpoint: `${trap.url}/token` };
      const redefined = { service: trapped, another: trapped };
      const window = await editor.open({
        profiles: { service: { ...client, issuer } },
        files: {
          '.vscode/settings.json': JSON.stringify({
            'valetKey.profiles': redefined,
            '[http]': { 'valetKey.profiles': redefined },
          }),
        },
      });
      const { quickInput, tokens } = window;
      await tokens.row('Get New Access Token').first().click();
      await quickInput.answer('Client secret for “service”', clients.service.clientSecret);
      await tokens.tokens.waitFor();
      assert.deepEqual(trap.requests, []);
      assert.equal(await tokens.row('another').count(), 0);
    } finally {
      await trap.stop();
    }
  });
});
