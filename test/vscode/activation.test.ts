import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import {
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { projectFolder } from '../support/projectFolder';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const dist = path.join(projectFolder, 'dist');

/** The files of the extension that Node has loaded: names without the hash, such as `engine`. */
function loadedChunks(): string[] {
  return Object.keys(require.cache)
    .filter((file) => path.dirname(file) === dist)
    .map((file) => path.basename(file, '.js').replace(/-[0-9A-Z]{8}$/, ''));
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('valetkey.valet-key');
  assert.ok(found, 'VS Code does not know valetkey.valet-key');
  return found;
}

// The first suite of all: what is loaded once stays loaded.
describe('activation', () => {
  after(() => writeProfiles(undefined));

  it('loads neither the engine, which holds axios and oauth4webapi, nor what commands do', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
    const loaded = loadedChunks();
    assert.ok(loaded.includes('extension'), `loaded: ${loaded.join(', ')}`);
    assert.ok(!loaded.includes('engine'), `loaded: ${loaded.join(', ')}`);
    assert.ok(!loaded.includes('implementations'), `loaded: ${loaded.join(', ')}`);
  });

  it('the first request loads the engine', async () => {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('service', serviceProfile(), clientSecret);
    assert.ok(!loadedChunks().includes('engine'), 'loaded before there was anything to send');
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'service');
    assert.ok(loadedChunks().includes('engine'), `loaded: ${loadedChunks().join(', ')}`);
    assert.match(await copiedAccessToken('service'), /^[\w-]{20,}$/);
  });

  it('registers every command of the manifest', async () => {
    const { contributes } = extension().packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  for (const name of ['orders.http', 'orders.rest', 'ORDERS.HTTP']) {
    it(`${name} is a document of the language http`, async () => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`untitled:/${name}`));
      assert.equal(document.languageId, 'http');
    });
  }
});
