import * as v from 'valibot';
import {
  codeChallengeMethods,
  grantTypes,
  hybridResponseTypes,
  implicitResponseTypes,
  responseModes,
  signingAlgorithms,
  tokenEndpointAuthMethods,
} from './profile';
import { endpointChecks, redirectUriMistake, type UrlCheck } from './urls';

/** RFC 6749 §3.3 without the comma, which is nearly always meant to part two scopes. */
const scopeTokens = /^[\x21\x23-\x2B\x2D-\x5B\x5D-\x7E]+( [\x21\x23-\x2B\x2D-\x5B\x5D-\x7E]+)*$/;
const controlCharacter = /\p{Cc}/u;

/** The shape of one profile in the settings, every message ready for a person; unknown members are left to the caller. */
export function profileSchema(allowHttp: boolean) {
  const { endpoint, issuer } = endpointChecks(allowHttp);
  return v.object(
    {
      issuer: v.exactOptional(checkedText('issuer', issuer)),
      authorizationEndpoint: v.exactOptional(checkedText('authorizationEndpoint', endpoint)),
      tokenEndpoint: v.exactOptional(checkedText('tokenEndpoint', endpoint)),
      refreshEndpoint: v.exactOptional(checkedText('refreshEndpoint', endpoint)),
      deviceAuthorizationEndpoint: v.exactOptional(checkedText('deviceAuthorizationEndpoint', endpoint)),
      pushedAuthorizationRequestEndpoint: v.exactOptional(
        checkedText('pushedAuthorizationRequestEndpoint', endpoint),
      ),
      revocationEndpoint: v.exactOptional(checkedText('revocationEndpoint', endpoint)),
      introspectionEndpoint: v.exactOptional(checkedText('introspectionEndpoint', endpoint)),
      userinfoEndpoint: v.exactOptional(checkedText('userinfoEndpoint', endpoint)),
      endSessionEndpoint: v.exactOptional(checkedText('endSessionEndpoint', endpoint)),
      jwksUri: v.exactOptional(checkedText('jwksUri', endpoint)),
      grantType: v.exactOptional(oneOf('grantType', grantTypes)),
      clientId: checkedText('clientId', clientIdMistake),
      scope: v.exactOptional(checkedText('scope', scopeMistake)),
      scopeSeparator: v.exactOptional(oneOf('scopeSeparator', [' ', ','])),
      redirectUri: v.exactOptional(checkedText('redirectUri', redirectUriMistake)),
      tokenEndpointAuthMethod: v.exactOptional(oneOf('tokenEndpointAuthMethod', tokenEndpointAuthMethods)),
      tokenEndpointAuthSigningAlg: v.exactOptional(oneOf('tokenEndpointAuthSigningAlg', signingAlgorithms)),
      clientKeyFile: v.exactOptional(checkedText('clientKeyFile', textMistake)),
      clientCertificateFile: v.exactOptional(checkedText('clientCertificateFile', textMistake)),
      clientKeyId: v.exactOptional(checkedText('clientKeyId', textMistake)),
      codeChallengeMethod: v.exactOptional(oneOf('codeChallengeMethod', codeChallengeMethods)),
      codeVerifier: v.exactOptional(oneOf('codeVerifier', ['generate', 'ask'])),
      responseType: v.exactOptional(
        oneOf('responseType', ['code', ...implicitResponseTypes, ...hybridResponseTypes]),
      ),
      responseMode: v.exactOptional(oneOf('responseMode', responseModes)),
      requirePushedAuthorizationRequests: v.exactOptional(flag('requirePushedAuthorizationRequests')),
      requestObjectSigningAlg: v.exactOptional(oneOf('requestObjectSigningAlg', signingAlgorithms)),
      dpopBoundAccessTokens: v.exactOptional(flag('dpopBoundAccessTokens')),
      resource: v.exactOptional(
        v.union([checkedText('resource', textMistake), v.array(checkedText('resource', textMistake))]),
      ),
      audience: v.exactOptional(checkedText('audience', textMistake)),
      authorizationDetails: v.exactOptional(v.array(v.record(v.string(), v.unknown()))),
      maxAge: v.exactOptional(
        v.pipe(v.number('maxAge must be a number of seconds.'), v.integer(), v.minValue(0)),
      ),
      prompt: v.exactOptional(checkedText('prompt', textMistake)),
      loginHint: v.exactOptional(checkedText('loginHint', textMistake)),
      acrValues: v.exactOptional(checkedText('acrValues', textMistake)),
      claims: v.exactOptional(v.record(v.string(), v.unknown())),
      authorizationRequest: v.exactOptional(requestExtras()),
      tokenRequest: v.exactOptional(requestExtras()),
      refreshRequest: v.exactOptional(requestExtras()),
      username: v.exactOptional(checkedText('username', textMistake)),
      assertion: v.exactOptional(
        v.object({
          issuer: v.exactOptional(v.string()),
          subject: v.string(),
          audience: v.exactOptional(v.string()),
          lifetime: v.exactOptional(v.number()),
          claims: v.exactOptional(v.record(v.string(), v.unknown())),
        }),
      ),
      subjectProfile: v.exactOptional(checkedText('subjectProfile', textMistake)),
      subjectTokenType: v.exactOptional(checkedText('subjectTokenType', textMistake)),
      actorProfile: v.exactOptional(checkedText('actorProfile', textMistake)),
      actorTokenType: v.exactOptional(checkedText('actorTokenType', textMistake)),
      requestedTokenType: v.exactOptional(checkedText('requestedTokenType', textMistake)),
      allowHttp: v.exactOptional(flag('allowHttp')),
      strict: v.exactOptional(flag('strict')),
    },
    // The one member that must be there.
    'clientId is missing. Write the client ID that the server gave your application.',
  );
}

