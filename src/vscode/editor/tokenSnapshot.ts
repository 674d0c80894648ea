import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { readEnvironments } from '../../core/profiles/environments';
import type { Profile } from '../../core/profiles/profile';
import { profileKey } from '../../core/profiles/profileSource';
import { Snapshot } from '../../core/requestFiles/snapshot';
import { assignTokens } from '../../core/tokens/ownership';
import { TokenOwners } from '../../core/tokens/tokenOwners';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import type { Basics } from '../commands/command';
import type { InUse } from '../inUse';
import type { ProfileSettings } from '../settings';

/** Several tokens that change together are read once. */
const SETTLING_MILLISECONDS = 50;

export interface SnapshotDependencies extends Pick<Basics, 'store' | 'active' | 'clock'> {
  readonly settings: Pick<ProfileSettings, 'read' | 'onDidChange'>;
  readonly inUse: Pick<InUse, 'environments' | 'profileOfFile'> & {
    onDidChange(listener: () => void): Disposable;
  };
}

/** A token that stands in a file as it is, and is one of those that are kept. */
export interface KnownToken {
  readonly token: TokenSummary;
  /** `undefined`: its profile is gone, or has other endpoints now. */
  readonly profile: Profile | undefined;
}

/**
 * The latest `Snapshot` of profiles and tokens, for features that must not wait: CodeLens, completion, hover and
 * diagnostics after each keystroke. Nothing is read before one of them asks, and then again only when tokens, profiles,
 * the active ones or environments change.
 */
export class TokenSnapshot implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** There is another snapshot, or the first one. */
  readonly onDidChange = this.#changed.event;
  readonly #owners: TokenOwners;
  readonly #subscriptions: readonly Disposable[];
  readonly #ended = new AbortController();
  #snapshot: Snapshot | undefined;
  #tokens: readonly TokenSummary[] = [];
  #loading: Promise<void> | undefined;
  #outdated = false;

  constructor(private readonly dependencies: SnapshotDependencies) {
    const { store, settings, inUse } = dependencies;
    this.#owners = new TokenOwners(store);
    const update = () => {
      this.#outdated = true;
      // What nobody has asked for yet is not read.
      if (this.#snapshot !== undefined) void this.#load(SETTLING_MILLISECONDS);
    };
    this.#subscriptions = [
      this.#owners,
      this.#changed,
      store.onDidChange(update),
      settings.onDidChange(update),
      inUse.onDidChange(update),
    ];
  }

  dispose(): void {
    this.#ended.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** What is known now; `undefined` at first: the first call starts loading, and `onDidChange` tells the end of it. */
  read(): Snapshot | undefined {
    if (this.#snapshot === undefined) void this.#load(0);
    return this.#snapshot;
  }

  /** The same for who can wait for the first one. */
  async loaded(): Promise<Snapshot | undefined> {
    if (this.#snapshot === undefined) await this.#load(0);
    return this.#snapshot;
  }

  /** The profile that was last chosen for the requests of a file. */
  lastChoice(file: vscode.Uri): string | undefined {
    return this.dependencies.inUse.profileOfFile(file.toString());
  }

  /** Whose token this is. Reads secrets, and keeps digests of them alone. Never rejects. */
  async ownerOf(accessToken: string): Promise<KnownToken | undefined> {
    const [token, snapshot] = await Promise.all([this.#owners.ownerOf(accessToken), this.loaded()]);
    if (token === undefined) return undefined;
    const owner = snapshot?.profiles.find(({ name }) =>
      snapshot.owned.byProfile.get(name)?.some(({ id }) => id === token.id),
    );
    return { token, profile: owner };
  }

  #load(wait: number): Promise<void> {
    return (this.#loading ??= this.#loadUntilCurrent(wait));
  }

  /** Changes that come meanwhile lead to one more reading, however many they are. Never rejects. */
  async #loadUntilCurrent(wait: number): Promise<void> {
    const { clock } = this.dependencies;
    try {
      do {
        if (wait > 0) await clock.delay(wait, this.#ended.signal).catch(() => undefined);
        this.#outdated = false;
        // What cannot be read is said where somebody asks for it; here the last one stays.
        const snapshot = await this.#take().catch(() => undefined);
        if (this.#ended.signal.aborted || snapshot === undefined) return;
        this.#snapshot = snapshot;
        this.#changed.fire();
        wait = SETTLING_MILLISECONDS;
      } while (this.#outdated);
    } finally {
      this.#loading = undefined;
    }
  }

  async #take(): Promise<Snapshot> {
    const { settings, store, active, inUse, clock } = this.dependencies;
    const read = await settings.read();
    const [{ tokens, failure }, choices] = await Promise.all([
      store.list(),
      active.choices(read.profiles.map(profileKey)),
    ]);
    // A keyring that is locked for a while has not lost them.
    if (failure === undefined || this.#snapshot === undefined) this.#tokens = tokens;
    const owned = await assignTokens(read, this.#tokens);
    const environments = readEnvironments(inUse.environments);
    return new Snapshot({ read, owned, choices, environments }, () => clock.now());
  }
}
