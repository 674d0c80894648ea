import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

/** The messages in the corner of the window. */
export class Notifications {
  readonly #toasts: Locator;

  constructor(private readonly page: Page) {
    this.#toasts = page.locator('.notification-toast');
  }

  saying(text: string | RegExp): Locator {
    return this.#toasts.filter({ hasText: text });
  }

  /** Error messages. The ones of the extension have buttons, so they stay until somebody closes them. */
  get errors(): Locator {
    return this.#toasts.filter({ has: this.page.locator('.codicon-error') });
  }

  /** Presses a button of the message that holds this text, which closes it. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const message = this.saying(text).first();
    await message.waitFor();
    // A person reads first. VS Code takes more than three messages within 800 ms for spam and shows them only in its center.
    await this.page.waitForTimeout(1000);
    await message.getByRole('button', { name: button, exact: true }).click();
    await message.waitFor({ state: 'hidden' });
  }

  /** Closes all of them, so that none hides the next one. One that is just coming in does not heed the first click. */
  async clear(): Promise<void> {
    await eventually('messages to be gone', async () => {
      if ((await this.#toasts.count()) === 0) return true;
      const close = this.#toasts.getByRole('button', { name: /^Clear Notification/ }).first();
      await close.click({ force: true, timeout: 2000 }).catch(ignore);
      return undefined;
    });
  }
}

/** It may have gone by itself. */
function ignore(): void {
  return;
}
