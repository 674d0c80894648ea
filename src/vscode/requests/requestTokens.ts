import { cancelled } from '../../core/errors';
import type { Clock } from '../../core/ports';
import { isInUse, readEnvironments } from '../../core/profiles/environments';
import { withApiBaseUrl } from '../../core/profiles/apiBaseUrls';
import type { Profile } from '../../core/profiles/profile';
import { profileKey } from '../../core/profiles/profileSource';
import {
  destinationQuestion,
  type DestinationQuestion,
  type TokenUse,
} from '../../core/requestFiles/destinationQuestion';
import { suggestedProfile } from '../../core/requestFiles/suggestedProfile';
import type { TokenRecord } from '../../core/tokens/tokenRecord';
import type { TokenService } from '../../core/tokens/tokenService';
import { warnUnsaved } from '../announcements';
import type { InUse } from '../inUse';
import type { Pickers } from '../pickers';
import type { ProfileSettings } from '../settings';
import { whileWaitingLong } from '../waiting';
import type { DestinationAnswer } from './destinationPrompt';

/** A request that a token is for, as far as it is known. */
export interface RequestTarget {
  /** With the file's variables filled in; others stay as they are written. */
  readonly url: string | undefined;
  /** The profile that a `# @valetkey` comment above the request names. */
  readonly hint?: string | undefined;
  /** The file that the request stands in, as a URI. */
  readonly file?: string | undefined;
}

export interface Sending {
  /** Where the token goes, as far as it is known. */
  readonly url: string | undefined;
  /** The person has just chosen this profile for this request. */
  readonly chosenByPerson?: boolean;
  /**
   * The request as its file has it, with the file and its variables: what an answer holds for where the host is not
   * known, so that the same request is not asked about each time.
   */
  readonly asWritten?: string;
  /** What the person is asked about; sent, if nothing is said. */
  readonly use?: TokenUse;
  readonly signal?: AbortSignal;
}

export interface ChosenProfile {
  readonly profile: Profile;
  /** By the person, just now; otherwise by the host, a comment or an earlier choice. */
  readonly chosenByPerson: boolean;
}

interface Dependencies {
  readonly settings: Pick<ProfileSettings, 'read' | 'get' | 'members' | 'write'>;
  readonly service: Pick<TokenService, 'getAccessToken'>;
  readonly inUse: Pick<InUse, 'environments' | 'profileOfFile' | 'rememberFile' | 'use'>;
  readonly clock: Clock;
  readonly pickers: () => Pick<Pickers, 'profile'>;
  readonly askDestination: (question: DestinationQuestion) => Promise<DestinationAnswer>;
}

/** Finds the profile that a request's token comes from, and lets no token go where it does not belong (R12). */
export class RequestTokens {
  /** What a person has allowed in this window. */
  readonly #allowed = new Set<string>();

  constructor(private readonly dependencies: Dependencies) {}

  /**
   * By the request's host, else by the comment above it, else the file's last choice, else by a question.
   * @throws ValetKeyError `cancelled`, or what `ProfileSettings.get` throws
   */
  async chooseProfile(target: RequestTarget, title: string): Promise<ChosenProfile> {
    const suggested = await this.suggestProfile(target);
    if (suggested !== undefined) return { profile: suggested, chosenByPerson: false };
    const { pickers, inUse, settings } = this.dependencies;
    const { names } = await settings.read();
    const profile = await pickers().profile(undefined, title);
    if (target.file !== undefined) await inUse.rememberFile(target.file, profile.name);
    // The only one there is was not chosen.
    return { profile, chosenByPerson: names.length > 1 };
  }

  /**
   * The same without a question. `undefined`: nothing says which.
   * @throws what `ProfileSettings.get` throws for a comment that names no usable profile
   */
  async suggestProfile({ url, hint, file }: RequestTarget): Promise<Profile | undefined> {
    const { settings, inUse } = this.dependencies;
    const { profiles } = await settings.read();
    const environments = readEnvironments(inUse.environments);
    const last = file === undefined ? undefined : inUse.profileOfFile(file);
    const suggestion = suggestedProfile({ url, hint, last }, profiles, (profile) =>
      isInUse(profile, profiles, environments),
    );
    // A profile with mistakes is told from one that is not there.
    return suggestion?.kind === 'unusable_hint' ? await settings.get(suggestion.name) : suggestion?.profile;
  }

  /**
   * A token to send: as stored, renewed or got anew. Asks first where it may go there.
   * @throws ValetKeyError `cancelled` when the person does not want it, and what `TokenService.getAccessToken` throws
   */
  async tokenFor(profile: Profile, sending: Sending): Promise<TokenRecord> {
    await this.allow(profile, sending);
    const { service, inUse, clock } = this.dependencies;
    const title = `Access token for “${profile.name}”`;
    const { record, saved } = await whileWaitingLong(title, clock, sending.signal, (waiting) =>
      service.getAccessToken(profile, { interactive: true }, waiting),
    );
    inUse.use(profile.name);
    if (!saved) void warnUnsaved(record);
    return record;
  }

  /**
   * Asks before a token of a profile goes where its profile does not say that it belongs.
   * @throws ValetKeyError `cancelled` when the person does not want it
   */
  async allow(
    profile: Pick<Profile, 'name' | 'apiBaseUrls' | 'source'>,
    { url, chosenByPerson = false, asWritten, use }: Omit<Sending, 'signal'>,
  ): Promise<void> {
    const question = destinationQuestion(profile, url, false, use);
    if (question === undefined) return;
    const key =
      question.key ??
      (asWritten === undefined ? undefined : JSON.stringify([profileKey(profile), 'as written', asWritten]));
    if (chosenByPerson && destinationQuestion(profile, url, true, use) === undefined) {
      // The choice is the answer, the next time too.
      if (key !== undefined) this.#allowed.add(key);
      return;
    }
    if (key !== undefined && this.#allowed.has(key)) return;
    switch (await this.dependencies.askDestination({ ...question, key })) {
      case 'no':
        throw cancelled();
      case 'once':
        return;
      case 'window':
        if (key !== undefined) this.#allowed.add(key);
        return;
      case 'always': {
        const { settings } = this.dependencies;
        if (question.addable === undefined) return;
        const members = settings.members(profile.name);
        await settings.write(profile.name, withApiBaseUrl(members, question.addable));
      }
    }
  }
}
