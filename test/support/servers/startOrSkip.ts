import { ensureBrowser } from '../prerequisites';

/** Fetching Chromium and a server on a slow line. */
const installationLimitMs = 10 * 60_000;

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * For `before`: starts what a suite needs. Where this machine cannot have a server its suite is skipped, and the name
 * of each of its tests says why; whoever runs the tests decides whether that is a failure.
 */
export async function startOrSkip<Server extends Stoppable, Browser extends Stoppable>(
  context: Mocha.Context,
  install: () => Promise<unknown>,
  start: () => Promise<Server>,
  startBrowser: () => Promise<Browser>,
): Promise<[Server, Browser]> {
  context.timeout(installationLimitMs);
  try {
    await Promise.all([install(), ensureBrowser(console.log)]);
  } catch (error) {
    const suite = context.test?.parent;
    if (suite) suite.title += ` (${error instanceof Error ? error.message : String(error)})`;
    return context.skip();
  }
  return [await start(), await startBrowser()];
}
