import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EditorWindow } from '../support/editor/editorWindow';
import { otherExtension, unpackOtherExtension } from '../support/editor/otherExtension';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const question = 'A task or another extension asks for the token of “demo”; VS Code does not say which.';
const itsQuestion = `The extension '${otherExtension.label}' wants to sign in using Valet Key.`;

describe('another extension that wants a token', () => {
  const editor = useEditor({ unpackMore: unpackOtherExtension });

  it('R11: gets a session that the API accepts once VS Code has asked for it by its name, and again without a question', async () => {
    const window = await open();
    const { page, tokens, workbench } = window;
    await workbench.runCommand(otherExtension.askForSession);
    await tokens.confirm(itsQuestion, 'Cancel');
    assert.match((await outcome(window, 1)).failed ?? '', /did not consent/);
    assert.equal(editor.server.issued.length, 0);

    await workbench.runCommand(otherExtension.askForSession);
    const tab = await window.tabOpenedBy(() => tokens.confirm(itsQuestion, 'Allow'));
    await window.signInAt(tab);
    assert.deepEqual(await outcome(window, 2), { way: 'session', got: 200, account: 'demo' });
    await tokens.tokens.waitFor();

    await workbench.runCommand(otherExtension.askForSession);
    assert.deepEqual(await outcome(window, 3), { way: 'session', got: 200, account: 'demo' });
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(await tokens.tokens.count(), 1);
  });

  it('R11, L9: gets nothing of the API until the person allows it, who is told no more than is known', async () => {
    const window = await open();
    const { page, tokens, workbench } = window;
    await window.getTokenFor('demo');
    await workbench.runCommand(otherExtension.askSilently);
    assert.deepEqual(await outcome(window, 1), { way: 'silent', got: 'nothing' });
    assert.equal(await page.getByRole('dialog').count(), 0);

    await workbench.runCommand(otherExtension.ask);
    await tokens.confirm(question, 'Cancel');
    assert.equal((await outcome(window, 2)).code, 'consent_refused');

    await workbench.runCommand(otherExtension.ask);
    await tokens.confirm(question, 'Allow');
    assert.deepEqual(await outcome(window, 3), { way: 'api', got: 200 });
    await workbench.runCommand(otherExtension.askSilently);
    assert.deepEqual(await outcome(window, 4), { way: 'silent', got: 200 });
    assert.equal(await window.notifications.errors.count(), 0);
  });

  interface Outcome {
    readonly way: string;
    readonly got?: number | string;
    readonly account?: string;
    readonly failed?: string;
    readonly code?: string;
  }

  /** What it writes about its call with this number, from 1. */
  async function outcome({ places }: EditorWindow, call: number): Promise<Outcome> {
    const file = path.join(places.workspace, `asked-${call}.json`);
    const written = await eventually(`the outcome of call ${call}`, () => {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return text.endsWith('\n') && text;
    });
    return JSON.parse(written) as Outcome;
  }

  async function open(): Promise<EditorWindow> {
    const { issuer, clients } = editor.server;
    const scope = 'openid orders:read';
    return await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope } },
      files: { 'api.txt': `${editor.api.url}/orders` },
    });
  }
});
