import { eventually } from '../support/eventually';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { rotateTokens, type RotatingTokens } from '../support/rotatingTokens';
import { startScriptedServer } from '../support/scriptedServer';
import { shareFolders, type SharedFolders } from '../support/windows';
import type { Profile } from '../../src/core/profiles/profile';

/** How stored tokens are given out. */
export interface LifeFigures {
  /** What a caller waits for a valid token that is in the store, in milliseconds. */
  readonly storedMs: readonly number[];
  readonly storedRequests: number;
  /** One round each: the refresh requests that the server saw, and how long all waited. */
  readonly callers: RefreshFigure;
  readonly processes: RefreshFigure;
}

export interface RefreshFigure {
  readonly count: number;
  readonly requests: number;
  readonly milliseconds: number;
}

const readings = 1000;

/** Valet Key's core over a secret store and locks of files, and a server that rotates refresh tokens. */
export async function measureLife(): Promise<LifeFigures> {
  const server = await startScriptedServer();
  const folders = await shareFolders();
  try {
    const tokens = rotateTokens(server);
    const profile = profileOf({ issuer: server.issuer, clientId: 'bench', scope: 'read' });
    const harness = createHarness({ keyring: folders.secrets(), storageFolder: folders.storageFolder });
    const { id } = (await harness.getNew(profile)).record;

    const before = server.requests.length;
    const storedMs: number[] = [];
    while (storedMs.length < readings) storedMs.push(await timed(() => harness.getAccessToken(profile)));
    const storedRequests = server.requests.length - before;

    await expire(harness, folders, id);
    const callers = await refreshing(100, tokens, () =>
      Promise.all(Array.from({ length: 100 }, () => harness.getAccessToken(profile))),
    );
    await expire(harness, folders, id);
    const processes = await refreshInProcesses(5, folders, profile, tokens);
    return { storedMs, storedRequests, callers, processes };
  } finally {
    await folders.remove();
    await server.stop();
  }
}

async function refreshInProcesses(
  count: number,
  folders: SharedFolders,
  profile: Profile,
  tokens: RotatingTokens,
): Promise<RefreshFigure> {
  const windows = await Promise.all(Array.from({ length: count }, () => folders.open({ profile })));
  return await refreshing(count, tokens, async () => {
    const answers = await Promise.all(windows.map((window) => window.ask()));
    if (answers.some(({ kind }) => kind === 'failure')) throw new Error(JSON.stringify(answers));
  });
}

async function expire({ service }: Harness, folders: SharedFolders, id: string): Promise<void> {
  await service.changeRecord(id, (record) => ({
    ...record,
    tokenSet: { ...record.tokenSet, expiresAt: record.obtainedAt },
  }));
  // Who comes at once would wait for this lock, too.
  await eventually('the lock to be released', async () => (await folders.locks()).length === 0);
}

async function refreshing(
  count: number,
  { sent }: RotatingTokens,
  work: () => Promise<unknown>,
): Promise<RefreshFigure> {
  const before = sent.length;
  const milliseconds = await timed(work);
  return { count, requests: sent.length - before, milliseconds };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
