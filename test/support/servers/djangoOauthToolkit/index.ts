import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestClient } from '../../authorizationServer/clients';
import { startProcess } from '../../childProcess';
import { unpackDebianPackages } from '../../debianPackages';
import { freePort } from '../../httpServers';
import { projectFolder } from '../../projectFolder';
import type { RunningServer, ServerKind } from '../useServer';
import { signIn } from './pages';

export interface DjangoOauthToolkit extends RunningServer {
  readonly issuer: string;
  readonly clients: DjangoOauthToolkitClients;
}

/** The applications that each start registers, each for one grant type; secrets are new each time. */
export interface DjangoOauthToolkitClients {
  /** Public, authorization code. */
  readonly app: Omit<TestClient, 'clientSecret'>;
  /** Authorization code, with a secret full of what RFC 6749 §2.3.1 has form-encoded. */
  readonly webApp: TestClient;
  /** Authorization code, without the signing algorithm that ID tokens need here. */
  readonly unsigned: Omit<TestClient, 'clientSecret'>;
  readonly service: TestClient;
  readonly password: TestClient;
  /** Implicit. */
  readonly page: Omit<TestClient, 'clientSecret'>;
  /** Hybrid. */
  readonly hybrid: TestClient;
}

/** The Python that Debian's packages are made for; the first on the path may be another. */
const python = '/usr/bin/python3';

/** Unpacks the server. @throws Error one sentence when this machine cannot have it */
function installDjangoOauthToolkit(): Promise<string> {
  if (!existsSync(python))
    throw new Error(`Django OAuth Toolkit needs Debian’s ${python}, which is not here.`);
  return unpackDebianPackages('djangoOauthToolkit', ['python3-django-oauth-toolkit']);
}

/** Starts Django OAuth Toolkit on 127.0.0.1 in a folder of its own, with everything registered that the tests need. */
async function startDjangoOauthToolkit(): Promise<DjangoOauthToolkit> {
  const root = await installDjangoOauthToolkit();
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-django-'));
  const person = { username: 'ada', password: randomBytes(12).toString('hex'), email: 'ada@example.com' };
  const clients = createClients();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const configuration = {
    secretKey: randomBytes(32).toString('hex'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    scopes: { openid: 'Who you are', read: 'Read your things', write: 'Write your things' },
    person,
    clients: registrations(clients),
  };
  await writeFile(path.join(folder, 'configuration.json'), JSON.stringify(configuration));
  let output = '';
  let say: (port: string) => void;
  const listening = new Promise<string>((resolve) => (say = resolve));
  const script = path.join(projectFolder, 'test/support/servers/djangoOauthToolkit/server.py');
  const server = startProcess(python, [script, folder], {
    env: { ...process.env, PYTHONPATH: path.join(root, 'usr/lib/python3/dist-packages') },
    onOutput: (text) => {
      output += text;
      const port = /^Listening on (\d+)$/m.exec(output)?.[1];
      if (port !== undefined) say(port);
    },
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const port = await Promise.race([listening, server.ended.then(() => undefined)]);
  if (port === undefined) {
    await stop();
    throw new Error(`Django OAuth Toolkit did not start:\n${output}`);
  }
  return {
    issuer: `http://127.0.0.1:${port}/o`,
    redirectUri: `http://127.0.0.1:${await freePort()}/callback`,
    clients,
    person,
    stop,
  };
}

function createClients(): DjangoOauthToolkitClients {
  const secret = () => randomBytes(24).toString('base64url');
  return {
    app: { clientId: 'app' },
    webApp: { clientId: 'web-app', clientSecret: `p%2B s+/=&${secret()}` },
    unsigned: { clientId: 'unsigned' },
    service: { clientId: 'service', clientSecret: secret() },
    password: { clientId: 'password', clientSecret: secret() },
    page: { clientId: 'page' },
    hybrid: { clientId: 'hybrid', clientSecret: secret() },
  };
}

/** Fields of the toolkit's Application (its docs/settings.rst and models.py). */
function registrations(clients: DjangoOauthToolkitClients) {
  const register = (
    client: { clientId: string; clientSecret?: string },
    grant: string,
    algorithm = 'RS256',
  ) => ({
    name: client.clientId,
    client_id: client.clientId,
    client_secret: client.clientSecret ?? '',
    client_type: client.clientSecret === undefined ? 'public' : 'confidential',
    authorization_grant_type: grant,
    // With any port: this server follows RFC 8252 §7.3.
    redirect_uris: 'http://127.0.0.1/callback',
    algorithm,
  });
  return [
    register(clients.app, 'authorization-code'),
    register(clients.webApp, 'authorization-code'),
    register(clients.unsigned, 'authorization-code', ''),
    register(clients.service, 'client-credentials'),
    register(clients.password, 'password'),
    register(clients.page, 'implicit'),
    register(clients.hybrid, 'openid-hybrid'),
  ];
}

/** For useServer. Its metadata are not where a client looks for them, so its endpoints are written. */
export const djangoOauthToolkit: ServerKind<DjangoOauthToolkit> = {
  install: installDjangoOauthToolkit,
  start: startDjangoOauthToolkit,
  signIn: ({ person }) => signIn(person),
  profile: ({ issuer, clients }) => ({
    issuer,
    authorizationEndpoint: `${issuer}/authorize/`,
    tokenEndpoint: `${issuer}/token/`,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    clientId: clients.app.clientId,
    scope: 'openid read',
  }),
};
