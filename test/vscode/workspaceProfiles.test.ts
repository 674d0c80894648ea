import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import { hoverAt } from '../support/extensionHost/hovers';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  askDemoApi,
  copiedAccessToken,
  logOfValetKey,
  serviceProfile,
  userDataFolder,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { json, startFaultServer, type FaultServer } from '../support/faultServer';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

interface Question {
  readonly message: string;
  readonly detail: string;
}

/** Tells that VS Code has read a file. */
let tabSize = 40;

/** Writes settings until VS Code has read them: a watcher can miss what follows closely on another change. */
async function writeSettings(file: string, contents: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  tabSize++;
  while (vscode.workspace.getConfiguration('editor').get('tabSize') !== tabSize) {
    await writeFile(file, JSON.stringify({ 'editor.tabSize': tabSize, ...contents }));
    await delay(300);
  }
}

async function clearSettings(file: string): Promise<void> {
  const before = tabSize;
  while (vscode.workspace.getConfiguration('editor').get('tabSize') === before) {
    await writeFile(file, '{}');
    await delay(300);
  }
}

async function getNew(profile: string): Promise<void> {
  await vscode.commands.executeCommand(commands.getNewAccessToken, profile);
}

describe('profiles that a workspace shares', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const folderName = path.basename(folder);
  const file = path.join(folder, '.vscode', 'settings.json');
  let messages: ShownMessages;
  let server: FaultServer;
  let questions: Question[];
  let answer: string | undefined;
  const { showWarningMessage } = vscode.window;

  beforeEach(async () => {
    messages = watchMessages();
    server = await startFaultServer();
    server.on('/token', json({ access_token: 'token-of-the-other-server', token_type: 'Bearer' }));
    questions = [];
    answer = undefined;
    const watched = vscode.window.showWarningMessage.bind(vscode.window) as (...all: unknown[]) => unknown;
    vscode.window.showWarningMessage = ((message: string, options: unknown, ...rest: unknown[]) => {
      const { modal, detail = '' } = (typeof options === 'object' ? options : {}) as vscode.MessageOptions;
      // Nobody can answer a dialog in this host.
      if (modal !== true) return watched(message, options, ...rest);
      questions.push({ message, detail });
      return Promise.resolve(answer);
    }) as typeof vscode.window.showWarningMessage;
  });
  afterEach(async () => {
    vscode.window.showWarningMessage = showWarningMessage;
    messages.stop();
    await vscode.commands.executeCommand(commands.forgetApprovals);
    await clearSettings(file);
    await server.stop();
    await writeProfiles(undefined);
  });

  const theirs = () => ({
    // Needs nobody and no secret of the person's: what is pasted is not asked for, either.
    grantType: 'refresh_token',
    tokenEndpoint: `${server.url}/token`,
    clientId: 'somebody',
  });

  /** The person's own, with a stored secret, works; and nothing of it goes to the other server. */
  async function ownWorks(): Promise<void> {
    await getNew('service');
    assert.equal(await askDemoApi(`Bearer ${await copiedAccessToken('service')}`), 200);
    assert.deepEqual(server.requests, []);
  }

  const forms: Readonly<Record<string, (profile: unknown) => Record<string, unknown>>> = {
    'the setting': (service) => ({ [settings.workspaceProfiles]: { service } }),
    'nested objects': (service) => ({ valetKey: { workspaceProfiles: { service } } }),
    'a longer key': (service) => ({ [`${settings.workspaceProfiles}.service`]: service }),
    'a language block': (service) => ({ '[http]': { [settings.workspaceProfiles]: { service } } }),
  };
  for (const [form, contents] of Object.entries(forms)) {
    it(`${form === 'the setting' ? 'G1, G2' : 'G4'}: ${form}, with the name of the person’s own profile, changes nothing of that, and nothing is sent`, async () => {
      const { clientSecret } = readSuiteEnvironment().clients.service;
      await writeProfileAndMoveSecret('service', serviceProfile(), clientSecret);
      await writeSettings(file, contents({ ...serviceProfile(), tokenEndpoint: `${server.url}/token` }));
      await ownWorks();
      assert.deepEqual(messages.errors, []);
      assert.deepEqual(questions, []);
      // In whatever way it is written there: it is another profile, and it is asked about.
      await getNew(`service (${folderName})`);
      assert.deepEqual(server.requests, []);
      assert.equal(questions.length + messages.errors.length, 1);
      if (form === 'the setting') assert.equal(questions.length, 1);
      if (form === 'a language block') assert.match(messages.errors[0] ?? '', /^There is no profile/);
    });

    if (vscode.env.remoteName === undefined) continue;
    it(`G4: ${form} in the settings of the remote machine is none of a workspace`, async () => {
      const machine = path.join(await userDataFolder(), 'Machine', 'settings.json');
      await writeSettings(machine, contents(theirs()));
      try {
        await getNew('service');
        assert.match(messages.errors[0] ?? '', /^There is no profile “service”/);
        assert.deepEqual([questions, server.requests], [[], []]);
      } finally {
        await clearSettings(machine);
        await writeSettings(file, {});
      }
    });
  }

  it('one in the person’s own settings is none of a workspace', async () => {
    const configuration = vscode.workspace.getConfiguration();
    const global = vscode.ConfigurationTarget.Global;
    await writeSettings(file, {});
    await configuration.update(settings.workspaceProfiles, { shared: theirs() }, global);
    try {
      await getNew('shared');
      assert.match(messages.errors[0] ?? '', /^There is no profile “shared”/);
    } finally {
      await configuration.update(settings.workspaceProfiles, undefined, global);
    }
  });

  it('G2, G3, G5: nothing is asked before it is approved, in words that name all; a change asks again', async () => {
    const clientSecret = 'typed into this box alone';
    const shared = {
      ...theirs(),
      grantType: 'client_credentials',
      scope: 'all of it',
      tokenRequest: { parameters: { tenant: 'acme' } },
    };
    await writeSettings(file, { [settings.workspaceProfiles]: { shared } });
    await getNew('shared');
    assert.deepEqual([questions.length, messages.errors, messages.inputBoxes], [1, [], []]);
    const [{ message, detail } = assert.fail()] = questions;
    assert.equal(message, `The workspace “${folderName}” shares the profile “shared”. Do you approve it?`);
    for (const part of [
      `${server.url}/token`,
      'clientId: somebody',
      'scope: all of it',
      '"tenant":"acme"',
      'client credentials',
      'anew for the client secret',
    ])
      assert.ok(detail.includes(part), `${part}\n${detail}`);

    answer = 'Approve';
    const { showInputBox } = vscode.window;
    vscode.window.showInputBox = () => Promise.resolve(clientSecret);
    try {
      await getNew('shared');
    } finally {
      vscode.window.showInputBox = showInputBox;
    }
    assert.equal(server.requests.length, 1);
    assert.deepEqual(messages.errors, []);
    assert.equal(await copiedAccessToken('shared'), 'token-of-the-other-server');
    assert.equal(questions.length, 2);

    answer = undefined;
    await writeSettings(file, { [settings.workspaceProfiles]: { shared: { ...shared, scope: 'more' } } });
    assert.equal(await copiedAccessToken('shared'), 'nothing was copied');
    await getNew('shared');
    assert.match(questions.at(-1)?.message ?? '', /it has changed since you approved it/);
    assert.equal(questions.length, 4);
    assert.equal(server.requests.length, 1);
  });

  it('G1, R7: one whose name leads to the variable of the person’s own takes it from nobody', async () => {
    const { clients, apiUrl } = readSuiteEnvironment();
    const own = { ...serviceProfile(), apiBaseUrls: [apiUrl] };
    await writeProfileAndMoveSecret('service', own, clients.service.clientSecret);
    await getNew('service');
    await writeSettings(file, { [settings.workspaceProfiles]: { Service: theirs() } });
    const placeholder = '{{$processEnv VALET_KEY_SERVICE}}';
    const document = await vscode.workspace.openTextDocument({
      language: 'http',
      content: `GET ${apiUrl}/orders\nAuthorization: Bearer ${placeholder}\n\n###\nGET ${apiUrl}/orders\nAuthorization: valetkey  Service\n`,
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand(commands.copyAsCurl);
    const copied = await vscode.env.clipboard.readText();
    assert.ok(copied.includes(`Bearer ${await copiedAccessToken('service')}`), 'the token of their own');
    await eventually('the hover of theirs', async () =>
      (await hoverAt(document, 5, 25)).includes('Variable: none. “Service” has no variable'),
    );
    assert.match(
      await hoverAt(document, 1, 30),
      /^\*\*service\*\* · .*\n\n[^]*Variable: `VALET_KEY_SERVICE`/,
    );
    assert.deepEqual([questions, server.requests, messages.errors], [[], [], []]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  for (const [what, more] of Object.entries({
    allowHttp: { allowHttp: true },
    strictSSL: { strictSSL: false },
    proxy: { proxy: 'http://127.0.0.1:9' },
    'a variable': { scope: '${env:HOME}' },
    'a client secret': { clientSecret: 'shh' },
  })) {
    it(`G5, G11: ${what} in it is refused with one message, and nothing is asked or sent`, async () => {
      await writeSettings(file, { [settings.workspaceProfiles]: { shared: { ...theirs(), ...more } } });
      await getNew('shared');
      assert.equal(messages.errors.length, 1);
      assert.match(messages.errors[0] ?? '', /^The profile “shared” cannot be used yet\. /);
      assert.deepEqual([questions, server.requests], [[], []]);
    });
  }
});

describe('environment variables in a person’s own profile', () => {
  const clientSecret = 'out-of-the-environment';
  let messages: ShownMessages;
  let server: FaultServer;

  beforeEach(async () => {
    messages = watchMessages();
    server = await startFaultServer();
    server.on('/token', json({ access_token: 'token-of-the-fault-server', token_type: 'Bearer' }));
    process.env.VALET_KEY_TEST_SECRET = clientSecret;
    process.env.VALET_KEY_TEST_SERVER = server.url;
  });
  afterEach(async () => {
    delete process.env.VALET_KEY_TEST_SECRET;
    delete process.env.VALET_KEY_TEST_SERVER;
    messages.stop();
    await server.stop();
    await writeProfiles(undefined);
  });

  it('G11: are filled in when it is used; the secret is asked for never, and is in no log', async () => {
    await writeProfiles({
      variables: {
        grantType: 'client_credentials',
        tokenEndpoint: '${env:VALET_KEY_TEST_SERVER}/token',
        clientId: 'somebody',
        clientSecret: '${env:VALET_KEY_TEST_SECRET}',
        tokenEndpointAuthMethod: 'client_secret_post',
      },
    });
    await getNew('variables');
    assert.deepEqual([messages.errors, messages.inputBoxes], [[], []]);
    assert.equal(new URLSearchParams(server.requests[0]?.body).get('client_secret'), clientSecret);
    const log = await logOfValetKey();
    assert.ok(!log.includes(clientSecret));

    delete process.env.VALET_KEY_TEST_SECRET;
    await getNew('variables');
    assert.match(
      messages.errors[0] ?? '',
      /VALET_KEY_TEST_SECRET, which clientSecret names, is not set where VS Code runs/,
    );
    assert.equal(server.requests.length, 1);
  });
});
