import type { Disposable } from '../../../core/ports';

/** What holds the variables of a process: `process`, or a stand-in. */
export interface EnvironmentHolder {
  env: NodeJS.ProcessEnv;
}

/** The token that a variable of this name stands for now, if it is one of ours. Asked often: it is to cost nothing. */
export type LiveAnswer = (name: string) => string | undefined;

/**
 * Variables with tokens, for whoever reads `process.env` in this process by their names: REST Client does so whenever
 * it sends a request. No real variable is set, since every program that any extension starts would inherit it: a proxy
 * stands before `process.env` that answers these names from memory, and lists none of them.
 *
 * It stands there only while there is something to answer.
 */
export class TokenVariables implements Disposable {
  /** Of each variable what it was lent for sends that are under way, the newest last. */
  readonly #lent = new Map<string, readonly { readonly accessToken: string }[]>();
  #live: LiveAnswer | undefined;
  #standing: { readonly proxy: NodeJS.ProcessEnv; readonly original: NodeJS.ProcessEnv } | undefined;

  /** @param ignoresCase as Windows does of the names of variables */
  constructor(
    private readonly holder: EnvironmentHolder = process,
    private readonly ignoresCase = process.platform === 'win32',
  ) {}

  /**
   * Gives a variable this value until the returned is disposed of. Sends may overlap: the variable is there until the
   * last of them has ended, with the newest value that is still lent.
   */
  lend(name: string, accessToken: string): Disposable {
    const loan = { accessToken };
    this.#lent.set(name, [...(this.#lent.get(name) ?? []), loan]);
    this.#stand();
    return {
      dispose: () => {
        const left = (this.#lent.get(name) ?? []).filter((other) => other !== loan);
        if (left.length === 0) this.#lent.delete(name);
        else this.#lent.set(name, left);
        this.#stand();
      },
    };
  }

  /** Answers these, too, until told otherwise; what is lent comes first. */
  answerLive(live: LiveAnswer | undefined): void {
    this.#live = live;
    this.#stand();
  }

  dispose(): void {
    this.#lent.clear();
    this.answerLive(undefined);
  }

  #answer(name: string): string | undefined {
    return this.#lent.get(name)?.at(-1)?.accessToken ?? this.#live?.(name);
  }

  /** Puts the proxy in place, or takes it away, whichever it is time for. */
  #stand(): void {
    const isNeeded = this.#lent.size > 0 || this.#live !== undefined;
    const isThere = this.#standing !== undefined && this.holder.env === this.#standing.proxy;
    if (isNeeded && !isThere) {
      // Somebody else has put theirs in place meanwhile: it stays, below ours.
      const original = this.holder.env;
      const proxy = overlay(original, (name) => this.#answer(this.ignoresCase ? name.toUpperCase() : name));
      this.#standing = { proxy, original };
      this.holder.env = proxy;
    } else if (!isNeeded && this.#standing !== undefined) {
      // Not over somebody else's: ours has nothing to answer any more, and passes everything through.
      if (isThere) this.holder.env = this.#standing.original;
      this.#standing = undefined;
    }
  }
}

/**
 * The same environment, but for names that `answer` knows: these can be read, and are listed nowhere. Whatever is set or
 * deleted, is so in the original.
 */
function overlay(
  original: NodeJS.ProcessEnv,
  answer: (name: string) => string | undefined,
): NodeJS.ProcessEnv {
  return new Proxy(original, {
    get: (target, name) =>
      (typeof name === 'string' ? answer(name) : undefined) ?? (Reflect.get(target, name) as unknown),
    // Without a receiver: through the proxy it would be defined, and process.env refuses that way.
    set: (target, name, value) => Reflect.set(target, name, value),
  });
}
