import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

/** What a person reads of the dialog, and nothing else. */
const question = 'A task or another extension asks for the token of “demo”; VS Code does not say which.';
const explanation =
  'Allow it if you have just started something that needs the token. It then holds for this profile until you close the window.';

/** Sends a request with the header that it is given, and says how that went. */
const sendHeader = `const [name, value] = process.env.API_HEADER.split(': ');
fetch(process.env.API_URL, { headers: { [name]: value } }).then(({ status }) => console.log('answered', status));`;

const noteStart = `require('node:fs').appendFileSync('started.txt', 'started');\n`;

describe('ways out of the editor', () => {
  const editor = useEditor();

  beforeEach(() => (editor.api.requests.length = 0));

  it('R10, L9: a task gets its header once the person has allowed that, and shows it nowhere', async () => {
    const window = await open({
      files: { '.vscode/tasks.json': JSON.stringify(tasks()) },
      // So that what a person reads in the terminal is text of the page.
      settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    });
    const { page, tokens, notifications } = window;
    await window.getTokenFor('demo');
    const dialog = page.getByRole('dialog').filter({ hasText: question });

    await runTask(window);
    await dialog.getByText(question, { exact: true }).waitFor();
    await dialog.getByText(explanation, { exact: true }).waitFor();
    const buttons = await dialog.getByRole('button').allInnerTexts();
    assert.deepEqual(buttons.filter(Boolean), ['Cancel', 'Allow']);
    await tokens.confirm(question, 'Cancel');
    await notifications.saying('No token was given, so nothing was started with it.').waitFor();
    assert.equal(await notifications.errors.count(), 1);
    assert.equal(await page.locator('.terminal-wrapper').count(), 0, 'the task was started');
    await notifications.clear();
    // Refused is not allowed: the next time it is asked again.
    await runTask(window);
    await dialog.waitFor();
    assert.equal(editor.api.requests.length, 0);
    await tokens.confirm(question, 'Allow');
    await answered(1);

    await terminalSays(window, 'answered200');
    // While VS Code has the first for running, it offers to end that instead of starting another.
    await terminalSays(window, 'Terminalwillbereusedbytasks');
    await runTask(window);
    await answered(2);
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.deepEqual(
      editor.api.requests.map(({ path, status }) => ({ path, status })),
      Array.from({ length: 2 }, () => ({ path: '/orders', status: 200 })),
    );
    const shown = await terminalSays(window, 'Executingtask:');
    for (const token of editor.server.issued) assert.ok(!shown.includes(token), 'a token in the terminal');
  });

  it('R10, L9: a program that is debugged gets its header the same way; refused, it is not started', async () => {
    const window = await open({
      files: { '.vscode/launch.json': launch(), 'ask.js': noteStart + sendHeader },
    });
    const { page, tokens, notifications, workbench } = window;
    await window.getTokenFor('demo');
    const dialog = page.getByRole('dialog').filter({ hasText: question });
    const started = path.join(workspace, 'started.txt');

    await workbench.runCommand('Debug: Start Debugging');
    await dialog.getByText(explanation, { exact: true }).waitFor();
    await tokens.confirm(question, 'Cancel');
    // That is how VS Code says it here; its other button opens launch.json.
    await tokens.confirm('No token was given, so nothing was started with it.', 'Cancel');
    assert.equal(await notifications.errors.count(), 0);
    assert.equal(await page.locator('.debug-toolbar').isVisible(), false);

    await workbench.runCommand('Debug: Start Debugging');
    await dialog.waitFor();
    assert.ok(!existsSync(started), 'the program was started');
    assert.equal(editor.api.requests.length, 0);
    await tokens.confirm(question, 'Allow');
    await answered(1);
    const output = page.locator('.repl-tree');
    await output.getByText('answered 200').waitFor();
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    assert.equal(readFileSync(started, 'utf8'), 'started');
    const shown = await output.innerText();
    for (const token of editor.server.issued) assert.ok(!shown.includes(token), 'a token in the console');

    await workbench.runCommand('Debug: Start Without Debugging');
    await answered(2);
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.deepEqual(
      editor.api.requests.map(({ path, status }) => ({ path, status })),
      Array.from({ length: 2 }, () => ({ path: '/orders', status: 200 })),
    );
  });

  it('R9: a terminal that is opened has the token in its variable, and one after the token is gone has not', async () => {
    const window = await open({ profile: { exportToTerminals: true } });
    const { tokens, workbench } = window;
    await window.getTokenFor('demo');
    const hash = await inNewTerminal(window, 'hash.txt', hashOfVariable);
    assert.ok(editor.server.issued.map(sha256).includes(hash));

    await tokens.choose(tokens.row(/^Access token demo, /), 'Remove Token');
    await tokens.confirm('Remove the access token “demo”?', 'Remove');
    await tokens.row('Get New Access Token').waitFor();
    await workbench.runCommand('Terminal: Kill All Terminals');
    await window.reload();
    assert.equal(await inNewTerminal(window, 'gone.txt', 'echo ${VALET_KEY_DEMO-none}'), 'none');
  });

  it('L14: takes a token from the clipboard after the time that the settings say, and nothing else', async () => {
    const window = await open({ settings: { 'valetKey.clipboard.clearAfter': 2 } });
    const { tokens, page } = window;
    await window.getTokenFor('demo');
    const row = tokens.row(/^Access token demo, /);
    const copy = async () => {
      await tokens.choose(row, 'Copy Access Token');
      await eventually('the token on the clipboard', async () =>
        editor.server.issued.includes(await window.clipboard()),
      );
    };
    await copy();
    await eventually('an empty clipboard', async () => (await window.clipboard()) === '');

    await copy();
    await page.evaluate(() => navigator.clipboard.writeText('copied meanwhile'));
    await page.waitForTimeout(3000);
    assert.equal(await window.clipboard(), 'copied meanwhile');
  });

  const hashOfVariable = `printf %s "$VALET_KEY_DEMO" | sha256sum | cut -c -64`;

  let workspace = '';

  async function open({
    profile = {},
    settings = {},
    files = {},
  }: {
    readonly profile?: Readonly<Record<string, unknown>>;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly files?: Readonly<Record<string, string>>;
  }): Promise<EditorWindow> {
    const { issuer, clients } = editor.server;
    const scope = 'openid orders:read';
    const demo = { issuer, clientId: clients.demoApp.clientId, scope, ...profile };
    const window = await editor.open({ profiles: { demo }, settings, files });
    workspace = window.places.workspace;
    return window;
  }

  const inputs = [
    {
      id: 'header',
      type: 'command',
      command: 'valetKey.accessToken',
      args: { profile: 'demo', as: 'header' },
    },
  ];

  function environment() {
    return { API_HEADER: '${input:header}', API_URL: `${editor.api.url}/orders` };
  }

  function launch(): string {
    const program = {
      name: 'ask the API',
      type: 'node',
      request: 'launch',
      program: '${workspaceFolder}/ask.js',
      runtimeExecutable: process.execPath,
      env: environment(),
    };
    return JSON.stringify({ version: '0.2.0', inputs, configurations: [program] });
  }

  function tasks() {
    return {
      version: '2.0.0',
      inputs,
      tasks: [
        {
          label: 'ask the API',
          type: 'process',
          command: process.execPath,
          args: ['-e', sendHeader],
          options: { env: environment() },
          group: { kind: 'build', isDefault: true },
          problemMatcher: [],
        },
      ],
    };
  }

  async function runTask({ workbench }: EditorWindow): Promise<void> {
    await workbench.runCommand('Tasks: Run Build Task');
  }

  /** Types a command into a new terminal, and waits for what it writes. */
  async function inNewTerminal(
    { page, workbench }: EditorWindow,
    file: string,
    command: string,
  ): Promise<string> {
    await workbench.runCommand('Terminal: Create New Terminal');
    await page.locator('.terminal-wrapper.active .xterm-helper-textarea').waitFor({ state: 'attached' });
    await page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
    await page.keyboard.type(`${command} > ${file}`);
    await page.keyboard.press('Enter');
    return await eventually(`what the terminal writes to ${file}`, () => {
      const written = path.join(workspace, file);
      const text = existsSync(written) ? readFileSync(written, 'utf8') : '';
      return text.endsWith('\n') && text.trim();
    });
  }

  async function answered(count: number): Promise<void> {
    await eventually(`${count} requests at the API`, () => editor.api.requests.length >= count);
    assert.equal(editor.api.requests.length, count);
  }

  /** All text of the terminal, without blanks and line ends, once it holds some. */
  async function terminalSays({ page }: EditorWindow, text: string): Promise<string> {
    return await eventually(`“${text}” in the terminal`, async () => {
      const rows = await page.locator('.terminal-wrapper.active .xterm-rows').allInnerTexts();
      const all = rows.join('').replaceAll(/\s/g, '');
      return all.includes(text) && all;
    });
  }
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
