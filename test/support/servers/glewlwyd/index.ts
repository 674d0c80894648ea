import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProcess } from '../../childProcess';
import { unpackDebianPackages } from '../../debianPackages';
import { eventually } from '../../eventually';
import { freePort } from '../../httpServers';
import type { RunningServer, ServerKind } from '../useServer';
import { configureGlewlwyd, type GlewlwydClients } from './configure';
import { libraryPath, prepareFiles } from './files';
import { signIn } from './pages';

export interface Glewlwyd extends RunningServer {
  /** Takes every request that is right. */
  readonly issuer: string;
  /** The same server, which wants a DPoP proof with a nonce of its own. */
  readonly nonceIssuer: string;
  readonly clients: GlewlwydClients;
}

/** Unpacks the server. @throws Error one sentence when this machine cannot have it */
function installGlewlwyd(): Promise<string> {
  return unpackDebianPackages('glewlwyd', ['glewlwyd', 'dbconfig-no-thanks', 'sqlite3']);
}

/** Starts Glewlwyd on 127.0.0.1 in a folder of its own, with everything registered that the tests need. */
async function startGlewlwyd(): Promise<Glewlwyd> {
  const root = await installGlewlwyd();
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-glewlwyd-'));
  const env = { ...process.env, LD_LIBRARY_PATH: await libraryPath(root) };
  const [port, redirectPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  await prepareFiles(root, folder, env);
  const configuration = path.join(folder, 'glewlwyd.conf');
  await writeFile(configuration, serverConfiguration(root, folder, port));
  let output = '';
  const server = startProcess(path.join(root, 'usr/bin/glewlwyd'), [`--config-file=${configuration}`], {
    env,
    onOutput: (text) => (output += text),
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let exited = false;
  void server.ended.finally(() => (exited = true)).catch(() => undefined);
  try {
    await eventually('Glewlwyd', async () => {
      if (exited) throw new Error(`Glewlwyd did not start:\n${output}`);
      return await fetch(`${url}/config`).then(
        (response) => response.ok,
        () => false,
      );
    });
    const person = { username: 'ada', password: randomBytes(12).toString('hex') };
    const redirectUri = `http://127.0.0.1:${redirectPort}/callback`;
    const clients = await configureGlewlwyd(url, { person, redirectUri });
    return {
      issuer: `${url}/api/oidc`,
      nonceIssuer: `${url}/api/nonce`,
      redirectUri,
      clients,
      person,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Without `cookie_secure` a browser keeps the session over http; hashes as cheap as the server lets them be. */
function serverConfiguration(root: string, folder: string, port: number): string {
  const modules = path.join(root, 'usr/lib/glewlwyd');
  const members = {
    port,
    bind_address: '127.0.0.1',
    external_url: `http://127.0.0.1:${port}`,
    login_url: 'login.html',
    api_prefix: 'api',
    static_files_path: `${path.join(folder, 'webapp')}/`,
    log_mode: 'console',
    log_level: 'WARNING',
    cookie_domain: '127.0.0.1',
    session_expiration: 3600,
    session_key: 'GLEWLWYD2_SESSION_ID',
    admin_scope: 'g_admin',
    profile_scope: 'g_profile',
    user_module_path: path.join(modules, 'user'),
    user_middleware_module_path: path.join(modules, 'user_middleware'),
    client_module_path: path.join(modules, 'client'),
    user_auth_scheme_module_path: path.join(modules, 'scheme'),
    plugin_module_path: path.join(modules, 'plugin'),
    hash_algorithm: 'SHA512',
  };
  const mimeTypes = {
    html: 'text/html',
    css: 'text/css',
    js: 'application/javascript',
    json: 'application/json',
  };
  const types = Object.entries(mimeTypes).map(
    ([extension, type]) => `{ extension = ".${extension}", mime_type = "${type}", compress = 0 }`,
  );
  return [
    ...Object.entries(members).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    `database = { type = "sqlite3", path = "${path.join(folder, 'glewlwyd.db')}" };`,
    `static_files_mime_types = (${types.join(', ')});`,
  ].join('\n');
}

/** For useServer. */
export const glewlwyd: ServerKind<Glewlwyd> = {
  install: installGlewlwyd,
  start: startGlewlwyd,
  signIn: ({ person }) => signIn(person),
  profile: ({ issuer, clients }) => ({
    issuer,
    clientId: clients.app.clientId,
    scope: 'openid orders',
  }),
};
