import { readAuthorization } from '../authorizationValue';
import type { FileHeader } from '../requestFile';
import type { Finding, Place } from './finding';
import type { Knowledge } from './knowledge';
import { isTokenLike, jwtsIn, type LiteralToken } from './literalText';

/** No token is longer, and what reads a value looks at it more than once. */
const longestValue = 20_000;
const variableOfToken = /^(?:.{0,40}(?:access|bearer|auth|oauth2?|jwt|refresh)[-_.]?)?token$/i;
const curlHeader = /\bauthorization\s{0,9}:\s{0,9}([A-Za-z][\w-]{0,30})\s{1,9}([^"'\s\\]+)/i;
const queryParameter = /([?&])([\w.-]{1,60})=([^&\s#]*)/g;

/** The tokens that stand in a header's value; columns count from its start. */
export function literalsInHeader(
  { name, value }: Pick<FileHeader, 'name' | 'value'>,
  { schemes, tokenHeaders }: Knowledge,
): readonly LiteralToken[] {
  const jwts = jwtsIn(value);
  if (jwts.length > 0 || value.length > longestValue) return jwts;
  const isAuthorization = /^(?:proxy-)?authorization$/.test(name);
  if (!isAuthorization && !tokenHeaders.has(name)) return [];
  const read = readAuthorization(name, value);
  if (read.kind !== 'literal' || !isTokenLike(read.token)) return [];
  const scheme = read.scheme.toLowerCase();
  // Others are no tokens: Basic, Digest, AWS4-HMAC-SHA256.
  if (scheme !== '' && !schemes.has(scheme)) return [];
  return [{ column: read.tokenColumn, length: read.token.length }];
}

/** Those in the value of `@name = value`. */
export function literalsInVariable(
  name: string,
  value: string,
  knowledge: Knowledge,
): readonly LiteralToken[] {
  const found = literalsInHeader({ name: 'authorization', value }, knowledge);
  const isAlone = found.length > 0 && found[0]?.column === 0;
  // A text alone may be anything; a JWT is none other.
  if (!isAlone || jwtsIn(value).length > 0) return found;
  return variableOfToken.test(name) && !value.includes('://') ? found : [];
}

/** Those in a line of a curl command, and not in its URL. */
export function literalsInCurl(text: string, { schemes }: Knowledge): readonly LiteralToken[] {
  const jwts = jwtsIn(text);
  if (jwts.length > 0) return jwts;
  const match = text.length > longestValue ? null : curlHeader.exec(text);
  const [whole = '', scheme = '', token = ''] = match ?? [];
  if (match === null || !schemes.has(scheme.toLowerCase()) || !isTokenLike(token)) return [];
  return [{ column: match.index + whole.length - token.length, length: token.length }];
}

/** A parameter of a URL that holds a token. */
export interface QueryToken extends LiteralToken {
  /** Of the parameter: its name, `=` and its value. */
  readonly parameterColumn: number;
}

/** Those in a line of a URL's (RFC 6750 §2.3), columns counted from the start of the line. */
export function literalsInQuery(text: string, { queryParameters }: Knowledge): readonly QueryToken[] {
  const found: QueryToken[] = [];
  if (!text.includes('=')) return found;
  for (const { 0: whole, index, 2: name = '', 3: value = '' } of text.matchAll(queryParameter)) {
    const [jwt] = jwtsIn(value);
    if (jwt === undefined && !(queryParameters.has(name.toLowerCase()) && isTokenLike(value))) continue;
    const column = index + whole.length - value.length;
    found.push({ column, length: value.length, expiresAt: jwt?.expiresAt, parameterColumn: index + 1 });
  }
  return found;
}

/** What is said of a token in a file (L12). */
export function literalFinding(
  { expiresAt }: LiteralToken,
  place: Place,
  about: Pick<Finding, 'url' | 'profile' | 'isHeader'>,
  now: number,
): Finding {
  if (expiresAt !== undefined && expiresAt <= now) {
    return {
      ...place,
      ...about,
      code: 'expiredToken',
      severity: 'warning',
      message:
        'This token has expired, so a server refuses it: put a placeholder here, which is filled in with a fresh one.',
    };
  }
  return {
    ...place,
    ...about,
    code: 'literalToken',
    severity: 'warning',
    message:
      'A token stands here as it is, and whoever gets this file can use it: put a placeholder here instead.',
    messageIfTracked:
      'A token stands here as it is, in a file that git tracks: whoever gets the next commit can use it. Put a placeholder here instead, and revoke the token if it was committed already.',
  };
}

/** What is said of a token in a URL (L16, RFC 9700 §4.3.2). */
export function queryFinding(place: Place, about: Pick<Finding, 'url' | 'profile' | 'form'>): Finding {
  return {
    ...place,
    ...about,
    code: 'tokenInUrl',
    severity: 'warning',
    message:
      'A token in a URL ends up in histories and in logs of servers: send it in the Authorization header instead.',
  };
}
