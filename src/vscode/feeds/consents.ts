import type { Profile } from '../../core/profiles/profile';
import { profileKey } from '../../core/profiles/profileSource';

type Asked = Pick<Profile, 'name' | 'source'>;

/** Asks the person; resolves to whether they allow it. */
export type AskConsent = (profile: string) => Promise<boolean>;

/**
 * Which profiles' tokens may be given to whoever asks, where VS Code does not say who that is: once for each profile,
 * until the window is closed (L9). Nothing of it is written down.
 */
export class Consents {
  readonly #given = new Set<string>();
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(private readonly ask: AskConsent) {}

  isGiven(profile: Asked): boolean {
    return this.#given.has(profileKey(profile));
  }

  /**
   * Whether the person allows it, or has before; asks otherwise. Those who want the same at the same time share one
   * question.
   */
  async get(profile: Asked): Promise<boolean> {
    return this.isGiven(profile) || (await (this.#asking.get(profileKey(profile)) ?? this.#begin(profile)));
  }

  #begin(profile: Asked): Promise<boolean> {
    const key = profileKey(profile);
    const asking = this.ask(profile.name)
      .then((isAllowed) => {
        if (isAllowed) this.#given.add(key);
        return isAllowed;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }
}