/** Every member that a profile in the settings can have. */
export function profileMembers(): readonly string[] {
  return Object.keys(profileSchema(false).entries);
}

function checkedText(member: string, mistake: UrlCheck) {
  return v.pipe(
    v.string(`${member} must be text in quotes.`),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? mistake(member, dataset.value) : undefined;
      if (message !== undefined) addIssue({ message });
    }),
  );
}

function oneOf<const T extends readonly string[]>(member: string, values: T) {
  return v.picklist(values, `${member} must be one of ${values.map((value) => `"${value}"`).join(', ')}.`);
}

function flag(member: string) {
  return v.boolean(`${member} must be true or false, without quotes.`);
}

function requestExtras() {
  const texts = v.record(v.string(), v.string());
  return v.object({ parameters: v.exactOptional(texts), headers: v.exactOptional(texts) });
}

function textMistake(member: string, value: string): string | undefined {
  return value.trim() === '' ? `${member} is empty. Leave it out, or write a value.` : undefined;
}

function clientIdMistake(member: string, value: string): string | undefined {
  if (value.trim() === '')
    return `${member} is empty. Write the client ID that the server gave your application.`;
  if (value !== value.trim())
    return `${member} has a space before or after it, perhaps from copying. Remove the space.`;
  return controlCharacter.test(value)
    ? `${member} holds a control character, perhaps from copying. Type it anew.`
    : undefined;
}

function scopeMistake(member: string, value: string): string | undefined {
  if (scopeTokens.test(value)) return undefined;
  if (value.trim() === '')
    return `${member} is empty. Leave it out, or write scopes such as "openid profile".`;
  if (value.includes(','))
    return `${member} has a comma. Scopes are separated by one space (RFC 6749 §3.3): write "openid profile", not "openid,profile".`;
  if (/^\s|\s\s|\s$|[\t\r\n]/.test(value))
    return `${member} has a space too many. Write exactly one between two scopes, and none before or after.`;
  return `${member} holds a character that no scope can have (RFC 6749 §3.3): a quote, a backslash or a letter beyond ASCII.`;
}
