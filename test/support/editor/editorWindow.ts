import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';
import { signIn } from '../signIn';
import { Workbench } from '../workbench';
import { Notifications } from './notifications';
import { QuickInput } from './quickInput';
import { TokenView } from './tokenView';

/** For what the browser does by itself, such as opening a tab. */
const patienceMs = 60_000;

export interface WindowPlaces {
  readonly url: string;
  /** The folder that is open. */
  readonly workspace: string;
  /** The person's settings.json. */
  readonly settingsFile: string;
}

/** One window of VS Code with Valet Key in it, in a browser with cookies and storage of its own. */
export class EditorWindow {
  readonly tokens: TokenView;
  readonly notifications: Notifications;
  readonly quickInput: QuickInput;

  private constructor(
    readonly workbench: Workbench,
    readonly context: BrowserContext,
    readonly places: WindowPlaces,
  ) {
    this.tokens = new TokenView(workbench.page);
    this.notifications = new Notifications(workbench.page);
    this.quickInput = new QuickInput(workbench.page);
  }

  /** Opens the window and its view “Access Tokens”. */
  static async open(context: BrowserContext, places: WindowPlaces): Promise<EditorWindow> {
    const workbench = await Workbench.open(await context.newPage(), places.url);
    await workbench.showViewContainer('Valet Key');
    return new EditorWindow(workbench, context, places);
  }

  /** Loads the page anew, as a person does: everything that is only in memory is lost. */
  async reload(): Promise<void> {
    await this.#load();
    await this.workbench.showViewContainer('Valet Key');
  }

  async #load(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /**
   * Waits until the folders of a `.code-workspace` are open. In a browser that does not know such a file yet VS Code
   * opens it about every fifth time without any, says so in its Explorer, and has them once it is loaded anew.
   */
  async waitForFolders(): Promise<void> {
    await eventually('the folders of the workspace', async () => {
      await this.workbench.showViewContainer('Explorer');
      const folder = this.workbench.treeItem(/./).first();
      const none = this.page
        .locator('.sidebar')
        .getByText('You have not yet added a folder to the workspace');
      await folder.or(none).waitFor();
      if (await folder.isVisible()) return true;
      await this.#load();
      return undefined;
    });
    await this.workbench.showViewContainer('Valet Key');
  }

  get page(): Page {
    return this.workbench.page;
  }

  /** Runs one of our commands from the palette. */
  async run(title: string): Promise<void> {
    await this.workbench.runCommand(`Valet Key: ${title}`);
  }

  /** The tab that the browser opens because of what `act` does. */
  async tabOpenedBy(act: () => Promise<unknown>): Promise<Page> {
    const opened = this.context.waitForEvent('page', { timeout: patienceMs });
    await act();
    const tab = await opened;
    tab.setDefaultTimeout(patienceMs);
    return tab;
  }

  /** Signs in where the server asks for it, and then allows or denies. */
  async answerConsent(tab: Page, decision: 'allow' | 'deny'): Promise<void> {
    await tab.getByRole('heading', { name: /^(Sign in|Allow )/ }).waitFor();
    await signIn(tab, { deny: decision === 'deny' });
  }

  /** Signs in and consents in a tab, waits for our last page, and closes the tab. */
  async signInAt(tab: Page): Promise<void> {
    await this.answerConsent(tab, 'allow');
    await tab.getByText(/close this tab/i).waitFor();
    await this.closeTab(tab);
  }

  async closeTab(tab: Page): Promise<void> {
    await tab.close();
    await this.page.bringToFront();
  }

  /** Gets a token for a profile through the palette and the browser. Closes the message about it. */
  async getTokenFor(profile: string): Promise<void> {
    const tab = await this.tabOpenedBy(() => this.run('Get New Access Token'));
    await this.signInAt(tab);
    await this.notifications.saying(`Access token for “${profile}” is ready`).waitFor();
    await this.notifications.clear();
  }

  /** The same from the profile's row, where there are several. */
  async getTokenBelow(profile: string): Promise<void> {
    const row = this.tokens.row(new RegExp(`^${profile}, `));
    await this.signInAt(await this.tabOpenedBy(() => this.tokens.press(row, 'Get New Access Token')));
    await this.notifications.saying(`Access token for “${profile}” is ready`).waitFor();
    await this.notifications.clear();
  }

  /** What lies on the clipboard. */
  async clipboard(): Promise<string> {
    return await this.page.evaluate(() => navigator.clipboard.readText());
  }

  async readSettings(): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(this.places.settingsFile, 'utf8')) as Record<string, unknown>;
  }

  get requestFile(): string {
    return path.join(this.places.workspace, 'requests.http');
  }

  /** The number, from 1, of the line that the cursor is in, while it is that one. */
  cursorInLine(line: number): Locator {
    return this.page.locator('.line-numbers.active-line-number').getByText(String(line), { exact: true });
  }

  /** Everything around the editor: side bar, status bar, messages, dialogs; with the texts for screen readers. */
  async surroundings(): Promise<string> {
    const parts = [
      '.sidebar',
      '.statusbar',
      '.notifications-toasts',
      '.notifications-center',
      '.tabs-container',
    ];
    const texts = parts.map((part) => allOf(this.page.locator(part)));
    return [await this.page.title(), ...(await Promise.all(texts))].join('\n');
  }
}

async function allOf(parts: Locator): Promise<string> {
  return (await parts.evaluateAll((elements) => elements.map(({ outerHTML }) => outerHTML))).join('\n');
}
