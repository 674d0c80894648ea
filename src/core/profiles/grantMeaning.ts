import type { Draft, MeaningRule } from './draft';
import { mistake, type Mistake } from './mistake';
import {
  grantTypes,
  hybridResponseTypes,
  implicitResponseTypes,
  isOidc,
  responseTypeOf,
  usesRedirect,
  type GrantType,
  type TokenSource,
} from './profile';
import type { WrittenProfile } from './profileSchema';
import { deliveryOf } from './responseType';
import { isAppUri, isLoopbackUri } from './urls';

const browserGrants: readonly GrantType[] = grantTypes.filter((grantType) => usesRedirect({ grantType }));
const signInGrants: readonly GrantType[] = [...browserGrants, 'code_credentials'];
const codeGrants: readonly GrantType[] = ['authorization_code', 'hybrid', 'code_credentials'];

/** The members that only some grant types use. What does no harm anywhere, such as `prompt`, is not here. */
const usedBy: Readonly<Partial<Record<keyof WrittenProfile, readonly TokenSource[]>>> = {
  redirectUri: signInGrants,
  codeChallengeMethod: codeGrants,
  codeVerifier: codeGrants,
  responseType: browserGrants,
  responseMode: browserGrants,
  requirePushedAuthorizationRequests: browserGrants,
  requestObjectSigningAlg: browserGrants,
  dpopBoundAccessTokens: grantTypes.filter((grantType) => grantType !== 'implicit'),
  maxAge: signInGrants,
  acrValues: signInGrants,
  claims: signInGrants,
  authorizationRequest: [...signInGrants, 'device_code'],
  tokenRequest: grantTypes.filter((grantType) => grantType !== 'implicit'),
  refreshRequest: grantTypes.filter((grantType) => grantType !== 'implicit'),
  username: ['password', 'code_credentials'],
  assertion: ['jwt_bearer'],
  subjectProfile: ['token_exchange'],
  subjectTokenType: ['token_exchange'],
  actorProfile: ['token_exchange'],
  actorTokenType: ['token_exchange'],
  requestedTokenType: ['token_exchange'],
  authenticationProvider: ['vscode_session'],
  command: ['command'],
  tokenPath: ['command'],
};

/** Whether each member is one that the grant type uses, and fits the others that it uses. */
export const grantMeaning: MeaningRule = (draft) => {
  const { grantType } = draft;
  if (grantType === undefined) return [];
  return [
    ...uselessMembers(draft, grantType),
    ...(signInGrants.includes(grantType) ? signInMistakes(draft, grantType) : []),
    redirectUriWithoutWay(draft, grantType),
    codeVerifierWithoutChallenge(draft),
    headersForTheBrowser(draft, grantType),
    grantType === 'code_credentials' && !draft.isWritten('redirectUri')
      ? mistake(
          'redirectUri',
          'redirectUri is missing. Nobody is sent there, but the server compares it: write the callback URL that is registered for the app.',
        )
      : undefined,
    draft.isWritten('actorTokenType') && !draft.isWritten('actorProfile')
      ? mistake(
          'actorTokenType',
          'actorTokenType needs actorProfile: without an actor’s token there is none whose type could be said (RFC 8693 §2.1).',
        )
      : undefined,
  ];
};

function uselessMembers({ members, isWritten }: Draft, grantType: GrantType): Mistake[] {
  return Object.entries(usedBy)
    .filter(([member, users]) => isWritten(member) && !users.includes(grantType))
    .filter(([member]) => members[member as keyof WrittenProfile] !== false)
    .map(([member, users]) =>
      mistake(
        member,
        `${member} has no effect with the grant type ${grantType}. Remove it${users.length > 5 ? '' : `, or write grantType: it belongs to ${users.join(', ')}`}.`,
      ),
    );
}

/** What the authorization request asks for, and how the answer comes. */
function signInMistakes(draft: Draft, grantType: GrantType): (Mistake | undefined)[] {
  const { members, isWritten } = draft;
  const usesBrowser = usesRedirect({ grantType });
  const wrongType = usesBrowser ? responseTypeMistake(draft, grantType) : undefined;
  const isTypeKnown = wrongType === undefined && isWritten('responseType') === 'responseType' in members;
  const responseType = isTypeKnown ? responseTypeOf({ ...members, grantType }) : undefined;
  return [
    wrongType,
    ...(isWritten('scope') && members.scope === undefined ? [] : withoutOpenid(draft, responseType)),
    usesBrowser ? responseModeMistake(draft, grantType) : undefined,
  ];
}

