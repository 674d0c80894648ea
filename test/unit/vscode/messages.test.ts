import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showDone, showError, showInformation, showInput, showWarning } from '../../../src/vscode/messages';
import { headline } from '../../../src/vscode/views/treeWords';
import { whileWaiting } from '../../../src/vscode/waiting';

/** As VS Code's own `parseLinkedText` finds them. */
const links = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const linksIn = (text: unknown) => [...String(text).matchAll(links)].map(([, label]) => label);

const evil = '[Sign in again](command:workbench.action.quit) $(check)';
const harmless = '[Sign in again] (command:workbench.action.quit)';

type Fake = Record<string, (...all: never[]) => unknown>;

describe('what is said to a person', () => {
  const window = vscode.window as unknown as Fake;
  const original = { ...window };
  const said: unknown[][] = [];

  beforeEach(() => {
    said.length = 0;
    for (const name of [
      'showInformationMessage',
      'showWarningMessage',
      'showErrorMessage',
      'setStatusBarMessage',
      'showInputBox',
    ])
      window[name] = (...all: unknown[]) => {
        said.push([name, ...all]);
        return Promise.resolve('chosen');
      };
  });
  afterEach(() => {
    for (const name of Object.keys(window)) Reflect.deleteProperty(window, name);
    Object.assign(window, original);
  });

  it('G8: no text makes a link in a message; buttons, options and the answer are passed on', async () => {
    const modal = { modal: true, detail: 'all of it' };
    assert.equal(await showInformation(`There is “${evil}”.`, 'One', 'Two'), 'chosen');
    assert.equal(await showWarning(evil, modal, 'One'), 'chosen');
    assert.equal(await showError(evil), 'chosen');
    assert.deepEqual(said, [
      ['showInformationMessage', `There is “${harmless} $(check)”.`, 'One', 'Two'],
      ['showWarningMessage', `${harmless} $(check)`, modal, 'One'],
      ['showErrorMessage', `${harmless} $(check)`],
    ]);
    for (const [, message] of said) assert.deepEqual(linksIn(message), []);
  });

  it('no text makes an icon in the status bar, where what is done has one', () => {
    showDone(`“${evil}” kept`);
    showDone('Copied', 6000);
    assert.deepEqual(said, [
      [
        'setStatusBarMessage',
        '$(check) “[Sign in again](command:workbench.action.quit) \\$(check)” kept',
        4000,
      ],
      ['setStatusBarMessage', '$(check) Copied', 6000],
    ]);
  });

  it('G8: no text makes a link or an icon in a box, in what it asks or in what it finds wrong', async () => {
    const problems = [evil, { message: evil, severity: 3 }, undefined];
    await showInput({ title: 'Name', prompt: evil, validateInput: () => problems.shift() });
    const [options] = (said[0] ?? []).slice(1) as [vscode.InputBoxOptions];
    assert.equal(options.prompt, `${harmless} \\$(check)`);
    assert.equal(options.title, 'Name');
    assert.equal(await options.validateInput?.(''), `${harmless} \\$(check)`);
    assert.deepEqual(await options.validateInput?.(''), { message: `${harmless} \\$(check)`, severity: 3 });
    assert.equal(await options.validateInput?.(''), undefined);
    await showInput({ password: true });
    assert.deepEqual(said[1]?.[1], { password: true });
  });

  it('G8: long work shows our own links, and none of another’s', async () => {
    const shown: unknown[] = [];
    const never = { onCancellationRequested: () => ({ dispose: () => undefined }) };
    window.withProgress = ({ title }: { title: string }, work: (...all: unknown[]) => unknown) => {
      shown.push(title);
      return work({ report: ({ message }: { message: string }) => shown.push(message) }, never);
    };
    await whileWaiting(`Access token for “${evil}”`, ({ progress }) => {
      progress.report(`Waiting for “${evil}”…`);
      progress.report(`Waiting for “${evil}”…`, { id: 'one', paste: 'instead' });
      return Promise.resolve();
    });
    assert.deepEqual(shown.map(linksIn), [[], [], ['Paste the URL Instead', 'Copy the Sign-In Link']]);
  });

  it('no text makes a link above the tree, where a line that is one is a button', () => {
    const text = '[Sign in again](command:workbench.action.quit)';
    assert.deepEqual(linksIn(headline({ kind: 'text', text }, 0, 1, text).message), []);
    assert.deepEqual(linksIn(headline(undefined, 0, 1, text).message), []);
  });
});
