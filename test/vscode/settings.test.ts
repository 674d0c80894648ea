import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/vscode/ids';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  askDemoApi,
  copiedAccessToken,
  serviceProfile,
  userDataFolder,
  userSettingsFile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { json, startFaultServer, type FaultServer } from '../support/faultServer';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const tokenResponse = json({ access_token: 'token-of-the-fault-server', token_type: 'Bearer' });

function tokenProfile(server: FaultServer): Record<string, unknown> {
  return { grantType: 'client_credentials', tokenEndpoint: `${server.url}/token`, clientId: 'somebody' };
}

async function getNew(profile: string): Promise<void> {
  await vscode.commands.executeCommand(commands.getNewAccessToken, profile);
}

describe('settings', () => {
  let messages: ShownMessages;
  let server: FaultServer;

  beforeEach(async () => {
    messages = watchMessages();
    server = await startFaultServer();
    server.on('/token', tokenResponse);
  });
  afterEach(async () => {
    messages.stop();
    await server.stop();
    await writeProfiles(undefined);
  });

  describe('of somebody else, with the name of the person’s profile and another token endpoint', () => {
    /** Tells that VS Code has read a file: nothing is to happen because of the profiles in it. */
    let tabSize = 10;

    /** Writes it again until VS Code has read it: a watcher can miss what follows closely on another change. */
    async function writeUntilRead(
      file: string,
      contents: unknown,
      isRead: (tabSize: unknown) => boolean,
    ): Promise<void> {
      while (!isRead(vscode.workspace.getConfiguration('editor').get('tabSize'))) {
        await writeFile(file, JSON.stringify(contents));
        await delay(300);
      }
    }

    async function changesNothing(file: string, contents: Record<string, unknown>): Promise<void> {
      const { clientSecret } = readSuiteEnvironment().clients.service;
      await writeProfileAndMoveSecret('service', serviceProfile(), clientSecret);
      await mkdir(path.dirname(file), { recursive: true });
      tabSize++;
      try {
        await writeUntilRead(file, { 'editor.tabSize': tabSize, ...contents }, (size) => size === tabSize);
        await getNew('service');
        assert.equal(await askDemoApi(`Bearer ${await copiedAccessToken('service')}`), 200);
        assert.deepEqual(server.requests, []);
        assert.deepEqual(messages.errors, []);
      } finally {
        await writeUntilRead(file, {}, (size) => size !== tabSize);
      }
    }

    const forms: Readonly<Record<string, (profile: unknown) => Record<string, unknown>>> = {
      'the setting': (service) => ({ [settings.profiles]: { service } }),
      'nested objects': (service) => ({ valetKey: { profiles: { service } } }),
      'a longer key': (service) => ({ [`${settings.profiles}.service`]: service }),
      'a language block': (service) => ({ '[http]': { [settings.profiles]: { service } } }),
    };
    for (const [form, contents] of Object.entries(forms)) {
      it(`${form === 'the setting' ? 'G1' : 'G4'}: ${form} in .vscode/settings.json changes nothing`, async () => {
        const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
        await changesNothing(path.join(folder, '.vscode', 'settings.json'), contents(tokenProfile(server)));
      });

      // There is no such file where the window and its extensions share a machine.
      if (vscode.env.remoteName === undefined) continue;
      it(`G4: ${form} in the settings of the remote machine changes nothing`, async () => {
        const file = path.join(await userDataFolder(), 'Machine', 'settings.json');
        await changesNothing(file, contents(tokenProfile(server)));
      });
    }
  });

  describe('with a client secret in plain text', () => {
    const clientSecret = 'typed into the settings: +/%';

    it('G14: it is noticed, and not used: no request, one error that offers to move it', async () => {
      await writeProfiles({ somebody: { ...tokenProfile(server), clientSecret } });
      await getNew('somebody');
      assert.deepEqual(server.requests, []);
      assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
      assert.match(messages.errors[0] ?? '', /clientSecret lies in the settings in plain text/);
      assert.equal(messages.all.length, 2, messages.all.join('\n'));
      assert.match(messages.all[0] ?? '', /^The profile “somebody” holds its client secret in plain text/);
      assert.ok(!messages.all.join().includes(clientSecret));
    });

    it('G14: moved, it is out of the file and used without a question; other profiles stay', async () => {
      const other = { issuer: 'https://login.example.com', clientId: 'other', scope: 'openid  a' };
      // Without the method, moving would write that down as well.
      const moved = {
        ...tokenProfile(server),
        tokenEndpointAuthMethod: 'client_secret_basic',
        clientSecret,
      };
      await writeProfiles({ before: other, moved, after: other });
      const file = await userSettingsFile();
      const withSecret = await readFile(file, 'utf8');
      assert.ok(withSecret.includes(clientSecret));

      await vscode.commands.executeCommand(commands.moveClientSecret, 'moved');
      const lines = withSecret.split('\n');
      const secretLine = lines.findIndex((line) => line.includes(clientSecret));
      // It is the last member, so the comma before it goes as well.
      const expected = lines.toSpliced(secretLine - 1, 2, (lines[secretLine - 1] ?? '').replace(/,$/, ''));
      assert.equal(await readFile(file, 'utf8'), expected.join('\n'));

      await getNew('moved');
      assert.deepEqual(messages.inputBoxes, []);
      const [request, ...more] = server.requests;
      assert.deepEqual(more, []);
      const credentials = new URLSearchParams([['somebody', clientSecret]]).toString().replace('=', ':');
      assert.equal(request?.headers.authorization, `Basic ${Buffer.from(credentials).toString('base64')}`);
    });

    it('G2, L18: a kept secret is not for a changed endpoint: asked again, and cancelling leaves nothing', async () => {
      await writeProfileAndMoveSecret('changed', tokenProfile(server), clientSecret);
      const elsewhere = { ...tokenProfile(server), tokenEndpoint: `${server.url}/elsewhere` };
      await writeProfiles({ changed: elsewhere });
      let isOver = false;
      const command = getNew('changed').finally(() => (isOver = true));
      while (!isOver) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await command;
      assert.deepEqual(messages.inputBoxes, ['Client secret for “changed”']);
      assert.deepEqual(server.requests, []);
      assert.deepEqual(messages.errors, []);
    });
  });
});
