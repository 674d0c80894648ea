import type { ValueCheck } from './memberChecks';
import { ownHeaders } from './requestExtras';
import { textMistake, type TextCheck } from './textMembers';
import { endpointChecks, type AllowsHttp } from './urls';

/** Absolute URLs below which requests are for a profile. */
export function baseUrlsCheck(allowHttp: AllowsHttp): ValueCheck {
  const { endpoint } = endpointChecks(allowHttp);
  return (member, value) => {
    if (!Array.isArray(value))
      return [`${member} must be a list, even when it is only one: ["https://api.example.com"].`];
    if (value.length === 0)
      return [`${member} is empty. Leave it out, or write where requests with this token go.`];
    return value.flatMap((one: unknown, index) => {
      const path = `${member}[${index}]`;
      if (typeof one !== 'string') return [`${path} must be text in quotes.`];
      const mistake = endpoint(path, one);
      if (mistake !== undefined) return [mistake];
      return one.includes('?')
        ? [`${path} must not have a query. Write it without “?” and all after it.`]
        : [];
    });
  };
}

/** RFC 9110 §5.6.2. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const visibleAscii = /^[\x20-\x7E]*$/;
const queryName = /^[A-Za-z0-9\-._~]+$/;

/** Headers that a token can go into, though Valet Key writes them in requests of its own. */
const tokenHeaders: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

export const headerNameMistake: TextCheck = (member, value) => {
  if (!headerName.test(value))
    return `${member} is no name that a header can have (RFC 9110 §5.6.2): letters, digits and hyphens, without a colon.`;
  const name = value.toLowerCase();
  return ownHeaders.has(name) && !tokenHeaders.has(name)
    ? `${member} is a header that says how a request is made, and no server looks for a token there. Write the one that the API’s documentation names.`
    : undefined;
};

export const headerPrefixMistake: TextCheck = (member, value) => {
  if (value !== value.trim())
    return `${member} has a space before or after it. Remove it: one space comes before the token by itself.`;
  return visibleAscii.test(value) && !value.includes('{{')
    ? undefined
    : `${member} must be visible ASCII characters, without “{{”. Anything else does not arrive as it was written.`;
};

export const queryParameterMistake: TextCheck = (member, value) => {
  const mistake = textMistake(member, value);
  if (mistake !== undefined) return mistake;
  return queryName.test(value)
    ? undefined
    : `${member} must be the name alone, such as access_token: letters, digits, “-”, “.”, “_” or “~”.`;
};
