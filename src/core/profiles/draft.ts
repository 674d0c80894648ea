import type { Mistake } from './mistake';
import type { GrantType, TokenEndpointAuthMethod, TokenSource } from './profile';
import type { WrittenProfile } from './profileSchema';

/** A profile whose members were checked one by one, before it is known whether they fit together. */
export interface Draft<Source extends TokenSource = GrantType> {
  /** The members of the right shape; one that is missing here may be written, wrongly. */
  readonly members: Partial<WrittenProfile>;
  /** Whether a member is written at all, rightly or not: what is written wrongly is not also missing. */
  readonly isWritten: (member: string) => boolean;
  /** As written or by default; `undefined` while it is written wrongly. */
  readonly grantType: Source | undefined;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod | undefined;
}

/** Finds what only several members together can get wrong, in a profile that asks an authorization server. */
export type MeaningRule = (draft: Draft) => readonly (Mistake | undefined)[];

/** A client with a secret must say how it sends it; only client credentials always have one (RFC 6749 §4.4). */
export function defaultAuthMethod(grantType: TokenSource): TokenEndpointAuthMethod {
  return grantType === 'client_credentials' ? 'client_secret_basic' : 'none';
}

/** @param wrong the members whose shape is wrong */
export function draftOf(
  written: Readonly<Record<string, unknown>>,
  wrong: ReadonlySet<string>,
): Draft<TokenSource> {
  const members: Partial<WrittenProfile> = Object.fromEntries(
    Object.entries(written).filter(([member]) => !wrong.has(member)),
  );
  const grantType = wrong.has('grantType') ? undefined : (members.grantType ?? 'authorization_code');
  const byDefault = grantType && defaultAuthMethod(grantType);
  return {
    members,
    isWritten: (member) => written[member] !== undefined,
    grantType,
    tokenEndpointAuthMethod: wrong.has('tokenEndpointAuthMethod')
      ? undefined
      : (members.tokenEndpointAuthMethod ?? byDefault),
  };
}
