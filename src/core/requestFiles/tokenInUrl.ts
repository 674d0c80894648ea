import { ValetKeyError } from '../errors';
import type { Profile } from '../profiles/profile';
import { environmentVariablesIn } from './environmentVariables';
import { placeholdersIn } from './placeholders';

/** A variable of the environment that a URL is sent with. */
export interface VariableInUrl {
  readonly variable: string;
  /** The parameter of the query whose whole value it is; `undefined`: it stands anywhere else. */
  readonly parameter: string | undefined;
}

/**
 * The parameter of the query whose whole value stands there, as it is written. `undefined`: it is no whole value, or in
 * no query. A placeholder is a part of what it stands in, whatever is in it.
 * @param start of what stands in the URL, and `end` after it
 */
export function parameterAt(url: string, start: number, end: number): string | undefined {
  const masked = withoutPlaceholders(url);
  const before = masked.slice(0, start);
  const query = before.indexOf('?');
  if (query < 0 || before.includes('#') || !/^(?:[&#]|$)/.test(masked.slice(end))) return undefined;
  const pair = Math.max(query, before.lastIndexOf('&')) + 1;
  return /^([^=]+)=$/.exec(url.slice(pair, start))?.[1];
}

/** As long as before, so that places stay what they are. */
function withoutPlaceholders(url: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of placeholdersIn(url)) {
    parts.push(url.slice(done, start), 'x'.repeat(end - start));
    done = end;
  }
  return [...parts, url.slice(done)].join('');
}

const processEnv = /\{\{\s*\$processEnv\s(\w+)\s*\}\}/g;

/**
 * The variables of the environment in a URL as REST Client sends it, also through variables of the file that are not
 * filled in.
 */
export function variablesInUrl(
  url: string,
  fileVariables: Parameters<typeof environmentVariablesIn>[1],
): readonly VariableInUrl[] {
  const found = [...url.matchAll(processEnv)].map(({ 0: written, 1: variable = '', index }) => ({
    variable,
    parameter: parameterAt(url, index, index + written.length),
  }));
  const through = environmentVariablesIn([url.replace(processEnv, 'x')], fileVariables);
  return [...found, ...through.map((variable) => ({ variable, parameter: undefined }))];
}

/** A word that begins as a URL does: with a scheme, or with a host or what stands for one. */
const beginsAsUrl = /^(?:--url=)?(?:[a-z][a-z0-9+.-]*:\/\/|(?:\{\{[^{}]*\}\}|[\w.-])+(?::\d+)?[/?])/i;

/** What can be a URL in a curl command, of whose words no option is read here. */
export function urlsInCurl(command: string): readonly string[] {
  const words = command.match(/(?:\{\{[^{}]*\}\}|[^\s'"])+/g) ?? [];
  return words.filter((word) => beginsAsUrl.test(word));
}

/** Whether a profile's token may be the value of this parameter, as it is written (L16). */
export function isQueryParameterOf(
  { tokenQueryParameter }: Pick<Profile, 'tokenQueryParameter'>,
  parameter: string | undefined,
): boolean {
  if (tokenQueryParameter === undefined || parameter === undefined) return false;
  return parameter === tokenQueryParameter || parameter === encodeURIComponent(tokenQueryParameter);
}

/**
 * What a person is told of a token in any other place of a URL.
 * @param undone what has not become of the request
 * @param header a line that has the token instead
 */
export function tokenInUrl(
  { name }: Pick<Profile, 'name'>,
  undone: 'sent' | 'copied',
  header = `Authorization: valetkey ${name}`,
): ValetKeyError {
  const error = new ValetKeyError(
    'profile_invalid',
    `The token of “${name}” stands in the address of this request, and addresses end up in logs and histories. It was not ${undone}.`,
    {
      hint: `Write “${header}” instead. Where an API takes the token in the query alone, the profile names the parameter as tokenQueryParameter.`,
      remedy: 'edit_profile',
    },
  );
  error.profile = name;
  return error;
}
