import type { Disposable } from '../../core/ports';
import type { PendingSignIn } from '../../core/signIn/pendingSignIns';
import type { CallbackDependencies } from './dependencies';

/** Tokens and client secrets have other words here; “Reset Stored Tokens” removes what begins with the first one. */
const KEY_ROOT = 'valetKey.callback.';
/** How long a message may lie there, since it holds a code. */
const LIFE_MILLISECONDS = 60_000;
/** The storage's events are hints (decision 12), so it is looked at all the same. */
const LOOK_MILLISECONDS = 2_000;

interface Message {
  /** Milliseconds since 1970. */
  readonly leftAt: number;
  /** The answer, as a query. */
  readonly answer: string;
}

/**
 * Hands an answer that landed in a window where nobody waits for it to the one that does, through the secret storage
 * that the windows share (law 10). It lies under a hash of its state, which only that window can name; who takes it
 * deletes it first, and who left it after a minute at most.
 */
export class CallbackRelay implements Disposable {
  readonly #closing = new AbortController();
  readonly #watched = new Set<string>();

  constructor(private readonly dependencies: CallbackDependencies) {}

  /** Resolves once the message is gone. */
  async leave(state: string, parameters: URLSearchParams): Promise<void> {
    const { secrets, clock, logger } = this.dependencies;
    const key = await keyOf(state);
    try {
      await this.#sweep();
      const message: Message = { leftAt: clock.now(), answer: parameters.toString() };
      await secrets.store(key, JSON.stringify(message));
      // Ends early when this window closes.
      await clock.delay(LIFE_MILLISECONDS, this.#closing.signal).catch(() => undefined);
      // Whether or not it was taken: a window that closes has no time to ask.
      await secrets.delete(key);
    } catch {
      logger.warn('The secret storage did not let an answer be handed to another window.');
    }
  }

  /** Watches for each sign-in that waits for a link, until it waits no more. */
  watch(): void {
    void this.#sweep().catch(() => undefined);
    for (const signIn of this.dependencies.pendingSignIns.all) {
      if (this.#watched.has(signIn.id) || !signIn.awaited.ways.includes('uri_handler')) continue;
      this.#watched.add(signIn.id);
      void this.#watch(signIn).finally(() => this.#watched.delete(signIn.id));
    }
  }

  dispose(): void {
    this.#closing.abort();
  }

  async #watch(signIn: PendingSignIn): Promise<void> {
    const { secrets, clock } = this.dependencies;
    const key = await keyOf(signIn.awaited.state);
    const look = () => this.#take(key, signIn);
    const hints = secrets.onDidChange((changed) => {
      if (changed === key) void look();
    });
    const over = AbortSignal.any([signIn.over, this.#closing.signal]);
    try {
      while (!over.aborted) {
        await look();
        await clock.delay(LOOK_MILLISECONDS, over);
      }
    } catch {
      // It waits no more.
    } finally {
      hints.dispose();
    }
  }

  /** Deleted before it is used: whatever happens next, the code does not lie there. */
  async #take(key: string, signIn: PendingSignIn): Promise<void> {
    const { secrets, clock, logger } = this.dependencies;
    if (signIn.over.aborted) return;
    try {
      const message = readMessage(await secrets.get(key));
      if (message === undefined) return;
      await secrets.delete(key);
      if (isOld(message, clock.now())) return;
      if (!signIn.deliver(new URLSearchParams(message.answer))) return;
      logger.info(`“${signIn.awaited.profile}”: the answer came by a link in another window.`);
    } catch {
      logger.warn('The secret storage could not be asked for an answer that another window left.');
    }
  }

  /** What a window left that was killed before its minute was over. */
  async #sweep(): Promise<void> {
    const { secrets, clock } = this.dependencies;
    for (const key of await secrets.keys()) {
      if (!key.startsWith(KEY_ROOT)) continue;
      const message = readMessage(await secrets.get(key));
      if (message === undefined || isOld(message, clock.now())) await secrets.delete(key);
    }
  }
}

function isOld({ leftAt }: Message, now: number): boolean {
  return Math.abs(now - leftAt) > LIFE_MILLISECONDS;
}

function readMessage(text: string | undefined): Message | undefined {
  try {
    const { leftAt, answer } = JSON.parse(text ?? '') as Partial<Message>;
    return typeof leftAt === 'number' && typeof answer === 'string' ? { leftAt, answer } : undefined;
  } catch {
    return undefined;
  }
}

async function keyOf(state: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(state));
  return KEY_ROOT + Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
