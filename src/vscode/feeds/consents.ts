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

  isGiven(profile: string): boolean {
    return this.#given.has(profile);
  }

  /**
   * Whether the person allows it, or has before; asks otherwise. Those who want the same at the same time share one
   * question.
   */
  async get(profile: string): Promise<boolean> {
    return this.#given.has(profile) || (await (this.#asking.get(profile) ?? this.#begin(profile)));
  }

  #begin(profile: string): Promise<boolean> {
    const asking = this.ask(profile)
      .then((isAllowed) => {
        if (isAllowed) this.#given.add(profile);
        return isAllowed;
      })
      .finally(() => this.#asking.delete(profile));
    this.#asking.set(profile, asking);
    return asking;
  }
}
