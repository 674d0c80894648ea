import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from '../support/faultServer';
import { createHarness, profileOf } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { registerSecret } from '../support/secrets';
import { median } from './statistics';

/** How one way of asking for tokens did. */
export interface GrantFigure {
  readonly name: string;
  /** HTTP requests for one token, after a first one that discovers and warms up. */
  readonly requests: number;
  /** What one token costs beyond the server's own time, in milliseconds: the first, the median of 50 in a row, and each of 50 at once. */
  readonly first: number;
  readonly inARow: number;
  readonly atOnce: number;
}

const times = 50;
const secret = 'bench-client-secret';

/** One contender: gets a new token each time it is called. */
interface Contender {
  readonly name: string;
  /** Whether 50 at once make sense: a person signs in once at a time. */
  readonly parallel: boolean;
  /** @param turn which of those at once it is */
  readonly getToken: (turn: number) => Promise<unknown>;
}

/** Valet Key's core and the httpYac library against one server, in one run. */
export async function measureGrants(): Promise<readonly GrantFigure[]> {
  registerSecret(secret);
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-bench-'));
  const server = await startScriptedServer();
  try {
    server.onToken(({ headers }) =>
      json(
        server.tokenResponse({
          refresh_token: 'bench-refresh-token',
          ...(headers.dpop !== undefined && { token_type: 'DPoP' }),
        }),
      ),
    );
    const contenders = [...ours(server), await httpYac(server, folder)];
    const figures: GrantFigure[] = [];
    for (const contender of contenders) figures.push(await measure(contender, server));
    return figures;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function ours(server: ScriptedServer): readonly Contender[] {
  const harness = createHarness({ type: () => secret, clientKey: { key: privateKey() } });
  const service = { grantType: 'client_credentials', scope: 'read' };
  const shared = { issuer: server.issuer, clientId: 'bench' };
  const getNew = (name: string, members: Readonly<Record<string, unknown>>, parallel = false): Contender => {
    // A new request for a profile replaces the one that is under way, so each of those at once has its own.
    const profiles = Array.from({ length: times }, (_, turn) =>
      profileOf({ ...shared, ...members }, `${name} ${turn}`),
    );
    return { name: `Valet Key: ${name}`, parallel, getToken: (turn) => harness.getNew(profiles[turn]!) };
  };
  const signedIn = profileOf({ ...shared, scope: 'read' }, 'refresh');
  let id: string | undefined;
  return [
    getNew('client_credentials', service, true),
    getNew('client_credentials, DPoP', { ...service, dpopBoundAccessTokens: true }, true),
    getNew('password', { grantType: 'password', username: 'ada', scope: 'read' }, true),
    getNew('jwt_bearer, signed', { grantType: 'jwt_bearer', assertion: { subject: 'ada' } }, true),
    getNew(
      'token_exchange',
      { grantType: 'token_exchange', subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt' },
      true,
    ),
    getNew('authorization_code', { scope: 'read' }),
    {
      name: 'Valet Key: refresh',
      parallel: false,
      getToken: async () => {
        id ??= (await harness.getNew(signedIn)).record.id;
        return await harness.refresh(signedIn, id);
      },
    },
  ];
}

function privateKey(): string {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Through the hook by which it fills in `Authorization: openid client_credentials …` when a request is sent. */
async function httpYac(server: ScriptedServer, folder: string): Promise<Contender> {
  const { cli, store, createEmptyProcessorContext } = await import('httpyac');
  const value = 'openid client_credentials bench';
  const file = path.join(folder, 'bench.http');
  const text = `GET ${server.issuer}/api\nAuthorization: ${value}\n`;
  await writeFile(file, text);
  cli.initFileProvider();
  const httpFile = await new store.HttpFileStore().getOrCreate(file, () => Promise.resolve(text), 0, {});
  const variables = {
    bench_tokenEndpoint: `${server.issuer}/token`,
    bench_clientId: 'bench',
    bench_clientSecret: secret,
    bench_scope: 'read',
  };
  const [httpRegion] = httpFile.httpRegions;
  if (httpRegion === undefined) throw new Error('httpYac found no request in the file.');
  return {
    name: 'httpYac: client_credentials',
    parallel: true,
    getToken: async () => {
      // It would give the token that it has.
      await store.userSessionStore.reset();
      const context = await createEmptyProcessorContext({ httpFile, httpRegion, variables });
      const hooks = httpFile.hooks;
      const filled = await hooks.replaceVariable.trigger(value, 'authorization', { ...context, hooks });
      if (!String(filled).startsWith('Bearer ')) throw new Error('httpYac gave no token.');
      return filled;
    },
  };
}

async function measure(
  { name, parallel, getToken }: Contender,
  server: ScriptedServer,
): Promise<GrantFigure> {
  const first = await timed(() => getToken(0), server);
  const before = server.requests.length;
  const inARow: number[] = [];
  for (let time = 0; time < times; time++) inARow.push(await timed(() => getToken(0), server));
  const requests = (server.requests.length - before) / times;
  const together = () => Promise.all(Array.from({ length: times }, (_, turn) => getToken(turn)));
  const atOnce = parallel ? (await timed(together, server)) / times : Number.NaN;
  return { name, requests, first, inARow: median(inARow), atOnce };
}

/** Milliseconds, less those that the server itself worked. */
async function timed(work: () => Promise<unknown>, server: ScriptedServer): Promise<number> {
  const [started, busy] = [performance.now(), server.busyMs()];
  await work();
  return performance.now() - started - (server.busyMs() - busy);
}
