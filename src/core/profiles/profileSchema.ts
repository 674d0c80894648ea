import * as v from 'valibot';
import { commandMistakes } from './commandMember';
import { checked, flag, oneOf, seconds, text } from './memberChecks';
import {
  assertionMistakes,
  authorizationDetailsMistakes,
  objectMistakes,
  resourcesMistakes,
} from './nestedMembers';
import {
  clientAssertionAudiences,
  codeChallengeMethods,
  hybridResponseTypes,
  implicitResponseTypes,
  responseModes,
  signingAlgorithms,
  tokenEndpointAuthMethods,
  tokenSources,
  type AssertionClaims,
  type RequestExtras,
} from './profile';
import { requestExtrasMistakes } from './requestExtras';
import {
  baseUrlsCheck,
  headerNameMistake,
  headerPrefixMistake,
  queryParameterMistake,
} from './requestMembers';
import {
  clientIdMistake,
  pathMistake,
  promptMistake,
  providerMistake,
  scopeMistake,
  textMistake,
  tokenPathMistake,
  tokenTypeMistake,
} from './textMembers';
import { endpointChecks, redirectUriMistake, type AllowsHttp } from './urls';

/** What the check of one member needs to know of others. */
export interface SchemaOptions {
  readonly allowHttp: AllowsHttp;
  /** An authorization server is asked, by a client that it knows. */
  readonly hasClient: boolean;
}

/** The shape of one profile in the settings, every message ready for a person; unknown members are left to the caller. */
export function profileSchema(options: SchemaOptions): ProfileSchema {
  const kind = `${options.allowHttp}/${options.hasClient}`;
  const schema = built.get(kind) ?? build(options);
  built.set(kind, schema);
  return schema;
}

/** One that is written has no effect, which is said elsewhere. */
const noClientId = v.optional(
  v.pipe(
    v.unknown(),
    v.transform(() => ''),
  ),
  '',
);

/** Building one costs more than reading a profile with it. */
const built = new Map<string, ProfileSchema>();

function build(options: SchemaOptions) {
  return v.object(
    {
      ...serverMembers(options),
      ...clientMembers(options),
      ...requestMembers(),
      ...grantMembers(),
      ...sourceMembers(),
      ...useMembers(options),
      ...variantMembers(),
    },
    // The one member that must be there.
    'clientId is missing. Write the client ID that the server gave your application.',
  );
}

type ProfileSchema = ReturnType<typeof build>;

/** The members of a profile, each of the right shape; whether they fit together is another question. */
export type WrittenProfile = v.InferOutput<ProfileSchema>;

/** Every member that a profile in the settings can have. */
export const profileMembers: readonly string[] = Object.keys(
  profileSchema({ allowHttp: false, hasClient: true }).entries,
);

function serverMembers({ allowHttp }: SchemaOptions) {
  const { endpoint, issuer } = endpointChecks(allowHttp);
  return {
    issuer: v.exactOptional(text('issuer', issuer)),
    authorizationEndpoint: v.exactOptional(text('authorizationEndpoint', endpoint)),
    tokenEndpoint: v.exactOptional(text('tokenEndpoint', endpoint)),
    refreshEndpoint: v.exactOptional(text('refreshEndpoint', endpoint)),
    deviceAuthorizationEndpoint: v.exactOptional(text('deviceAuthorizationEndpoint', endpoint)),
    pushedAuthorizationRequestEndpoint: v.exactOptional(text('pushedAuthorizationRequestEndpoint', endpoint)),
    revocationEndpoint: v.exactOptional(text('revocationEndpoint', endpoint)),
    introspectionEndpoint: v.exactOptional(text('introspectionEndpoint', endpoint)),
    userinfoEndpoint: v.exactOptional(text('userinfoEndpoint', endpoint)),
    endSessionEndpoint: v.exactOptional(text('endSessionEndpoint', endpoint)),
    jwksUri: v.exactOptional(text('jwksUri', endpoint)),
    allowHttp: v.exactOptional(flag('allowHttp')),
    strict: v.exactOptional(flag('strict')),
  };
}

function clientMembers({ hasClient }: SchemaOptions) {
  const clientId = text('clientId', clientIdMistake);
  return {
    grantType: v.exactOptional(oneOf('grantType', tokenSources)),
    clientId: hasClient ? clientId : noClientId,
    tokenEndpointAuthMethod: v.exactOptional(oneOf('tokenEndpointAuthMethod', tokenEndpointAuthMethods)),
    tokenEndpointAuthSigningAlg: v.exactOptional(oneOf('tokenEndpointAuthSigningAlg', signingAlgorithms)),
    clientKeyFile: v.exactOptional(text('clientKeyFile', pathMistake)),
    clientCertificateFile: v.exactOptional(text('clientCertificateFile', pathMistake)),
    clientKeyId: v.exactOptional(text('clientKeyId', textMistake)),
    clientAssertionAudience: v.exactOptional(oneOf('clientAssertionAudience', clientAssertionAudiences)),
  };
}

