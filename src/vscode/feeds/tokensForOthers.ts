import type { Clock, Waiting } from '../../core/ports';
import type { Profile } from '../../core/profiles/profile';
import type { TokenRecord } from '../../core/tokens/tokenRecord';
import type { TokenService } from '../../core/tokens/tokenService';
import { isForSignIn } from '../../core/tokens/tokenErrors';
import { warnUnsaved } from '../announcements';
import type { InUse } from '../inUse';
import { unattended, whileWaitingLong } from '../waiting';
import type { Consents } from './consents';

interface Dependencies {
  readonly service: Pick<TokenService, 'getAccessToken'>;
  readonly inUse: Pick<InUse, 'use'>;
  readonly clock: Clock;
  readonly consents: Consents;
}

/** `refused`: the person does not want to give it. `none`: there is none without asking the person. */
export type NotGiven = 'refused' | 'none';

/** The one door through which tokens leave for a task or another extension, of which nobody knows which it is (L9). */
export class TokensForOthers {
  constructor(private readonly dependencies: Dependencies) {}

  /**
   * Once the person has allowed it: as stored, renewed, or got anew.
   * @throws ValetKeyError `cancelled` when they cancel the sign-in, and others
   */
  async get(
    profile: Profile,
    { interactive }: { readonly interactive: boolean },
  ): Promise<TokenRecord | NotGiven> {
    const { consents } = this.dependencies;
    return interactive
      ? await this.#ask(profile)
      : consents.isGiven(profile)
        ? await this.#take(profile)
        : 'none';
  }

  async #ask(profile: Profile): Promise<TokenRecord | NotGiven> {
    const { service, inUse, clock, consents } = this.dependencies;
    if (!(await consents.get(profile))) return 'refused';
    const get = (waiting: Waiting) => service.getAccessToken(profile, { interactive: true }, waiting);
    const title = `Access token for “${profile.name}”`;
    const { record, saved } = await whileWaitingLong(title, clock, undefined, get);
    inUse.use(profile.name);
    if (!saved) void warnUnsaved(record);
    return record;
  }

  async #take(profile: Profile): Promise<TokenRecord | NotGiven> {
    const { service } = this.dependencies;
    try {
      return (await service.getAccessToken(profile, { interactive: false }, unattended())).record;
    } catch (error) {
      if (isForSignIn(error)) return 'none';
      throw error;
    }
  }
}
