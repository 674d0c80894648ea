import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  askDemoApi,
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { listenOnLoopback, stopServer } from '../support/httpServers';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const clientSecret = 'the secret of somebody';
const tokenByProxy = 'token-that-came-through-the-proxy';

/** What law 12 measured with Node alone, once inside an extension host: VS Code's own proxying is what happens. */
describe('with http.proxy set', () => {
  let proxy: Server;
  let messages: ShownMessages;
  /** Method and target of each request that the proxy was asked for, as it was written. */
  const asked: string[] = [];

  const note = ({ method = '', url = '' }: IncomingMessage) => asked.push(`${method} ${url}`);

  before(async () => {
    proxy = createServer((request, response) => {
      note(request);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: tokenByProxy, token_type: 'Bearer' }));
    });
    proxy.on('connect', (request: IncomingMessage, socket) => {
      note(request);
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n');
    });
    const port = await listenOnLoopback(proxy);
    await setProxy(`http://127.0.0.1:${port}`);
  });
  beforeEach(() => {
    asked.length = 0;
    messages = watchMessages();
  });
  afterEach(() => messages.stop());
  after(async () => {
    await setProxy(undefined);
    await stopServer(proxy);
    await writeProfiles(undefined);
  });

  async function setProxy(url: string | undefined): Promise<void> {
    await vscode.workspace.getConfiguration('http').update('proxy', url, vscode.ConfigurationTarget.Global);
  }

  /** Gets a token of a server that only the proxy could reach: no name ends in .test (RFC 6761 §6.2). */
  async function getNewFrom(tokenEndpoint: string): Promise<void> {
    const profile = { grantType: 'client_credentials', tokenEndpoint, allowHttp: true, clientId: 'somebody' };
    await writeProfileAndMoveSecret('elsewhere', profile, clientSecret);
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'elsewhere');
  }

  it('I13: http to another machine goes through it, once', async () => {
    await getNewFrom('http://login.test/token');
    assert.deepEqual(messages.errors, []);
    assert.deepEqual(asked, ['POST http://login.test/token']);
    assert.equal(await copiedAccessToken('elsewhere'), tokenByProxy);
  });

  it('I13: https to another machine goes through it, once, and what it refuses is one error', async () => {
    await getNewFrom('https://login.test/token');
    assert.deepEqual(asked, ['CONNECT login.test:443']);
    assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
    assert.match(messages.errors[0] ?? '', /407/);
  });

  it('I13: loopback does not', async () => {
    const { clientSecret: secret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('service', serviceProfile(), secret);
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'service');
    assert.equal(await askDemoApi(`Bearer ${await copiedAccessToken('service')}`), 200);
    assert.deepEqual(asked, []);
  });
});
