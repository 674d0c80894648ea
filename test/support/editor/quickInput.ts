import type { Locator, Page } from 'playwright-core';

/** The box at the top of the window that asks: a list to choose from, or a text. */
export class QuickInput {
  readonly #widget: Locator;
  /** Where a person types. */
  readonly input: Locator;
  readonly password: Locator;

  constructor(private readonly page: Page) {
    this.#widget = page.locator('.quick-input-widget');
    this.input = this.#widget.locator('.quick-input-box input');
    // What a browser shows as dots and a screen reader does not read out.
    this.password = this.#widget.locator('.quick-input-box input[type=password]');
  }

  /** The box while it has this title. */
  titled(title: string): Locator {
    return this.#widget.filter({
      has: this.page.locator('.quick-input-title', { hasText: title }),
      visible: true,
    });
  }

  /** The message below the box, such as what is wrong with the text. */
  message(text: string | RegExp): Locator {
    return this.#widget.locator('.quick-input-message', { hasText: text });
  }

  /** Chooses what matches the typed text first, with the keyboard alone. */
  async type(text: string, label: string): Promise<void> {
    await this.input.waitFor();
    await this.page.keyboard.type(text);
    const focused = this.#widget.locator('.monaco-list-row.focused', { hasText: label });
    await focused.waitFor();
    await this.page.keyboard.press('Enter');
    await focused.waitFor({ state: 'hidden' });
  }

  /** Chooses the entry with exactly this label from the list with this title. */
  async choose(title: string, label: string): Promise<void> {
    await this.titled(title).waitFor();
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    await this.#widget.locator('.monaco-list-row').filter({ has: name }).click();
    await this.titled(title).waitFor({ state: 'hidden' });
  }

  /** An entry of the list that is open, by all that is seen of it. */
  row(text: RegExp): Locator {
    return this.#widget.locator('.monaco-list-row').filter({ hasText: text });
  }

  /** All that is seen of the entry that Enter would choose in a list that has just opened. */
  async firstRow(): Promise<string> {
    return (await this.#widget.locator('.monaco-list-row').first().innerText())
      .replaceAll(/\s+/g, ' ')
      .trim();
  }

  /** Answers the question with this title. */
  async answer(title: string, text: string): Promise<void> {
    await this.titled(title).waitFor();
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
    await this.titled(title).waitFor({ state: 'hidden' });
  }

  /** Presses Escape at the question with this title. */
  async escape(title: string): Promise<void> {
    await this.titled(title).waitFor();
    await this.page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
