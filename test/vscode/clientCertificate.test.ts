import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { clientCertificates, clientKey } from '../support/clientKeyFixtures';
import { eventually } from '../support/eventually';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import { copiedAccessToken, logOfValetKey, writeProfiles } from '../support/extensionHost/profiles';
import { listenOnLoopback, stopServer } from '../support/httpServers';
import { testCertificates, testKey } from '../support/tlsFixtures';

const proxyUser = 'proxy-user';
const proxyPassword = 'password-of-the-proxy';
const credentials = `Basic ${Buffer.from(`${proxyUser}:${proxyPassword}`).toString('base64')}`;
/** The name in `testCertificates.otherHost`; only the proxy knows where it is. */
const behindProxy = 'other.example';

/**
 * What law 12 says of client certificates, once inside an extension host, whose https is VS Code's own. The host trusts
 * the test certificates because the runner says so in its environment.
 */
describe('a client certificate', () => {
  let folder: string;
  let messages: ShownMessages;
  /** For 127.0.0.1, and for the name behind the proxy. Each answers with a token that names the certificate it saw. */
  let servers: { readonly server: Server; readonly port: number }[];
  let proxy: Server;
  let proxyPort: number;
  let asked: string[];
  let proxyAnswers407: boolean;
  const tunnels: Duplex[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'valet-key-certificates-'));
    await writeFile(path.join(folder, 'client.pem'), clientKey + clientCertificates.own);
    servers = await Promise.all([testCertificates.good, testCertificates.otherHost].map(startServer));
    proxy = createProxy();
    proxy.on('request', ({ method = '', url = '' }, response) => {
      asked.push(`${method} ${url}`);
      response.end();
    });
    proxy.on('connect', ({ url = '', headers }, socket) => {
      asked.push(`CONNECT ${url} ${String(headers['proxy-authorization'])}`);
      tunnels.push(socket);
      if (proxyAnswers407) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n');
        return;
      }
      const target = connect(servers[1]!.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket);
        socket.pipe(target);
      });
      for (const [end, other] of [
        [target, socket],
        [socket, target],
      ] as const) {
        end.on('error', () => other.destroy());
      }
    });
    proxyPort = await listenOnLoopback(proxy);
  });
  beforeEach(async () => {
    asked = [];
    proxyAnswers407 = false;
    messages = watchMessages();
    await setHttp('proxy', `http://${proxyUser}:${proxyPassword}@127.0.0.1:${proxyPort}`);
  });
  afterEach(async () => {
    messages.stop();
    await setHttp('proxySupport', undefined);
    await setHttp('proxy', undefined);
  });
  after(async () => {
    for (const tunnel of tunnels) tunnel.destroy();
    await Promise.all([...servers.map(({ server }) => server), proxy].map(stopServer));
    await rm(folder, { recursive: true });
    await writeProfiles(undefined);
  });

  async function startServer(cert: string) {
    const server = createHttpsServer(
      { key: testKey, cert, requestCert: true, rejectUnauthorized: false, ca: clientCertificates.ca },
      ({ socket }, response) => {
        const isKnown = socket instanceof TLSSocket && socket.authorized;
        const subject = isKnown ? socket.getPeerCertificate().subject.CN : 'nobody';
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: `token-for-${String(subject)}`, token_type: 'Bearer' }));
      },
    );
    return { server, port: await listenOnLoopback(server) };
  }

  async function setHttp(name: 'proxy' | 'proxySupport', value: string | undefined): Promise<void> {
    await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
  }

  /** A profile of its own for each server, so that the token is not that of another test. */
  async function getNewFrom(name: string, tokenEndpoint: string): Promise<void> {
    const profile = {
      grantType: 'client_credentials',
      tokenEndpoint,
      clientId: 'somebody',
      tokenEndpointAuthMethod: 'tls_client_auth',
      clientKeyFile: path.join(folder, 'client.pem'),
    };
    await writeProfiles({ [name]: profile });
    await vscode.commands.executeCommand(commands.getNewAccessToken, name);
  }

  /** The log, once a line with these words is there. */
  const logWith = (words: string) =>
    eventually(`“${words}” in the log`, async () => {
      const log = await logOfValetKey();
      return log.includes(words) && log;
    });

  for (const proxySupport of ['override', 'on', 'off']) {
    it(`I13, A3: with http.proxySupport ${proxySupport} it is shown on loopback, where no proxy is asked`, async () => {
      await setHttp('proxySupport', proxySupport);
      await getNewFrom(`near-${proxySupport}`, `https://127.0.0.1:${servers[0]!.port}/token`);
      assert.deepEqual(messages.errors, []);
      assert.equal(await copiedAccessToken(`near-${proxySupport}`), 'token-for-valet-key-client');
      assert.deepEqual(asked, []);
    });
  }

  for (const proxySupport of ['override', 'on']) {
    it(`I13, A3: with http.proxySupport ${proxySupport} it is shown through the proxy, which is asked once and whose password is in no log`, async () => {
      await setHttp('proxySupport', proxySupport);
      await getNewFrom(`far-${proxySupport}`, `https://${behindProxy}/token`);
      assert.deepEqual(messages.errors, []);
      assert.equal(await copiedAccessToken(`far-${proxySupport}`), 'token-for-valet-key-client');
      assert.deepEqual(asked, [`CONNECT ${behindProxy}:443 ${credentials}`]);
      const log = await logWith(`“far-${proxySupport}”: the token is ready`);
      for (const secret of [proxyPassword, credentials]) assert.ok(!log.includes(secret), log);
    });
  }

  it('I13: a proxy that wants a sign-in of its own is named as what failed, and its password is in no log', async () => {
    proxyAnswers407 = true;
    await getNewFrom('refused', `https://${behindProxy}/token`);
    assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
    assert.match(messages.errors[0] ?? '', /407.*proxy/is);
    assert.equal(asked.length, 1);
    const log = await logWith('“refused”: token_');
    for (const secret of [proxyPassword, credentials]) {
      assert.ok(!`${log} ${messages.all.join(' ')}`.includes(secret));
    }
  });
});
