import type { Disposable } from '../../core/ports';
import { readCallbackQuery, type OpenedLink } from '../../core/signIn/callbackLink';
import type { PendingSignIn } from '../../core/signIn/pendingSignIns';
import type { CallbackDependencies } from './dependencies';
import { CallbackRelay } from './relay';

/** Links that lead to nothing, and within how long: beyond, somebody is trying something (F10). */
const MAX_STRAY_LINKS = 20;
const STRAY_MILLISECONDS = 60_000;

/** Our states, and nobody else's links (decision 8). */
const ownState = /^[\w-]{43}$/;

/**
 * Answers that come as links which open the editor. One that no sign-in waits for changes nothing and shows nothing: it
 * is handed to the other windows, of which at most one knows its state (law 10).
 */
export class CallbackLinks implements Disposable {
  readonly #relay: CallbackRelay;
  /** When the last stray links came, in milliseconds since 1970. */
  #strays: readonly number[] = [];

  /** @param isEncoded whether this editor gives the query of a link as it was sent */
  constructor(
    private readonly dependencies: CallbackDependencies,
    private readonly isEncoded: boolean,
  ) {
    this.#relay = new CallbackRelay(dependencies);
  }

  /** Looks for what other windows have left for the sign-ins that wait here. */
  watch(): void {
    this.#relay.watch();
  }

  async open({ path, query }: OpenedLink): Promise<void> {
    const { logger } = this.dependencies;
    const parameters = path === '/callback' ? readCallbackQuery(query, this.isEncoded) : undefined;
    if (parameters !== undefined && this.#deliver(parameters)) return;
    if (this.#isTooMuch()) return;
    const state = parameters?.get('state') ?? '';
    if (parameters === undefined || !ownState.test(state) || this.#whose(parameters) !== undefined) {
      logger.warn('A link was ignored: no sign-in waits for it.');
      return;
    }
    logger.info('A link came that no sign-in of this window waits for; another window may take it.');
    await this.#relay.leave(state, parameters);
  }

  dispose(): void {
    this.#relay.dispose();
  }

  #whose(parameters: URLSearchParams): PendingSignIn | undefined {
    return this.dependencies.pendingSignIns.all.find((candidate) => candidate.isOurs(parameters));
  }

  #deliver(parameters: URLSearchParams): boolean {
    const signIn = this.#whose(parameters);
    // It has to come to the redirect URI that was sent (RFC 8252 §8.10).
    if (signIn?.awaited.ways.includes('uri_handler') !== true) return false;
    this.dependencies.logger.info(`“${signIn.awaited.profile}”: the answer came by a link.`);
    return signIn.deliver(parameters);
  }

  #isTooMuch(): boolean {
    const { clock, logger } = this.dependencies;
    const now = clock.now();
    const recent = this.#strays.filter((at) => Math.abs(now - at) < STRAY_MILLISECONDS);
    if (recent.length === MAX_STRAY_LINKS)
      logger.warn('Too many links that nobody waits for; more are not looked at.');
    this.#strays = recent.length > MAX_STRAY_LINKS ? recent : [...recent, now];
    return recent.length >= MAX_STRAY_LINKS;
  }
}
