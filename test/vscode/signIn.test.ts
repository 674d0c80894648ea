import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  askDemoApi,
  copiedAccessToken,
  copiedBy,
  demoProfile,
  writeProfiles,
} from '../support/extensionHost/profiles';

/** The person who signs in is the runner's browser: it acts on each page that the workbench opens. */
describe('signing in', () => {
  let messages: ShownMessages;

  before(() => writeProfiles({ demo: demoProfile() }));
  beforeEach(() => {
    messages = watchMessages();
  });
  afterEach(() => messages.stop());
  after(() => writeProfiles(undefined));

  it('A1: Get New Access Token gets a token that the API takes, and says that it is ready', async () => {
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'demo');
    assert.equal(messages.all.length, 1, messages.all.join('\n'));
    assert.match(messages.all[0] ?? '', /^Access token for “demo” is ready/);
    assert.equal(await askDemoApi(`Bearer ${await copiedAccessToken('demo')}`), 200);
  });

  it('L1: the sign-in is in the browser: no page of the server opens inside the editor', async () => {
    const opened: vscode.Tab[] = [];
    const subscription = vscode.window.tabGroups.onDidChangeTabs((event) => opened.push(...event.opened));
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'demo');
    subscription.dispose();
    assert.match(messages.all[0] ?? '', /^Access token for “demo” is ready/);
    assert.deepEqual(
      opened.map(({ label }) => label),
      [],
    );
  });

  it('Copy Bearer Header copies a whole header line', async () => {
    const line = await copiedBy(commands.copyBearerHeader, 'demo');
    assert.equal(line, `Authorization: Bearer ${await copiedAccessToken('demo')}`);
    assert.equal(await askDemoApi(line.replace('Authorization: ', '')), 200);
  });

  it('Refresh Access Token puts another token in its place, without a person', async () => {
    const before = await copiedAccessToken('demo');
    await vscode.commands.executeCommand(commands.refreshAccessToken, 'demo');
    const after = await copiedAccessToken('demo');
    assert.notEqual(after, before);
    assert.equal(await askDemoApi(`Bearer ${after}`), 200);
    assert.deepEqual(messages.errors, []);
  });

  it('signing in again replaces the token of the same account', async () => {
    const before = await copiedAccessToken('demo');
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'demo');
    // With two tokens it would ask which one to copy.
    const after = await copiedAccessToken('demo');
    assert.notEqual(after, before);
    assert.equal(await askDemoApi(`Bearer ${after}`), 200);
  });

  it('an unknown profile is named in one error, and nothing is copied', async () => {
    assert.equal(await copiedBy(commands.copyAccessToken, 'nobody'), 'nothing was copied');
    assert.deepEqual(messages.errors, ['There is no profile “nobody” in your settings.']);
  });
});
