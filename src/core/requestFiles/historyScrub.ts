import type { ProfilesAround } from '../profiles/readProfiles';
import type { TokenRecord } from '../tokens/tokenRecord';
import { httpYacPlaceholder } from './placeholders';
import { ProfileVariables } from './profileVariables';
import { basicCredentials } from './basicCredentials';

/** A shorter value could be an ordinary word. */
const MIN_LENGTH = 8;
/** No header is longer; a body may be, and is no `Basic …`. */
const MAX_HEADER_LENGTH = 200_000;

/**
 * JSON text with every access token in it replaced by the placeholder that stands for it: as it is, percent-encoded, or
 * within `Basic …`.
 * Everything else stays as it is written, to the last space.
 * @param placeholders by the token's value
 * @returns the same text when it holds none of them; `undefined` when it is no JSON
 */
export function scrubTokens(text: string, placeholders: ReadonlyMap<string, string>): string | undefined {
  const byForm = formsOf(placeholders);
  if (!isJson(text)) return undefined;
  if (byForm.size === 0) return text;
  // A token that holds another one is replaced as a whole. In one go: no placeholder is searched.
  const forms = [...byForm.keys()].sort((one, other) => other.length - one.length);
  const anyToken = new RegExp(forms.map(literally).join('|'), 'g');
  const scrub = (value: string) => value.replace(anyToken, (form) => byForm.get(form) ?? form);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of stringsIn(text)) {
    const value = JSON.parse(text.slice(start, end)) as string;
    const scrubbed = scrubBasic(value, scrub) ?? scrub(value);
    if (scrubbed === value) continue;
    parts.push(text.slice(done, start), JSON.stringify(scrubbed));
    done = end;
  }
  return [...parts, text.slice(done)].join('');
}

/**
 * Credentials are written as REST Client reads them, so that sending them again resolves the placeholder and encodes
 * them; where one word cannot hold them, they stay encoded.
 * @returns `undefined` where nothing was replaced
 */
function scrubBasic(value: string, scrub: (text: string) => string): string | undefined {
  const credentials = value.length > MAX_HEADER_LENGTH ? undefined : basicCredentials(value);
  if (credentials === undefined) return undefined;
  const scrubbed = scrub(credentials);
  if (scrubbed === credentials) return undefined;
  return `Basic ${/^[\x21-\x7e]+$/.test(credentials) ? scrubbed : btoa(scrubbed)}`;
}

/**
 * The strings of JSON (RFC 8259 §7), with their quotation marks; outside of strings it has none. No pattern: a body of
 * megabytes is one string, and more than a pattern can go back through.
 */
function* stringsIn(json: string): Iterable<{ readonly start: number; readonly end: number }> {
  for (let start = json.indexOf('"'); start >= 0;) {
    let end = json.indexOf('"', start + 1);
    while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
    yield { start, end: end + 1 };
    start = json.indexOf('"', end + 1);
  }
}

/** By an odd number of backslashes before it. */
function isEscaped(json: string, at: number): boolean {
  let from = at;
  while (json[from - 1] === '\\') from--;
  return (at - from) % 2 === 1;
}

/**
 * What stands for each access token in the history: the variable of its profile, or where that has none what REST Client
 * sends as it is. Never a variable that stands for another profile, whose token would then go to this one's server.
 * @param given the names of profiles, by tokens that were given to REST Client
 */
export function placeholdersInHistory(
  given: ReadonlyMap<string, string>,
  stored: readonly Pick<TokenRecord, 'profile' | 'workspace' | 'tokenSet'>[],
  read: ProfilesAround,
): ReadonlyMap<string, string> {
  const variables = new ProfileVariables(read);
  const placeholderOf = ({ profile, workspace }: Pick<TokenRecord, 'profile' | 'workspace'>) => {
    // The name may have come to be that of a profile from elsewhere.
    const isSameOrigin = (workspace === undefined) === (read.shared?.has(profile) !== true);
    return isSameOrigin ? variables.placeholderOf(profile) : httpYacPlaceholder(profile);
  };
  return new Map([
    ...[...given].map(([token, profile]) => [token, variables.placeholderOf(profile)] as const),
    ...stored.map((record) => [record.tokenSet.accessToken, placeholderOf(record)] as const),
  ]);
}

function formsOf(placeholders: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...placeholders]
      .filter(([token]) => token.length >= MIN_LENGTH)
      .flatMap(([token, placeholder]) =>
        [token, ...encoded(token)].map((form): [string, string] => [form, placeholder]),
      ),
  );
}

/** A half of a surrogate pair has no such form. */
function encoded(token: string): string[] {
  return /\p{Cs}/u.test(token) ? [] : [encodeURIComponent(token)];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
