import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Page } from 'playwright-core';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const waiting = 'Waiting for you to sign in';

describe('cancelling', () => {
  const editor = useEditor();

  it('L18, C7: Escape at the choice of a profile and Cancel while waiting leave nothing, and the next attempt works', async () => {
    const window = await editor.open({ profiles: profiles('demo', 'other') });
    const { notifications, quickInput, tokens } = window;
    const before = await window.readSettings();

    await window.run('Get New Access Token');
    await quickInput.escape('Get New Access Token');
    assert.equal(await notifications.saying('').count(), 0);

    const tab = await begin(window);
    const port = redirectPort();
    await window.closeTab(tab);
    await notifications.press(waiting, 'Cancel');
    await eventually('the listener to be gone', () => isFree(port));
    assert.equal(await tokens.tokens.count(), 0);
    assert.deepEqual(await window.readSettings(), before);

    await window.signInAt(await begin(window));
    await tokens.tokens.waitFor();
    assert.equal(await notifications.errors.count(), 0);
  });

  it('J10: starting over ends the sign-in that waits, without a word, and the new one works', async () => {
    const window = await editor.open({ profiles: profiles('demo', 'other') });
    const { notifications, tokens } = window;
    const first = await begin(window);
    const firstPort = redirectPort();
    await window.closeTab(first);
    await notifications.saying(waiting).waitFor();

    await choose(window);
    const second = await window.tabOpenedBy(() =>
      notifications.press('is already being obtained', 'Start Over'),
    );
    await second.getByRole('heading').waitFor();
    assert.notEqual(redirectPort(), firstPort);
    await eventually('the first listener to be gone', () => isFree(firstPort));
    await window.signInAt(second);
    await tokens.tokens.waitFor();
    assert.equal(await tokens.tokens.count(), 1);
    assert.equal(await notifications.errors.count(), 0);
  });

  function profiles(...names: string[]): Record<string, unknown> {
    const { issuer, clients } = editor.server;
    const profile = { issuer, clientId: clients.demoApp.clientId, scope: 'openid orders:read' };
    return Object.fromEntries(names.map((name) => [name, profile]));
  }

  /** Begins a sign-in for the profile “demo”, and returns the tab with the server's page. */
  async function begin(window: EditorWindow): Promise<Page> {
    const tab = await window.tabOpenedBy(() => choose(window));
    await tab.getByRole('heading').waitFor();
    return tab;
  }

  async function choose(window: EditorWindow): Promise<void> {
    await window.run('Get New Access Token');
    await window.quickInput.choose('Get New Access Token', 'demo');
  }

  /** The port at which the last sign-in waits for its answer. */
  function redirectPort(): number {
    const asked = editor.server.requests.filter(({ query }) => query.has('redirect_uri')).at(-1);
    return Number(new URL(asked?.query.get('redirect_uri') ?? '').port);
  }
});

/** Whether nobody listens at a port of 127.0.0.1. */
async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy());
    socket.once('close', () => resolve(false));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? resolve(true) : reject(error),
    );
  });
}
