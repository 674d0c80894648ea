/** What is wrong with a member's text, as one or two sentences; `undefined`: nothing. Never repeats the text. */
export type TextCheck = (member: string, value: string) => string | undefined;

/** RFC 6749 §3.3 without the comma, which is nearly always meant to part two scopes. */
const scopeTokens = /^[\x21\x23-\x2B\x2D-\x5B\x5D-\x7E]+( [\x21\x23-\x2B\x2D-\x5B\x5D-\x7E]+)*$/;
const controlCharacter = /\p{Cc}/u;
/** RFC 3986 §4.3 with the characters of §2; a URN is one, too. */
const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?@!$&'()*+,;=%[\]]+$/;
/** `/…`, `C:\…`, `C:/…` and `\\server\share`: where it is does not depend on where the editor was started. */
const absolutePath = /^(\/|[A-Za-z]:[\\/]|\\\\[^\\])/;

export function isAbsolutePath(path: string): boolean {
  return absolutePath.test(path);
}

/** A check of text that stands for itself, such as an audience. */
export const textMistake: TextCheck = (member, value) => {
  if (value.trim() === '') return `${member} is empty. Leave it out, or write a value.`;
  return copyMistake(member, value);
};

export const clientIdMistake: TextCheck = (member, value) => {
  if (value.trim() === '')
    return `${member} is empty. Write the client ID that the server gave your application.`;
  return copyMistake(member, value);
};

export const scopeMistake: TextCheck = (member, value) => {
  if (scopeTokens.test(value)) return undefined;
  if (value.trim() === '')
    return `${member} is empty. Leave it out, or write scopes such as "openid profile".`;
  if (value.includes(','))
    return `${member} has a comma. Scopes are separated by one space (RFC 6749 §3.3): write "openid profile", not "openid,profile". For a server that wants commas add "scopeSeparator": ",".`;
  if (/^\s|\s\s|\s$|[\t\r\n]/.test(value))
    return `${member} has a space too many. Write exactly one between two scopes, and none before or after.`;
  return `${member} holds a character that no scope can have (RFC 6749 §3.3): a quote, a backslash or a letter beyond ASCII.`;
};

/** OpenID Connect Core §3.1.2.1; servers have values of their own. */
export const promptMistake: TextCheck = (member, value) => {
  const mistake = textMistake(member, value);
  if (mistake !== undefined) return mistake;
  if (!/^[\x21\x23-\x2B\x2D-\x7E]+( [\x21\x23-\x2B\x2D-\x7E]+)*$/.test(value))
    return `${member} must be one word, or several with one space between them: none, login, consent, select_account.`;
  const words = value.split(' ');
  return words.includes('none') && words.length > 1
    ? `${member} has none beside another value, and none forbids all others (OpenID Connect Core §3.1.2.1). Write one or the other.`
    : undefined;
};

/** Who keeps a sign-in of VS Code's; Valet Key itself would ask itself. */
export const providerMistake: TextCheck = (member, value) =>
  value.trim().toLowerCase() === 'valetkey'
    ? `${member} names Valet Key itself, which would wait for its own token. Write who else keeps the sign-in: "github", "microsoft".`
    : textMistake(member, value);

/** RFC 8707 §2: an absolute URI without a fragment. */
export const resourceMistake: TextCheck = (member, value) => {
  const mistake = textMistake(member, value);
  if (mistake !== undefined) return mistake;
  if (value.includes('#'))
    return `${member} must not have a fragment (RFC 8707 §2). Write it without “#” and all after it.`;
  return absoluteUri.test(value)
    ? undefined
    : `${member} must be an absolute URI such as https://api.example.com/ (RFC 8707 §2). A name that is no URI belongs into audience.`;
};

/** RFC 8693 §3: a URI, for which nearly all use the URNs of the IETF. */
export const tokenTypeMistake: TextCheck = (member, value) => {
  const mistake = textMistake(member, value);
  if (mistake !== undefined) return mistake;
  return absoluteUri.test(value)
    ? undefined
    : `${member} must be a URI. Write it in full, for example urn:ietf:params:oauth:token-type:access_token (RFC 8693 §3).`;
};

/** A key file belongs outside of any workspace, so where it is cannot depend on one. */
export const pathMistake: TextCheck = (member, value) => {
  if (value.trim() === '') return `${member} is empty. Leave it out, or write the path of the file.`;
  if (value.includes('-----BEGIN'))
    return `${member} must be the path of a file, not what the file holds. Take the key out of the settings, where it lies in plain text.`;
  if (controlCharacter.test(value)) return `${member} holds a control character. Type it anew.`;
  return isAbsolutePath(value)
    ? undefined
    : `${member} must be an absolute path: begin with “/”, or on Windows with a drive such as “C:/”. “~” and variables are not resolved.`;
};

/** Names with dots between them, such as `status.token`; a number is a place in a list. */
export const tokenPathMistake: TextCheck = (member, value) =>
  /^[^\s.\p{Cc}]+(\.[^\s.\p{Cc}]+)*$/u.test(value)
    ? undefined
    : `${member} must be names of members with a dot between two of them, such as status.token.`;

/** What comes along with copying. */
function copyMistake(member: string, value: string): string | undefined {
  if (value !== value.trim())
    return `${member} has a space before or after it, perhaps from copying. Remove the space.`;
  return controlCharacter.test(value)
    ? `${member} holds a control character, perhaps from copying. Type it anew.`
    : undefined;
}
