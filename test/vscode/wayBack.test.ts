import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import { copiedAccessToken, logOfValetKey, writeProfiles } from '../support/extensionHost/profiles';
import { json } from '../support/faultServer';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret, scanForSecrets } from '../support/secrets';

const appUri = `${vscode.env.uriScheme}://valetkey.valet-key/callback`;
/** All that an address encodes, as some codes have it. */
const awkwardCode = 'a+b/c==&d%41é';

describe('the way back into the editor', () => {
  let server: ScriptedServer;
  let messages: ShownMessages;

  before(async () => {
    server = await startScriptedServer();
    server.onToken(() => json(server.tokenResponse()));
    registerSecret(awkwardCode);
    await writeProfiles({
      link: { issuer: server.issuer, clientId: 'somebody', scope: 'read', redirectUri: appUri },
    });
  });
  beforeEach(() => {
    messages = watchMessages();
  });
  afterEach(() => messages.stop());
  after(async () => {
    await server.stop();
    forgetSecrets();
    await writeProfiles(undefined);
  });

  it('F1, F2: a link that opens the editor brings the answer, each character of it decoded once', async () => {
    server.answerWith({ code: awkwardCode });
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'link');
    assert.match(messages.all[0] ?? '', /^Access token for “link” is ready/, messages.all.join('\n'));
    const [exchange] = server.tokenRequests();
    const sent = new URLSearchParams(exchange?.body);
    assert.equal(sent.get('code'), awkwardCode);
    const redirectUri = server.authorizationRequest().get('redirect_uri') ?? '';
    assert.equal(sent.get('redirect_uri'), redirectUri);
    // In a browser the link has an address on the web.
    if (vscode.env.uiKind === vscode.UIKind.Web) assert.match(redirectUri, /^http:\/\/127\.0\.0\.1:\d+\//);
    else assert.equal(redirectUri, appUri);
    assert.match(await copiedAccessToken('link'), /^access-/);
    scanForSecrets({ texts: { log: await logOfValetKey() } });
  });

  it('F3: a link that nobody waits for shows nothing and asks for nothing', async () => {
    const before = server.tokenRequests().length;
    const stray = await vscode.env.asExternalUri(vscode.Uri.parse(appUri));
    await vscode.env.openExternal(stray.with({ query: `${stray.query}&code=${server.code}&state=guessed` }));
    await eventually('the log', async () => (await logOfValetKey()).includes('A link was ignored'));
    assert.deepEqual(messages.all, []);
    assert.equal(server.tokenRequests().length, before);
  });
});
