import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('the extension is there and activates', async () => {
    const extension = vscode.extensions.getExtension('valetkey.valet-key');
    assert.ok(extension, 'VS Code does not know valetkey.valet-key');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
