import { format } from 'node:util';
import type { Browser, Page } from 'playwright-core';

export interface ExtensionHostRun {
  readonly browser: Browser;
  /** Of a window with an `extensionTestsPath`. */
  readonly url: string;
  /** Hears what the suite prints: the reporter begins each of its lines with two spaces. */
  readonly report: (line: string) => void;
  /** Hears what the workbench itself has to say. */
  readonly onWorkbenchLog: (line: string) => void;
  /** Given each page that the workbench opens, such as one by `vscode.env.openExternal`. */
  readonly onPage?: (page: Page) => Promise<void>;
  /** Where to put a picture of the workbench as it was at the end. */
  readonly screenshot: string;
  readonly timeLimitMs: number;
}

/**
 * Opens a window and waits until the suite in its extension host is over.
 * @returns the suite's exit code
 * @throws Error when the window crashes, or the suite is not over within the limit.
 */
export async function runInExtensionHost(run: ExtensionHostRun): Promise<number> {
  const context = await run.browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'], // a person is asked once
  });
  const page = await context.newPage();
  context.on('page', (opened) => {
    void run.onPage?.(opened).catch((error: unknown) => run.report(`On ${opened.url()}: ${String(error)}`));
  });
  // The workbench calls these two by name, because of --enable-smoke-test-driver.
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith('  ')) run.report(text);
    else run.onWorkbenchLog(`${level} ${text}`);
  });
  let limit: NodeJS.Timeout | undefined;
  const over = new Promise<number>((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.once('crash', () => reject(new Error('The window crashed.')));
    limit = setTimeout(
      () => reject(new Error(`The suite was not over after ${run.timeLimitMs / 1000} s.`)),
      run.timeLimitMs,
    );
  });
  try {
    const [exitCode] = await Promise.all([over, page.goto(run.url)]);
    return exitCode;
  } finally {
    clearTimeout(limit);
    await page.screenshot({ path: run.screenshot }).catch((error: unknown) => run.report(String(error)));
    await context.close();
  }
}
