import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from '../support/chromium';
import { projectFolder } from '../support/projectFolder';
import type { InstalledVsCodeServer } from '../support/vscodeServer/install';
import { runInExtensionHost } from '../support/vscodeServer/runInExtensionHost';
import { startVsCodeServer } from '../support/vscodeServer/start';
import type { BenchExtensions } from './extensions';
import { exchangeEnvironment } from './exchange';

export interface BenchWindows {
  /** Runs `out/test/bench/<program>.js` in the extension host of a new window, and returns its result. */
  run(program: string, task: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const timeLimitMs = 5 * 60_000;

export async function openBenchWindows(
  folder: string,
  installed: InstalledVsCodeServer,
  { extensionsDir, probe }: BenchExtensions,
  userSettings: Readonly<Record<string, unknown>>,
): Promise<BenchWindows> {
  const exchange = path.join(folder, 'exchange.json');
  const workspace = path.join(folder, 'workspace');
  await mkdir(workspace);
  const environment = exchangeEnvironment(exchange);
  const server = await startVsCodeServer({ installed, extensionsDir, userSettings, environment });
  const browser = await launchChromium();
  return {
    run: async (program, task) => {
      await writeFile(exchange, JSON.stringify(task));
      const log: string[] = [];
      const exitCode = await runInExtensionHost({
        browser,
        url: server.url({
          folder: workspace,
          extensionDevelopmentPath: probe,
          extensionTestsPath: path.join(projectFolder, 'out', 'test', 'bench', `${program}.js`),
        }),
        report: (line) => log.push(line),
        onWorkbenchLog: (line) => log.push(line),
        // The tab that a person signs in with; the server of this bench asks nothing.
        onPage: async (page) => {
          await page.getByText(/close this tab/i).waitFor();
          await page.close();
        },
        screenshot: path.join(projectFolder, 'out', 'bench.png'),
        timeLimitMs,
      });
      if (exitCode !== 0) throw new Error(`${program} could not measure:\n${log.slice(-20).join('\n')}`);
      return JSON.parse(await readFile(exchange, 'utf8')) as unknown;
    },
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}
