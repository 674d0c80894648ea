import { mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { eventually } from '../support/eventually';
import { projectFolder } from '../support/projectFolder';
import { signIn } from '../support/signIn';
import { Workbench } from '../support/workbench';
import { sendRequest } from './sendRequest';
import type { DemoServers } from './servers';

const pictures = path.join(projectFolder, 'out', 'demo');

/**
 * Does the whole job in a headless browser with keyboard and mouse, says each step, and leaves a picture of each in
 * `out/demo/`.
 * @throws Error for the first step that a person could not have done; it left a picture too
 */
export async function runHeadless(editorUrl: string, workspace: string, { api }: DemoServers): Promise<void> {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const file = path.join(workspace, 'requests.http');
  const [line = 0] = await requestLines(file);
  const [feedLine = 0, secondFeedLine = 0] = await requestLines(path.join(workspace, 'feeds.http'));

  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const editor = await context.newPage();
    let visible: Page = editor;
    let number = 0;
    const step = async <Result>(name: string, act: () => Promise<Result>): Promise<Result> => {
      number++;
      try {
        const result = await act();
        console.log(`  ✓ ${name}`);
        return result;
      } catch (error) {
        console.log(`  ✗ ${name}`);
        throw error;
      } finally {
        await visible.screenshot({
          path: path.join(pictures, `${String(number).padStart(2, '0')}-step.png`),
        });
      }
    };

    const workbench = await step('VS Code is open and shows requests.http', async () => {
      const opened = await Workbench.open(editor, editorUrl);
      await opened.editorLine(/GET/).first().waitFor();
      return opened;
    });
    await step('the side bar shows the profile “demo”', async () => {
      await workbench.showViewContainer('Valet Key');
      await workbench
        .treeItem(/^demo\b/)
        .first()
        .waitFor();
    });
    await step('F1, Valet Key: Get New Access Token, demo: the sign-in page opens', async () => {
      await workbench.runCommand('Valet Key: Get New Access Token');
      const opened = context.waitForEvent('page');
      await workbench.pick('demo');
      visible = await opened;
      await visible.getByRole('heading', { name: 'Sign in' }).waitFor();
    });
    await step('signed in and allowed: the browser says that the tab can be closed', async () => {
      await signIn(visible);
      await visible.getByText(/close this tab/i).waitFor();
    });
    await step('tab closed, back in the editor: the side bar shows the access token', async () => {
      await visible.close();
      visible = editor;
      await editor.bringToFront();
      await workbench
        .treeItem(/^Access token/)
        .first()
        .waitFor();
      await workbench.notification(/Access token for “demo” is ready/).waitFor();
    });
    await step('F1, Valet Key: Insert Bearer Header: the header is in the request', async () => {
      await workbench.openFile('requests.http', line);
      // The profile is the one that is for this address: there is nothing to choose.
      await workbench.runCommand('Valet Key: Insert Bearer Header');
      await workbench.editorLine(/^Authorization:\sBearer\s\S+/).waitFor();
      await workbench.save();
    });
    await step('the request is sent by httpYac, and the API answers 200', async () => {
      const { status, body } = await sendRequest(file, line);
      const seen = api.requests.at(-1);
      if (status !== 200 || seen?.status !== 200 || seen.path !== '/orders') {
        throw new Error(`The API answered ${status}, and remembers ${JSON.stringify(seen?.status)}: ${body}`);
      }
    });
    await step(
      'feeds.http: above its requests stands which token they get, and how long it lives',
      async () => {
        await workbench.openFile('feeds.http', feedLine);
        await lens(editor, /demo · \d+ min left/).waitFor();
      },
    );
    await step('Send with Fresh Token: the request that holds no token is answered with 200', async () => {
      api.requests.length = 0;
      await lens(editor, 'Send with Fresh Token').click();
      await answered(api, '/orders');
    });
    await step(
      'httpYac: Send, in the second request: Valet Key is asked for the token, and the API answers 200',
      async () => {
        api.requests.length = 0;
        await workbench.openFile('feeds.http', secondFeedLine);
        await workbench.runCommand('httpYac: Send');
        await answered(api, '/me');
      },
    );
  } finally {
    await browser.close();
  }
}

/** The lines, from 1, of the requests of a file. */
async function requestLines(file: string): Promise<readonly number[]> {
  const texts = (await readFile(file, 'utf8')).split('\n');
  return texts.flatMap((text, index) => (text.startsWith('GET') ? [index + 1] : []));
}

/** The first link with this text above a request. */
function lens(editor: Page, text: string | RegExp): Locator {
  return editor.locator('.codelens-decoration a', { hasText: text }).first();
}

async function answered(api: DemoServers['api'], requestPath: string): Promise<void> {
  const { status, path: seen } = await eventually('the API to be asked', () => api.requests.at(-1));
  if (status !== 200 || seen !== requestPath) throw new Error(`The API answered ${status} to ${seen}.`);
}