function requestMembers() {
  return {
    scope: v.exactOptional(text('scope', scopeMistake)),
    scopeSeparator: v.exactOptional(oneOf('scopeSeparator', [' ', ','])),
    redirectUri: v.exactOptional(text('redirectUri', redirectUriMistake)),
    codeChallengeMethod: v.exactOptional(oneOf('codeChallengeMethod', codeChallengeMethods)),
    codeVerifier: v.exactOptional(oneOf('codeVerifier', ['generate', 'ask'])),
    responseType: v.exactOptional(
      oneOf('responseType', ['code', ...implicitResponseTypes, ...hybridResponseTypes]),
    ),
    responseMode: v.exactOptional(oneOf('responseMode', responseModes)),
    requirePushedAuthorizationRequests: v.exactOptional(flag('requirePushedAuthorizationRequests')),
    requestObjectSigningAlg: v.exactOptional(oneOf('requestObjectSigningAlg', signingAlgorithms)),
    dpopBoundAccessTokens: v.exactOptional(flag('dpopBoundAccessTokens')),
    resource: v.exactOptional(checked<string | readonly string[]>('resource', resourcesMistakes)),
    audience: v.exactOptional(text('audience', textMistake)),
    authorizationDetails: v.exactOptional(
      checked<readonly Readonly<Record<string, unknown>>[]>(
        'authorizationDetails',
        authorizationDetailsMistakes,
      ),
    ),
    maxAge: v.exactOptional(seconds('maxAge', 0)),
    prompt: v.exactOptional(text('prompt', promptMistake)),
    loginHint: v.exactOptional(text('loginHint', textMistake)),
    browser: v.exactOptional(text('browser', textMistake)),
    acrValues: v.exactOptional(text('acrValues', textMistake)),
    claims: v.exactOptional(checked<Readonly<Record<string, unknown>>>('claims', objectMistakes)),
    authorizationRequest: v.exactOptional(extras('authorizationRequest')),
    tokenRequest: v.exactOptional(extras('tokenRequest')),
    refreshRequest: v.exactOptional(extras('refreshRequest')),
  };
}

function extras(member: string) {
  return checked<RequestExtras>(member, requestExtrasMistakes);
}

/** What single grant types need to know. */
function grantMembers() {
  return {
    username: v.exactOptional(text('username', textMistake)),
    assertion: v.exactOptional(checked<AssertionClaims>('assertion', assertionMistakes)),
    subjectProfile: v.exactOptional(text('subjectProfile', textMistake)),
    subjectTokenType: v.exactOptional(text('subjectTokenType', tokenTypeMistake)),
    actorProfile: v.exactOptional(text('actorProfile', textMistake)),
    actorTokenType: v.exactOptional(text('actorTokenType', tokenTypeMistake)),
    requestedTokenType: v.exactOptional(text('requestedTokenType', tokenTypeMistake)),
  };
}

/** What the sources need to know that are no OAuth grants. */
function sourceMembers() {
  return {
    authenticationProvider: v.exactOptional(text('authenticationProvider', providerMistake)),
    command: v.exactOptional(checked<readonly string[]>('command', commandMistakes)),
    tokenPath: v.exactOptional(text('tokenPath', tokenPathMistake)),
  };
}

/** Where the token goes, once there is one. */
function useMembers({ allowHttp }: SchemaOptions) {
  return {
    apiBaseUrls: v.exactOptional(checked<readonly string[]>('apiBaseUrls', baseUrlsCheck(allowHttp))),
    tokenHeader: v.exactOptional(text('tokenHeader', headerNameMistake)),
    tokenPrefix: v.exactOptional(text('tokenPrefix', headerPrefixMistake)),
    tokenQueryParameter: v.exactOptional(text('tokenQueryParameter', queryParameterMistake)),
    exportToTerminals: v.exactOptional(flag('exportToTerminals')),
  };
}

/** Which profiles are the same thing in different environments. */
function variantMembers() {
  return {
    group: v.exactOptional(text('group', textMistake)),
    environment: v.exactOptional(text('environment', textMistake)),
  };
}
