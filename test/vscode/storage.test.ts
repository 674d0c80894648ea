import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import {
  copiedAccessToken,
  logOfValetKey,
  userDataFolder,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { json } from '../support/faultServer';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret, scanForSecrets } from '../support/secrets';

const refreshTokens = ['refresh-token-of-the-sign-in', 'refresh-token-of-the-renewal'] as const;
const renewedToken = 'access-token-of-the-renewal';

describe('what is written to disk', () => {
  let server: ScriptedServer;

  before(async () => {
    server = await startScriptedServer();
    await writeProfiles({ stored: { issuer: server.issuer, clientId: 'somebody', scope: 'openid email' } });
  });
  after(async () => {
    await server.stop();
    forgetSecrets();
    await writeProfiles(undefined);
  });

  it('H1: after a sign-in and a renewal, no file of VS Code’s holds token, code or verifier', async () => {
    const idTokens: string[] = [];
    const answer = (changes: Record<string, unknown>) => () => {
      const idToken = server.idToken();
      idTokens.push(idToken);
      return json(server.tokenResponse({ ...changes, id_token: idToken }));
    };
    server.onToken(
      answer({ refresh_token: refreshTokens[0] }),
      answer({ refresh_token: refreshTokens[1], access_token: renewedToken }),
    );
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'stored');
    await vscode.commands.executeCommand(commands.refreshAccessToken, 'stored');
    assert.equal(await copiedAccessToken('stored'), renewedToken);

    const verifier = new URLSearchParams(server.tokenRequests()[0]?.body).get('code_verifier');
    for (const secret of [...refreshTokens, ...idTokens, renewedToken, verifier ?? ''])
      registerSecret(secret);

    const folder = await userDataFolder();
    // Logs are written late: until the story of both requests is there, there was nothing to find.
    while ((await logOfValetKey()).split('“stored”: the token is ready').length < 3) await delay(100);
    scanForSecrets({ folders: [folder] });
  });
});
