import { cleanServerText } from '../errors';
import { isMembers, type ValueCheck } from './memberChecks';

/**
 * Parameters that Valet Key itself sends, and what to write instead. Two values for one parameter are an error
 * (RFC 6749 §3.1, §3.2), and some of these protect the person.
 */
export const ownParameters: ReadonlyMap<string, string> = new Map([
  ['client_id', 'Write clientId instead.'],
  ['client_secret', 'Valet Key asks for the client secret and keeps it in the secret storage.'],
  ['client_assertion', 'Write tokenEndpointAuthMethod instead.'],
  ['client_assertion_type', 'Write tokenEndpointAuthMethod instead.'],
  ['grant_type', 'Write grantType instead.'],
  ['response_type', 'Write grantType, and responseType where there is a choice.'],
  ['response_mode', 'Write responseMode instead.'],
  ['redirect_uri', 'Write redirectUri instead.'],
  ['scope', 'Write scope instead.'],
  ['state', 'It is made anew for each sign-in.'],
  ['nonce', 'It is made anew for each sign-in.'],
  ['code', 'It comes from the server.'],
  ['code_verifier', 'Write codeVerifier instead: "ask", and you type it.'],
  ['code_challenge', 'It is made from the code verifier; codeVerifier says who makes that.'],
  ['code_challenge_method', 'Write codeChallengeMethod instead.'],
  ['request', 'Write requestObjectSigningAlg instead.'],
  ['request_uri', 'Write requirePushedAuthorizationRequests instead.'],
  ['dpop_jkt', 'Write dpopBoundAccessTokens instead.'],
  ['device_code', 'It comes from the server.'],
  ['refresh_token', 'It is taken from the stored token, or asked for.'],
  ['username', 'Write username instead.'],
  ['password', 'Valet Key asks for it.'],
  ['assertion', 'Write assertion, from which it is signed; without one Valet Key asks for it.'],
  ['subject_token', 'Write subjectProfile; without one Valet Key asks for the token.'],
  ['subject_token_type', 'Write subjectTokenType instead.'],
  ['actor_token', 'Write actorProfile instead.'],
  ['actor_token_type', 'Write actorTokenType instead.'],
  ['requested_token_type', 'Write requestedTokenType instead.'],
  ['resource', 'Write resource instead.'],
  ['audience', 'Write audience instead.'],
  ['authorization_details', 'Write authorizationDetails instead.'],
  ['max_age', 'Write maxAge instead.'],
  ['prompt', 'Write prompt instead.'],
  ['login_hint', 'Write loginHint instead.'],
  ['acr_values', 'Write acrValues instead.'],
  ['claims', 'Write claims instead.'],
]);

/** Headers that say how a request is made or who makes it; Valet Key and its transport write them. */
export const ownHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'dpop',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/** The names of settings for what must not stand in them. `token_access_type` and the like are harmless. */
const secretName =
  /secret|passw|pwd$|(token|api_?key|subscription_?key|access_?key|private_?key|authorization|assertion|jwt)(_?hint)?$/;

/** RFC 9110 §5.6.2. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const parameterName = /^[\x21-\x7E]+$/;
const headerValue = /^[\x20-\x7E]+$/;
const controlCharacter = /\p{Cc}/u;

/** Checks what a profile adds to one kind of request. */
export const requestExtrasMistakes: ValueCheck = (member, value) => {
  if (!isMembers(value))
    return [`${member} must be an object: { "parameters": { "name": "value" }, "headers": { … } }.`];
  return Object.entries(value).flatMap(([part, pairs]) => {
    const path = `${member}.${shown(part)}`;
    switch (part) {
      case 'parameters':
        return pairMistakes(path, pairs, parameters);
      case 'headers':
        return [...pairMistakes(path, pairs, headers), ...doubledHeaders(path, pairs)];
      default:
        return [`${path} does not exist. What is added to a request stands in parameters or in headers.`];
    }
  });
};

interface PairChecks {
  readonly name: (path: string, name: string) => string | undefined;
  readonly value: (path: string, value: string) => string | undefined;
}

function pairMistakes(path: string, pairs: unknown, check: PairChecks): string[] {
  if (!isMembers(pairs)) return [`${path} must be an object: { "name": "value" }.`];
  return Object.entries(pairs).flatMap(([name, value]) => {
    if (name === '') return [`${path} has an entry without a name. Remove it.`];
    const here = `${path}.${shown(name)}`;
    const wrongName = check.name(here, name);
    if (wrongName !== undefined) return [wrongName];
    if (isSecretName(name))
      return [
        `${here} looks like a secret by its name, and settings lie in plain text. Remove it. Valet Key asks for the secrets that the standards know, and keeps them in the secret storage.`,
      ];
    if (typeof value !== 'string') return [`${here} must be text in quotes.`];
    return check.value(here, value) ?? [];
  });
}

const parameters: PairChecks = {
  name: (path, name) => {
    const instead = ownParameters.get(name.toLowerCase());
    if (instead !== undefined) return `${path} cannot be added: Valet Key sends it itself. ${instead}`;
    return parameterName.test(name)
      ? undefined
      : `${path} has a space or a letter beyond ASCII in its name, which no parameter has. Correct the name.`;
  },
  value: (path, value) => {
    if (value === '') return `${path} is empty, which servers take for absent (RFC 6749 §3.1). Remove it.`;
    return controlCharacter.test(value)
      ? `${path} holds a control character, perhaps from copying. Type it anew.`
      : undefined;
  },
};

const headers: PairChecks = {
  name: (path, name) => {
    if (!headerName.test(name))
      return `${path} is no name that a header can have (RFC 9110 §5.6.2): letters, digits and hyphens.`;
    return ownHeaders.has(name.toLowerCase())
      ? `${path} cannot be added: Valet Key writes this header itself, as each request needs it.`
      : undefined;
  },
  value: (path, value) =>
    headerValue.test(value) && value === value.trim()
      ? undefined
      : `${path} must be visible ASCII characters, without a space before or after. Anything else does not arrive as it was written.`,
};

/** Header names do not differ by case (RFC 9110 §5.1), and one of two would be lost. */
function doubledHeaders(path: string, pairs: unknown): string[] {
  const names = isMembers(pairs) ? Object.keys(pairs) : [];
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const isDoubled = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return isDoubled ? [`${path}.${shown(name)} is written twice, in another case. Remove one.`] : [];
  });
}

function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replaceAll(/[-. ]/g, '_'));
}

/** A name that a person wrote, as it can be shown. */
function shown(name: string): string {
  return cleanServerText(name);
}
