import { ValetKeyError, isCancelled } from '../errors';
import type { Clock, HeldLock, Logger } from '../ports';
import type { Granted } from '../protocol/token/tokenEndpoint';
import { isUsable } from './expiry';
import type { RecordLock, RecordLocks } from './recordLocks';
import { readIntent, writeIntent, type RefreshIntent } from './refreshIntent';
import { orAborted } from './sharedWork';
import { startTimeLimit } from './timeLimit';
import type { Obtained, Printed, TokenKeeper } from './tokenKeeper';
import { generationOf, hasOtherTokens, type TokenRecord } from './tokenRecord';

/** For everything that happens inside the lock until the server has answered, a repetition included. */
const LIMIT_MILLISECONDS = 20_000;
/** The same for what may be sent any number of times: a program has a minute, and nothing is lost meanwhile. */
const REPEATABLE_LIMIT_MILLISECONDS = 65_000;
/** A refresh whose answer was lost is repeated at once only while there is so much time left for it. */
const REPEAT_MILLISECONDS = 10_000;
/** How often a lock that was lost before anything was sent is held anew. */
const TRIES = 3;

export interface Renewal {
  readonly whose: Printed;
  /** The record as it was when somebody decided that it needs other tokens. */
  readonly decided: TokenRecord;
  /** Fires when nobody waits any more. What is past recall goes on all the same. */
  readonly signal: AbortSignal;
  /** A person asked for it: it is tried even where there is little hope. */
  readonly isAskedFor: boolean;
  /** Whether it may be sent any number of times: nothing is used up by it. */
  readonly isRepeatable: boolean;
  /** Asks the server; calls `beforeSending` each time something leaves that can be used once. */
  readonly ask: Ask;
}

export type Ask = (record: TokenRecord, sending: Sending) => Promise<Granted>;

export interface Sending {
  readonly signal: AbortSignal;
  readonly beforeSending: () => Promise<void>;
}

export interface TokenRenewalsDependencies {
  readonly tokens: TokenKeeper;
  readonly locks: RecordLocks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Another window took the lock over, as from one that is dead, before anything was sent. */
class LockLost extends Error {}

/**
 * Renews tokens as if there were one window: under a lock, with what is stored by then, and with a marker beside the
 * lock that outlives a crash. A refresh token that a server takes once is sent once, and again only when nobody knows
 * what became of the first time (law 5).
 */
export class TokenRenewals {
  constructor(private readonly dependencies: TokenRenewalsDependencies) {}

  /** @throws ValetKeyError; what is stored stays as it was */
  async renew(renewal: Renewal): Promise<Obtained> {
    for (let tried = 1; ; tried++) {
      const lock = await this.dependencies.locks.hold(renewal.decided.id, renewal.signal);
      try {
        return await this.#renewHeld(renewal, lock);
      } catch (error) {
        if (!(error instanceof LockLost)) throw error;
        if (tried === TRIES) throw lockLost();
      } finally {
        await lock.release();
      }
    }
  }

