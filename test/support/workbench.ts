import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

/** Time for the workbench to do what it was asked, in milliseconds; generous, since machines that test are slow. */
const patience = 60_000;

/** A VS Code window in a browser, worked with keyboard and mouse as a person does. */
export class Workbench {
  readonly #input: Locator;

  private constructor(readonly page: Page) {
    this.#input = page.locator('.quick-input-widget .quick-input-box input');
  }

  /** Opens the window at `url` in `page` and waits until the workbench stands. */
  static async open(page: Page, url: string): Promise<Workbench> {
    page.setDefaultTimeout(patience);
    await page.goto(url);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return new Workbench(page);
  }

  /** Runs a command from the palette, found by its exact title: `Category: Title`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#input.waitFor();
    await this.pick(title, `>${title}`);
  }

  /** Chooses the entry with exactly this label in the open quick pick, after typing `typed`. */
  async pick(label: string, typed = label): Promise<void> {
    const row = this.quickPickRow(label);
    await this.#input.fill(typed);
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  /** The entry with exactly this label in the open quick pick. */
  quickPickRow(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first();
  }

  /** Types into the open input box and confirms. */
  async answer(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Shows a view container by its title in the activity bar. */
  async showViewContainer(title: string): Promise<void> {
    const shown = this.page.locator('.sidebar .composite.title', { hasText: title });
    await eventually(`the view container ${title}`, async () => {
      if (await shown.isVisible()) return true;
      // A click on the icon of what is shown hides it, so also on one that was just about to show by itself.
      await this.page.locator('.activitybar').getByRole('tab', { name: title }).click();
      return await shown.waitFor({ timeout: 5000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** A row of the tree in the side bar, by what a screen reader says of it. */
  treeItem(name: RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name });
  }

  /** Opens a file of the workspace and puts the cursor at the start of a line, counted from 1. */
  async openFile(name: string, line: number): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.#input.waitFor();
    await this.pick(name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.#input.waitFor({ state: 'hidden' });
    await eventually('the line to be gone to', async () => {
      await this.page.keyboard.press('Control+G');
      await this.answer(`:${line}`);
      const closed = this.#input.waitFor({ state: 'hidden', timeout: 5000 });
      const isClosed = await closed.then(() => true).catch(() => false);
      // An Enter that came before the box had read the line leaves it open.
      if (!isClosed) await this.page.keyboard.press('Escape');
      return isClosed;
    });
  }

  /** Lines of the active editor that match, as far as they are in sight. */
  editorLine(text: RegExp): Locator {
    return this.page.locator('.editor-group-container.active .view-line', { hasText: text });
  }

  /** Saves the active editor, which holds changes, and waits until they are on disk. */
  async save(): Promise<void> {
    await this.page.locator('.tab.active.dirty').waitFor();
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  notification(text: RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
