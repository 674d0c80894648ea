import type { Context } from 'mocha';

/** Fetching Chromium and a server on a slow line. */
const installationLimitMs = 10 * 60_000;

/**
 * For a `before` hook: where this machine cannot have what the tests need they are skipped, and the name of each says
 * why; whoever runs them decides whether that is a failure.
 * @param install puts it there, or says in the error why not
 */
export async function skipUnless(hook: Context, install: () => Promise<unknown>): Promise<void> {
  hook.timeout(installationLimitMs);
  try {
    await install();
  } catch (error) {
    const suite = hook.test?.parent;
    if (suite) suite.title += ` (${error instanceof Error ? error.message : String(error)})`;
    hook.skip();
  }
}