function responseTypeMistake(
  { members: { responseType } }: Draft,
  grantType: GrantType,
): Mistake | undefined {
  if (responseType === undefined) return undefined;
  const fitting: readonly string[] =
    grantType === 'implicit'
      ? implicitResponseTypes
      : grantType === 'hybrid'
        ? hybridResponseTypes
        : ['code'];
  if (fitting.includes(responseType)) return undefined;
  const values = fitting.map((value) => `"${value}"`).join(', ');
  const other =
    responseType === 'code' ? 'authorization_code' : responseType.includes('code') ? 'hybrid' : 'implicit';
  return mistake(
    'responseType',
    `responseType does not fit the grant type ${grantType}, whose values are ${values}. Write one of them, or "grantType": "${other}".`,
  );
}

/** D10: what only an OpenID Connect server reads, and an ID token, need the scope that makes the request one. */
function withoutOpenid({ members, isWritten }: Draft, responseType: string | undefined): Mistake[] {
  if (isOidc(members)) return [];
  const idToken =
    responseType?.includes('id_token') === true
      ? [
          mistake(
            isWritten('responseType') ? 'responseType' : 'scope',
            `The response type “${responseType}” asks for an ID token, so scope needs openid (OpenID Connect Core §3.1.2.1). Add it to scope, or write responseType without id_token.`,
          ),
        ]
      : [];
  const others = ['maxAge', 'acrValues', 'claims']
    .filter(isWritten)
    .map((member) =>
      mistake(
        member,
        `${member} is a part of OpenID Connect, and without openid in scope servers ignore it. Add openid to scope, or remove ${member}.`,
      ),
    );
  return [...idToken, ...others];
}

/** OAuth 2.0 Multiple Response Types §5, JARM §2.3.1: what holds a token does not go into a query. */
function responseModeMistake(
  { members: { responseMode } }: Draft,
  grantType: GrantType,
): Mistake | undefined {
  const base = responseMode?.replace(/\.jwt$/, '');
  if (grantType !== 'authorization_code' && base === 'query')
    return mistake(
      'responseMode',
      `responseMode puts a token into the query of an address, which the grant type ${grantType} must not (OAuth 2.0 Multiple Response Types §5). Leave it out, or write one with fragment or form_post.`,
    );
  if (grantType !== 'authorization_code' && responseMode?.endsWith('jwt'))
    return mistake(
      'responseMode',
      `responseMode asks for a signed answer, which Valet Key takes for a code alone. Leave it out, or write "grantType": "authorization_code".`,
    );
  return undefined;
}

/** What comes as a form is in no address; what follows the “#” of a link that opens an editor is lost in some (F13). */
function redirectUriWithoutWay({ members }: Draft, grantType: GrantType): Mistake | undefined {
  const { redirectUri } = members;
  if (redirectUri === undefined || !usesRedirect({ grantType }) || isLoopbackUri(redirectUri))
    return undefined;
  const delivery = deliveryOf({ ...members, grantType });
  if (delivery === 'form_post')
    return mistake(
      'responseMode',
      'responseMode makes the server answer as a form, which arrives only at a redirectUri on this computer. Leave responseMode out, or write a redirectUri such as http://127.0.0.1:7890/callback.',
    );
  if (delivery === 'fragment' && isAppUri(redirectUri))
    return mistake(
      'redirectUri',
      'redirectUri opens the editor with a link, and the answer of this profile comes in a fragment, which such links lose. Write a redirectUri such as http://127.0.0.1:7890/callback, or leave it out.',
    );
  return undefined;
}

function codeVerifierWithoutChallenge({ members }: Draft): Mistake | undefined {
  if (members.codeVerifier !== 'ask' || members.codeChallengeMethod !== 'none') return undefined;
  const message =
    'codeVerifier asks for a verifier, and codeChallengeMethod is none, which sends none. Remove one of the two.';
  return mistake('codeVerifier', message);
}

/** A browser sends its own headers: ours reach the server only in a request that we send ourselves. */
function headersForTheBrowser({ members }: Draft, grantType: GrantType): Mistake | undefined {
  const { authorizationRequest, requirePushedAuthorizationRequests } = members;
  if (authorizationRequest?.headers === undefined) return undefined;
  if (!usesRedirect({ grantType }) || requirePushedAuthorizationRequests === true) return undefined;
  const message =
    'authorizationRequest.headers has no effect: the browser makes this request, with its own headers. Remove it, or write "requirePushedAuthorizationRequests": true when the server takes pushed requests (RFC 9126).';
  return mistake('authorizationRequest', message);
}
