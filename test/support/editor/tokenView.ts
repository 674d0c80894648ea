import type { Locator, Page } from 'playwright-core';

/** The view “Access Tokens” in the side bar: profiles, and what lies under them. */
export class TokenView {
  readonly #tree: Locator;

  constructor(private readonly page: Page) {
    this.#tree = page.locator('.sidebar');
  }

  /** Rows by what a screen reader says of them. */
  row(name: RegExp | string): Locator {
    return this.#tree.getByRole('treeitem', { name });
  }

  /** The same, of those that lie under a profile. */
  rowBelow(name: RegExp | string): Locator {
    return this.#tree.getByRole('treeitem', { name, level: 2 });
  }

  get tokens(): Locator {
    return this.row(/^Access token /);
  }

  /** A button or link of the welcome, which stands in an empty view. */
  welcome(name: string): Locator {
    return this.#tree.locator('.welcome-view').getByRole('button', { name });
  }

  /** Presses a button that shows beside a row when the mouse is over it. */
  async press(row: Locator, button: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  /** Chooses from the menu that a row has on the right mouse button. */
  async choose(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    const entry = this.page.getByRole('menuitem', { name: item, exact: true });
    // A menu takes no clicks in its first moments; keys it does.
    await entry.hover();
    await entry.press('Enter');
    await entry.waitFor({ state: 'hidden' });
  }

  /** Answers the dialog that asks for a confirmation. */
  async confirm(question: string, button: string): Promise<void> {
    const dialog = this.page.getByRole('dialog').filter({ hasText: question });
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
