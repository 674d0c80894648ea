import type { ProfilesAround } from '../profiles/readProfiles';
import type { TokenRecord } from '../tokens/tokenRecord';
import { httpYacPlaceholder } from './placeholders';
import { ProfileVariables } from './profileVariables';

/** A shorter value could be an ordinary word. */
const MIN_LENGTH = 8;
/** A string of JSON (RFC 8259 §7). Outside of strings JSON has no quotation marks. */
const strings = /"(?:[^"\\]|\\.)*"/g;

/**
 * JSON text with every access token in it replaced by the placeholder that stands for it, as it is or percent-encoded.
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
  return text.replace(strings, (written) => {
    const value = JSON.parse(written) as string;
    const scrubbed = value.replace(anyToken, (form) => byForm.get(form) ?? form);
    return scrubbed === value ? written : JSON.stringify(scrubbed);
  });
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
