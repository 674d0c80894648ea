import { nameInKey } from '../profiles/profileSource';
import type { Disposable, Logger, SecretStore } from '../ports';
import { reasonOf } from './storageFailure';
import type { TokenSummary } from './tokenStore';

/** Which token each profile uses when nothing else is said: a record's id by the profile's key (`profileKey`). */
export type ActiveChoices = ReadonlyMap<string, string>;

type Choosable = Pick<TokenSummary, 'id' | 'obtainedAt' | 'grantedAt'>;

/**
 * The token of a profile that is used when nothing else is said: the chosen one; when that is gone, or none was ever
 * chosen, the one that was got last. A renewal makes no token newer than another.
 * @param tokens those of one profile
 */
export function activeToken<T extends Choosable>(
  tokens: readonly T[],
  choice: string | undefined,
): T | undefined {
  const chosen = tokens.find(({ id }) => id === choice);
  if (chosen !== undefined) return chosen;
  const age = ({ obtainedAt, grantedAt }: T) => grantedAt ?? obtainedAt;
  return tokens.reduce<T | undefined>(
    (newest, token) => (newest === undefined || age(token) > age(newest) ? token : newest),
    undefined,
  );
}

/** The same tokens with the active one first. */
export function activeFirst<T extends Choosable>(
  tokens: readonly T[],
  choice: string | undefined,
): readonly T[] {
  const active = activeToken(tokens, choice);
  return active === undefined ? tokens : [active, ...tokens.filter((token) => token !== active)];
}

/**
 * What was chosen, as one small secret a profile, so that every window knows it; in `globalState` two windows would
 * lose each other's choice. The last choice wins. Each is read when it is first needed, and again once it changed.
 */
export class ActiveTokens implements Disposable {
  readonly #known = new Map<string, Promise<string | undefined>>();
  /** What the storage refused to keep: it holds in this window. */
  readonly #unsaved = new Map<string, string>();
  readonly #subscription: Disposable;
  #prefix: Promise<string> | undefined;

  /** @param hostId as for the `TokenStore`: ids of records mean something to windows that share those alone */
  constructor(
    private readonly secrets: SecretStore,
    private readonly hostId: () => Promise<string>,
    private readonly logger: Logger,
  ) {
    this.#subscription = secrets.onDidChange((key) => this.#known.delete(key));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** What was chosen for these profiles. Never rejects: what cannot be read was not chosen. */
  async choices(profiles: Iterable<string>): Promise<ActiveChoices> {
    const read = [...profiles].map(async (profile) => [profile, await this.#choice(profile)] as const);
    const found = (await Promise.all(read)).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return new Map(found);
  }

  /** Makes a token the active one of its profile. Never rejects: what is not stored holds in this window. */
  async use(profile: string, id: string): Promise<void> {
    if ((await this.#choice(profile)) === id) return;
    this.#unsaved.set(profile, id);
    try {
      const key = await this.#key(profile);
      await this.secrets.store(key, id);
      this.#known.set(key, Promise.resolve(id));
      this.#unsaved.delete(profile);
    } catch (error) {
      this.logger.warn(
        `The secret storage refused to keep which token of “${nameInKey(profile)}” is the active one: ${reasonOf(error)}`,
      );
    }
  }

  async #choice(profile: string): Promise<string | undefined> {
    const unsaved = this.#unsaved.get(profile);
    if (unsaved !== undefined) return unsaved;
    try {
      const key = await this.#key(profile);
      const known = this.#known.get(key) ?? this.secrets.get(key);
      this.#known.set(key, known);
      return await known;
    } catch {
      this.#known.clear();
      return undefined;
    }
  }

  async #key(profile: string): Promise<string> {
    this.#prefix ??= this.hostId().then((id) => `valetKey.active.${id}.`);
    try {
      return (await this.#prefix) + encodeURIComponent(profile);
    } catch (error) {
      this.#prefix = undefined;
      throw error;
    }
  }
}
