import type { Clock, Disposable, Logger } from './ports';

export interface Clipboard {
  readText(): PromiseLike<string>;
  writeText(text: string): PromiseLike<void>;
}

export interface ForgetfulClipboardDependencies {
  readonly clipboard: Clipboard;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In seconds; 0 and anything that is no time: never. */
  readonly clearAfter: () => number;
}

/**
 * Puts what is secret on the clipboard, and takes it away again after some time: only if it is what still lies there
 * (L14). When the window closes first, it stays.
 */
export class ForgetfulClipboard implements Disposable {
  #waiting = new AbortController();

  constructor(private readonly dependencies: ForgetfulClipboardDependencies) {}

  dispose(): void {
    this.#waiting.abort();
  }

  async copySecret(text: string): Promise<void> {
    const { clipboard, clock, clearAfter } = this.dependencies;
    // What was copied before lies there no more.
    this.#waiting.abort();
    const waiting = (this.#waiting = new AbortController());
    await clipboard.writeText(text);
    const seconds = clearAfter();
    if (!Number.isFinite(seconds) || seconds <= 0) return;
    void clock.delay(seconds * 1000, waiting.signal).then(
      () => this.#clear(text),
      () => undefined, // Something else was copied, or the window closes.
    );
  }

  async #clear(text: string): Promise<void> {
    const { clipboard, logger } = this.dependencies;
    try {
      if ((await clipboard.readText()) === text) await clipboard.writeText('');
    } catch {
      // A browser may not let us look, and what cannot be looked at is not touched.
      logger.info('The clipboard could not be read, so that what was copied stays there.');
    }
  }
}
