import { setTimeout as delay } from 'node:timers/promises';
import { createHarness, profileOf } from '../support/harness';
import { startScriptedServer } from '../support/scriptedServer';

const flows = 100;
/** What law 7 allows a listener after the end of its flow. */
const settlingMs = 1000;

/** How many timers and listeners are left after a hundred sign-ins that were begun and cancelled, by every way back. */
export async function countLeftAfterCancelling(): Promise<number> {
  // What was measured before this may still be ending.
  await delay(settlingMs);
  const before = countTimersAndListeners();
  const server = await startScriptedServer();
  let giveUp = new AbortController();
  const harness = createHarness({ browse: () => Promise.resolve(giveUp.abort()) });
  const members = { issuer: server.issuer, clientId: 'bench', scope: 'read' };
  const profiles = [undefined, 'https://app.example/cb', 'com.example.app:/cb'].map((redirectUri) =>
    profileOf({ ...members, ...(redirectUri !== undefined && { redirectUri }) }, 'bench'),
  );
  for (let turn = 0; turn < flows; turn++) {
    giveUp = new AbortController();
    const profile = profiles[turn % profiles.length];
    if (profile !== undefined) await harness.getNew(profile, giveUp.signal).catch(() => undefined);
  }
  await server.stop();
  await delay(settlingMs);
  return countTimersAndListeners() - before + harness.pendingSignIns.all.length;
}

function countTimersAndListeners(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'TCPServerWrap')
    .length;
}
