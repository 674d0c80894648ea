import type { Profile } from '../../profiles/profile';
import type { ProfileVariables } from '../profileVariables';
import type { TokenState } from '../../tokens/tree/tokenState';

/** What is known of profiles and their tokens; a `Snapshot`. */
export interface KnownProfiles {
  /** Those without a mistake. */
  readonly profiles: readonly Profile[];
  /** All names, of those with mistakes too. */
  readonly names: readonly string[];
  profile(name: string): Profile | undefined;
  /** Whether it is the variant of its group that is in use. */
  isInUse(profile: Profile): boolean;
  readonly variables: ProfileVariables;
  tokenOf(name: string):
    | {
        readonly token: { readonly expiresAt?: number | undefined };
        readonly state: TokenState;
        readonly isRenewable: boolean;
      }
    | undefined;
}

/** What else there is that matters to a request file. */
export interface Neighbourhood {
  /** Whether a request that REST Client sends by itself gets a variable that nothing has put a token into. */
  sendsEmpty(variable: string): boolean;
  /** What is written where a profile's token belongs: the form of the neighbour that is there. */
  placeholderFor(profile: string): string;
}

/** Schemes whose credentials are tokens (RFC 6750, RFC 9449); `Token` is what some servers call it. */
const tokenSchemes = ['bearer', 'dpop', 'token'];

/** What the rules are given: everything at hand, so that none of them waits. */
export class Knowledge {
  /** In lower case, as are the next two. */
  readonly schemes: ReadonlySet<string>;
  readonly tokenHeaders: ReadonlySet<string>;
  readonly queryParameters: ReadonlySet<string>;

  /** @param time gives milliseconds since 1970 */
  constructor(
    readonly known: KnownProfiles,
    readonly neighbourhood: Neighbourhood,
    private readonly time: () => number,
  ) {
    const members = (member: 'tokenPrefix' | 'tokenHeader' | 'tokenQueryParameter') =>
      known.profiles.flatMap((profile) => profile[member]?.toLowerCase() ?? []);
    this.schemes = new Set([...tokenSchemes, ...members('tokenPrefix')]);
    this.tokenHeaders = new Set(members('tokenHeader').filter((name) => name !== 'authorization'));
    this.queryParameters = new Set(['access_token', ...members('tokenQueryParameter')]);
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.time();
  }
}
