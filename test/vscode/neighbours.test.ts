import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { trackingOf } from '../../src/vscode/editor/gitTracked';
import { commands, settings } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const run = promisify(execFile);

interface Question {
  readonly message: string;
  readonly detail: string | undefined;
  readonly buttons: readonly string[];
}

type Shows = Record<'showWarningMessage', unknown>;

describe('what stands around a request file', () => {
  let messages: ShownMessages;
  let token: string;
  let questions: Question[];
  let restore: () => void;

  before(async () => {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('near', serviceProfile(), clientSecret);
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'near');
    token = await copiedAccessToken('near');
  });
  beforeEach(() => {
    messages = watchMessages();
    questions = [];
    restore = () => undefined;
  });
  afterEach(async () => {
    restore();
    messages.stop();
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
  after(() => writeProfiles(undefined));

  /** Answers each warning with its button of this title, or with none. */
  function answer(title: string | undefined): void {
    restore();
    const window = vscode.window as unknown as Shows;
    const { showWarningMessage } = window;
    window.showWarningMessage = (message: string, ...rest: unknown[]) => {
      const items = rest.filter((one) => typeof one === 'string' || (one as vscode.MessageItem).title);
      const titleOf = (one: unknown) => (typeof one === 'string' ? one : (one as vscode.MessageItem).title);
      const detail = rest.map((one) => (one as vscode.MessageOptions | undefined)?.detail).find(Boolean);
      questions.push({ message, detail, buttons: items.map(titleOf) });
      return Promise.resolve(items.find((one) => titleOf(one) === title));
    };
    restore = () => Object.assign(window, { showWarningMessage });
  }

  async function showFile(name: string, text: string, line: number): Promise<vscode.TextDocument> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    return document;
  }

  async function turn(setting: string, value: boolean | undefined): Promise<void> {
    await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
  }

  it('L12: a file that git tracks gets a token only after a question, or a placeholder instead', async () => {
    const text = '# @valetkey near\nGET https://api.example.com/orders\n';
    // The one repository of these suites: with two, VS Code asks which one to look at anew.
    const document = await showFile('repository/inserted.http', text, 1);
    const cwd = path.dirname(document.uri.fsPath);
    await run('git', ['init', '--quiet'], { cwd });
    await run('git', ['add', 'inserted.http'], { cwd });
    await vscode.commands.executeCommand('git.openRepository', cwd);
    await vscode.commands.executeCommand('git.refresh');

    const insert = async (button: string | undefined) => {
      answer(button);
      await vscode.commands.executeCommand(commands.insertBearerHeader, 'near');
      return document.getText();
    };
    const about = () => questions.filter(({ message }) => message.includes('git'));
    assert.equal(await insert(undefined), text);
    assert.deepEqual(about(), [
      {
        message: 'Write the access token of “near” into a file that git tracks?',
        detail:
          'With the next commit everybody who can read the repository can use the token as you. A placeholder is filled in when the request is sent, and leaves no token in the file.',
        buttons: ['Insert Placeholder Instead', 'Insert Token'],
      },
    ]);
    const placeholder = await insert('Insert Placeholder Instead');
    assert.match(placeholder, /^Authorization: Bearer \{\{.*\}\}$/m);
    assert.ok(!placeholder.includes(token));
    assert.equal(await insert('Insert Token'), `${text}Authorization: Bearer ${token}\n`);
    assert.deepEqual(messages.errors, []);
  });

  it('L12: waits for git, which in a window that has just opened still looks for repositories', async () => {
    const { extensions } = vscode;
    const { getExtension } = extensions;
    const changed = new vscode.EventEmitter<string>();
    const tracked: string[] = [];
    const repository = {
      getObjectDetails: (treeish: string, file: string) => Promise.resolve(tracked.push(treeish + file)),
    };
    const api = {
      state: 'uninitialized',
      onDidChangeState: changed.event,
      getRepository: () => (api.state === 'initialized' ? repository : null),
    };
    const git = { enabled: true, getAPI: () => api };
    const activated = { activate: () => Promise.resolve(git) };
    const replaced = (id: string) => (id === 'vscode.git' ? activated : getExtension(id));
    Object.assign(extensions, { getExtension: replaced });
    try {
      const uri = vscode.Uri.file('/repository/orders.http');
      const answers: string[] = [];
      const asked = trackingOf(uri).then((answer) => answers.push(answer));
      await new Promise(setImmediate);
      assert.deepEqual(answers, [], 'an answer before git can have one');
      api.state = 'initialized';
      changed.fire(api.state);
      await asked;
      assert.deepEqual([answers, tracked], [['tracked'], [uri.fsPath]]);
    } finally {
      Object.assign(extensions, { getExtension });
      changed.dispose();
    }
  });

  it('R7: says who sends requests where nobody is there for it, and asks for no token before that', async () => {
    const line = 'Authorization: Bearer {{$processEnv VALET_KEY_NEAR}}';
    await showFile('neighbours/send.http', `GET https://api.example.com/orders\n${line}\n`, 0);
    answer(undefined);
    await vscode.commands.executeCommand(commands.sendWithFreshToken);
    assert.deepEqual(questions, [
      {
        message:
          'Valet Key does not send requests itself. REST Client or httpYac does, and neither is installed and enabled where Valet Key runs.',
        detail: undefined,
        buttons: ['Find REST Client', 'Find httpYac'],
      },
    ]);
    assert.deepEqual(messages.errors, []);
    assert.equal(process.env.VALET_KEY_NEAR, undefined);
  });

  it('R7, L17: live variables are there while the setting is on, and gone at once when it is turned off', async () => {
    assert.equal(process.env.VALET_KEY_NEAR, undefined);
    await turn(settings.restClientLiveVariables, true);
    try {
      await eventually('the variable', () => process.env.VALET_KEY_NEAR === token);
      assert.ok(!Object.keys(process.env).includes('VALET_KEY_NEAR'));
    } finally {
      await turn(settings.restClientLiveVariables, undefined);
    }
    await eventually('no variable', () => process.env.VALET_KEY_NEAR === undefined);
  });

  it('R8: is unplugged from httpYac when its setting is turned off, and plugged in again', async () => {
    const pluginStore: Record<string, unknown> = {};
    let clears = 0;
    const api = { httpyac: { store: { pluginStore } }, documentStore: { clear: () => (clears += 1) } };
    const { extensions } = vscode;
    const { getExtension } = extensions;
    const httpYac = { isActive: true, activate: () => Promise.resolve(api) };
    const replaced = (id: string) => (id === 'anweber.vscode-httpyac' ? httpYac : getExtension(id));
    Object.assign(extensions, { getExtension: replaced });
    try {
      await showFile('neighbours/plug.http', 'GET https://api.example.com\n', 0);
      await eventually('our hook', () => Object.keys(pluginStore).length === 1);
      assert.equal(clears, 1);
      await turn(settings.httpYacEnabled, false);
      await eventually('no hook', () => Object.keys(pluginStore).length === 0);
      assert.equal(clears, 2, 'files that are read already still have it');
      await turn(settings.httpYacEnabled, undefined);
      await eventually('our hook again', () => Object.keys(pluginStore).length === 1);
    } finally {
      Object.assign(extensions, { getExtension });
      await turn(settings.httpYacEnabled, undefined);
    }
  });

  describe('R7, G8: “Send with Fresh Token” with httpYac alone', () => {
    const plugins = { httpyac: { store: { pluginStore: {} } }, documentStore: { clear: () => undefined } };
    for (const [what, activate, isSent] of [
      ['one that we are plugged into sends, and finds no token in a variable', () => plugins, true],
      ['one that takes no plugins sends nothing', () => ({}), false],
      ['one that does not start sends nothing', () => Promise.reject(new Error('broken')), false],
    ] as const)
      it(what, async () => {
        const { extensions } = vscode;
        const { getExtension } = extensions;
        const httpYac = { isActive: false, activate: () => Promise.resolve(activate()) };
        const replaced = (id: string) => (id === 'anweber.vscode-httpyac' ? httpYac : getExtension(id));
        const seen: unknown[] = [];
        const command = vscode.commands.registerCommand('httpyac.send', () =>
          seen.push(process.env.VALET_KEY_NEAR),
        );
        Object.assign(extensions, { getExtension: replaced });
        try {
          const line = 'Authorization: Bearer {{$processEnv VALET_KEY_NEAR}}';
          await showFile('neighbours/send.http', `GET https://api.example.com/orders\n${line}\n`, 0);
          await vscode.commands.executeCommand(commands.sendWithFreshToken);
          assert.deepEqual(seen, isSent ? [undefined] : []);
          assert.deepEqual(
            messages.errors.map((message) => message.includes('takes no tokens from Valet Key')),
            isSent ? [] : [true],
          );
        } finally {
          Object.assign(extensions, { getExtension });
          command.dispose();
        }
      });
  });
});
