import * as v from 'valibot';
import { grantTypes, tokenEndpointAuthMethods } from './profile';
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
      jwksUri: v.exactOptional(checkedText('jwksUri', endpoint)),
      grantType: v.exactOptional(oneOf('grantType', grantTypes)),
      clientId: checkedText('clientId', clientIdMistake),
      tokenEndpointAuthMethod: v.exactOptional(oneOf('tokenEndpointAuthMethod', tokenEndpointAuthMethods)),
      scope: v.exactOptional(checkedText('scope', scopeMistake)),
      redirectUri: v.exactOptional(checkedText('redirectUri', redirectUriMistake)),
      allowHttp: v.exactOptional(v.boolean('allowHttp must be true or false, without quotes.')),
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
