import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  copiedBy,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

describe('the header of a token that is bound to a key', () => {
  let messages: ShownMessages;

  beforeEach(() => (messages = watchMessages()));

  afterEach(async () => {
    messages.stop();
    await writeProfiles(undefined);
  });

  it('P5: has the scheme DPoP, and the person is told that a proof is needed beside it', async () => {
    const { clients } = readSuiteEnvironment();
    const profile = { ...serviceProfile(), dpopBoundAccessTokens: true };
    await writeProfileAndMoveSecret('bound', profile, clients.service.clientSecret);
    // A token of this client from another test may be there: it would do for a profile of another name.
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'bound');
    const header = await copiedBy(commands.copyBearerHeader, 'bound');
    assert.deepEqual(messages.errors, []);
    assert.match(header, /^Authorization: DPoP \S+$/);
    assert.match(messages.all.at(-1) ?? '', /each request needs a DPoP header with a proof of its own/);
  });
});
