import type { Locator, Page } from 'playwright-core';

/** What stands at the bottom of the window. */
export class StatusBar {
  constructor(private readonly page: Page) {}

  /** Items by what a screen reader says of them. */
  item(name: RegExp): Locator {
    return this.page.locator('.statusbar').getByRole('button', { name });
  }

  /** A message that stands there for some seconds. */
  message(text: RegExp): Locator {
    return this.page.locator('.statusbar', { hasText: text });
  }

  /** What is seen of Valet Key's item, without its icon. */
  async text(): Promise<string> {
    const item = this.page.locator('.statusbar [id="valetkey.valet-key.valetKey.token"]');
    return (await item.innerText()).trim();
  }
}