  async #renewHeld(renewal: Renewal, lock: RecordLock): Promise<Obtained> {
    const { tokens, clock } = this.dependencies;
    const { decided, signal, isAskedFor, isRepeatable } = renewal;
    const milliseconds = isRepeatable ? REPEATABLE_LIMIT_MILLISECONDS : LIMIT_MILLISECONDS;
    const limit = startTimeLimit(clock, milliseconds);
    try {
      const reading = AbortSignal.any([signal, limit.signal]);
      const current = await orAborted(tokens.existing(decided.id), reading);
      const { expiresAt } = current.tokenSet;
      const isFresh = isUsable({ obtainedAt: current.obtainedAt, expiresAt }, clock.now());
      if (isFresh && hasOtherTokens(current, decided)) return await adopted(current, lock);
      if (current.needsSignIn === true && !isAskedFor && !isRepeatable) throw signInNeeded(renewal);
      const granted = isRepeatable
        ? await renewal.ask(current, { signal: reading, beforeSending: ours(lock) })
        : await this.#sendMarked(renewal, current, lock, limit.signal);
      if ('record' in granted) return granted;
      if (!(await lock.isOurs()))
        this.#warn(
          renewal,
          'another window took over while the server answered; its token is kept if it has one.',
        );
      const obtained = await tokens.keepRenewed(current, renewal.whose, granted);
      // Where the storage refused it, the marker stays: the stored refresh token is used up.
      if (obtained.saved) lock.stored();
      return obtained;
    } catch (error) {
      throw limit.signal.aborted && isCancelled(error) && !signal.aborted ? tooSlow(milliseconds) : error;
    } finally {
      limit.stop();
    }
  }

  /** Sends a refresh token, with the marker that says so beside the lock. @returns another's tokens instead, if there are any */
  async #sendMarked(
    renewal: Renewal,
    current: TokenRecord,
    lock: RecordLock,
    signal: AbortSignal,
  ): Promise<Granted | Obtained> {
    const { clock } = this.dependencies;
    const generation = generationOf(current);
    const left = readIntent(await lock.readIntent(), generation);
    if (left?.repeated === true && !renewal.isAskedFor) {
      await this.#markSignInNeeded(current, lock);
      throw signInNeeded(renewal);
    }
    if (left !== undefined)
      this.#warn(
        renewal,
        'an earlier refresh did not come to its end, so its refresh token is sent once more.',
      );
    const startedAt = clock.now();
    let intent: RefreshIntent = { generation, repeated: left !== undefined };
    // What nobody knows the end of, apart from the sending that is on its way.
    let open = left;
    for (;;) {
      let sent = false;
      const isOurs = ours(lock);
      const beforeSending = async () => {
        await isOurs();
        await lock.writeIntent(writeIntent(intent));
        sent = true;
      };
      try {
        return await renewal.ask(current, { signal, beforeSending });
      } catch (error) {
        if (isRefused(error)) return await this.#refused(error, current, lock);
        if (error instanceof LockLost || !sent) throw error;
        if (!isUnknown(error, signal)) {
          // The server has answered, and what was open before is open still.
          await (open === undefined ? lock.clearIntent() : lock.writeIntent(writeIntent(open)));
          throw error;
        }
        const hasTime = !signal.aborted && clock.now() - startedAt < LIMIT_MILLISECONDS - REPEAT_MILLISECONDS;
        if (intent.repeated || !hasTime) throw answerLost(error, intent);
        this.#warn(renewal, 'the answer to a refresh was lost, so its refresh token is sent once more.');
        open = intent;
        intent = { generation, repeated: true };
      }
    }
  }

  /** The tokens of whoever was faster, perhaps outside the editor; where there are none, a mark (J6). */
  async #refused(error: unknown, sent: TokenRecord, lock: RecordLock): Promise<Obtained> {
    const now = await this.dependencies.tokens.existingInTime(sent.id);
    if (hasOtherTokens(now, sent)) return await adopted(now, lock);
    await this.#markSignInNeeded(now, lock);
    throw error;
  }

  async #markSignInNeeded(record: TokenRecord, lock: RecordLock): Promise<void> {
    lock.stored();
    await this.dependencies.tokens.markSignInNeeded(record);
  }

  #warn({ whose }: Renewal, what: string): void {
    this.dependencies.logger.warn(`“${whose.profile.name}”: ${what}`);
  }
}

/** Another window, or a new sign-in, was faster. */
async function adopted(record: TokenRecord, lock: HeldLock): Promise<Obtained> {
  await lock.clearIntent();
  return { record, saved: true };
}

function ours(lock: HeldLock): () => Promise<void> {
  return async () => {
    if (!(await lock.isOurs())) throw new LockLost();
  };
}

/** Whether the server may have done what it was asked for. */
function isUnknown(error: unknown, limit: AbortSignal): boolean {
  return (
    error instanceof ValetKeyError &&
    (error.code === 'answer_unknown' || (limit.aborted && isCancelled(error)))
  );
}

/** Whether the server said that the refresh token is worth nothing any more. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof ValetKeyError &&
    error.code === 'token_request_refused' &&
    error.remedy === 'get_new_token'
  );
}

function signInNeeded({ whose }: Renewal): ValetKeyError {
  return new ValetKeyError(
    'nothing_to_refresh',
    `The token of “${whose.profile.name}” has expired, and cannot be refreshed any more.`,
    {
      hint: 'The server refused its refresh token, or an interrupted refresh has used it up. Nothing was deleted. Sign in again.',
      remedy: 'get_new_token',
    },
  );
}

/** The transport does not know that a refresh may be repeated, and says that nothing is. */
function answerLost(error: unknown, { repeated }: RefreshIntent): unknown {
  if (!(error instanceof ValetKeyError) || error.code !== 'answer_unknown') return error;
  // Sent a third time it is only for who asks for just that.
  const next = repeated
    ? '“Refresh Access Token” tries once more; if that fails, get a new token.'
    : 'Try again; if the server refuses then, get a new token.';
  return new ValetKeyError(error.code, error.message, {
    hint: `The server may have used up the refresh token. The token that is stored stays as it is. ${next}`,
    remedy: repeated ? undefined : 'try_again',
    cause: error.cause,
  });
}

function tooSlow(milliseconds: number): ValetKeyError {
  return new ValetKeyError('answer_unknown', `The refresh did not end within ${milliseconds / 1000} s.`, {
    hint: 'The token that is stored stays as it is. Try again.',
    remedy: 'try_again',
  });
}

function lockLost(): ValetKeyError {
  return new ValetKeyError('held_elsewhere', 'Other windows are refreshing this token again and again.', {
    hint: 'The token that is stored stays as it is. Try again in a moment.',
    remedy: 'try_again',
  });
}
