import type { Draft, MeaningRule } from './draft';
import { inWords } from './inWords';
import { mistake, type Mistake } from './mistake';
import { isOidc, type GrantType } from './profile';

/** Where each grant type goes when nothing is discovered. */
const neededEndpoints = {
  authorization_code: ['authorizationEndpoint', 'tokenEndpoint'],
  hybrid: ['authorizationEndpoint', 'tokenEndpoint'],
  implicit: ['authorizationEndpoint'],
  device_code: ['deviceAuthorizationEndpoint', 'tokenEndpoint'],
  client_credentials: ['tokenEndpoint'],
  password: ['tokenEndpoint'],
  refresh_token: ['tokenEndpoint'],
  jwt_bearer: ['tokenEndpoint'],
  token_exchange: ['tokenEndpoint'],
  code_credentials: ['authorizationEndpoint', 'tokenEndpoint'],
} as const satisfies Record<GrantType, readonly string[]>;

/** What a profile without an issuer lacks. */
export const serverMeaning: MeaningRule = (draft) =>
  draft.isWritten('issuer')
    ? []
    : [...missingEndpoints(draft), openidWithoutIssuer(draft), ...unknownAudiences(draft)];

function missingEndpoints({ isWritten, grantType, members }: Draft): Mistake[] {
  const pushed =
    members.requirePushedAuthorizationRequests === true ? ['pushedAuthorizationRequestEndpoint'] : [];
  const needed = [...neededEndpoints[grantType ?? 'client_credentials'], ...pushed];
  const missing = needed.filter((member) => !isWritten(member));
  if (missing.length === needed.length) {
    const message = `The profile does not say where the authorization server is. Write issuer, or ${inWords(needed)}.`;
    return [mistake(undefined, message)];
  }
  return missing.map((member) =>
    mistake(member, `${member} is missing. Write it, or issuer, from which it is discovered.`),
  );
}

function openidWithoutIssuer({ members }: Draft): Mistake | undefined {
  if (!isOidc(members)) return undefined;
  const message =
    'scope asks for openid, and without issuer the ID token that comes back cannot be validated. Write issuer, or take openid out of scope.';
  return mistake('scope', message);
}

/**
 * The issuer stands in what is signed for the server, or by it, even where every endpoint is written by hand. Only for
 * client assertions the token endpoint can stand for it (RFC 7523 §3).
 */
function unknownAudiences({ members }: Draft): (Mistake | undefined)[] {
  const needsIssuer = (member: string, why: string) =>
    mistake(member, `${member} needs issuer: ${why}. Write issuer; endpoints written by hand stay.`);
  return [
    members.requestObjectSigningAlg !== undefined
      ? needsIssuer('requestObjectSigningAlg', 'the request object is signed for it (RFC 9101 §4)')
      : undefined,
    members.responseMode?.endsWith('jwt') === true
      ? needsIssuer('responseMode', 'the server signs its answer with it (JARM §2.1)')
      : undefined,
  ];
}
