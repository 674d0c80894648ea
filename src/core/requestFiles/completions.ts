import type { Profile } from '../profiles/profile';
import { readAuthorization } from './authorizationValue';
import { headerValueWith, placeholderForms, type Neighbours } from './neighbours';
import { httpYacPlaceholder, inQuotes, variableNameOf } from './placeholders';
import type { FileHeader, FileRequest, RequestFile } from './requestFile';
import { resolveUrl } from './resolveUrl';
import type { Snapshot } from './snapshot';
import { headerNameOf } from './tokenPlacement';
import { timeWords } from './tokenWords';

/** One thing that can be written where the cursor is. */
export interface Completion {
  readonly label: string;
  /** Behind the label: of a placeholder, what fills it in. */
  readonly detail: string;
  /** At the end of the row: how long the token is good for. */
  readonly description: string;
  readonly insertText: string;
  /** What of the line it takes the place of; never more than the value. */
  readonly start: number;
  readonly end: number;
  readonly filterText: string;
  readonly sortText: string;
  /** `token`: nothing is inserted, but the token itself by “Insert Bearer Header”. */
  readonly kind: 'placeholder' | 'profile' | 'token';
  readonly profile: string;
}

export interface CompletionContext {
  readonly snapshot: Snapshot;
  readonly neighbours: Neighbours;
  /** The profile that was last chosen for the file. */
  readonly last: string | undefined;
}

/**
 * What can be written at a place of a request file: placeholders after `Authorization:`, after a scheme and in a
 * profile's own header; names of profiles in `# @valetkey`, `valetkey …`, `{{$auth.token("…` and `{{$processEnv …`.
 * @param text the line, of which `column` is the cursor's place
 */
export function completionsAt(
  file: RequestFile,
  line: number,
  text: string,
  column: number,
  context: CompletionContext,
): readonly Completion[] {
  const request = file.requestAt(line);
  const before = text.slice(0, column);
  const hint = /^\s*(?:#+|\/{2,})\s*@valetkey\s+/.exec(text)?.[0].length;
  if (hint !== undefined && column >= hint && isOfRequests(file, line)) {
    return names(context, request, file, { start: hint, end: text.trimEnd().length, column });
  }
  if (request === undefined || line < request.requestLine || line > request.endLine) return [];
  const call = /\{\{\s*\$auth\.token\(\s*"((?:[^"\\]|\\.)*)$/.exec(before);
  if (call) return namesInCall(text, column, column - (call[1] ?? '').length, context, request, file);
  const variable = /\{\{\s*\$processEnv\s+(\w*)$/.exec(before);
  if (variable && isOfHeaders(request, line)) {
    return variables(text, column, column - (variable[1] ?? '').length, context, request, file);
  }
  const header = request.headers.find((candidate) => candidate.line === line);
  // An empty value stands where it would be typed, which may be behind a blank or before it.
  if (header === undefined || !isInValue(header, text, column)) return [];
  const value = readAuthorization(header.name, header.value);
  if (value.kind === 'valetkey') {
    // The blank that a name follows is not part of a value without one.
    const named = header.valueColumn + value.profileColumn;
    const start = value.profile === '' ? column : named;
    if (column < named || !/\s$/.test(text.slice(0, start))) return [];
    return names(context, request, file, { start, end: header.valueColumn + header.value.length, column });
  }
  return placeholders(header, text, column, context, request, file);
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly column: number;
}

/** In Markdown a comment counts only where requests stand. */
function isOfRequests(file: RequestFile, line: number): boolean {
  return file.kind === 'http' || file.requestAt(line) !== undefined;
}

function isOfHeaders(request: FileRequest, line: number): boolean {
  return line <= request.lastUrlLine || request.headers.some((header) => header.line === line);
}

function isInValue({ nameColumn, name }: FileHeader, text: string, column: number): boolean {
  return column > text.indexOf(':', nameColumn + name.length);
}

function placeholders(
  header: FileHeader,
  text: string,
  column: number,
  context: CompletionContext,
  request: FileRequest,
  file: RequestFile,
): readonly Completion[] {
  const { snapshot, neighbours } = context;
  const colon = text.indexOf(':', header.nameColumn + header.name.length);
  const valueStart = header.value === '' ? column : Math.min(header.valueColumn, column);
  const end = Math.max(column, text.trimEnd().length);
  const scheme = /^[A-Za-z][\w-]*\s+/.exec(text.slice(valueStart, column))?.[0];
  // Typed right behind the colon, a blank belongs between.
  const blank = valueStart === colon + 1 ? ' ' : '';
  const fitting = inOrder(context, request, file).filter(
    (profile) =>
      profile.tokenQueryParameter === undefined && headerNameOf(profile).toLowerCase() === header.name,
  );
  const described = fitting.flatMap((profile, index) => {
    const { usual, other } = placeholderForms(profile.name, neighbours, snapshot.variables);
    const call = httpYacPlaceholder(profile.name);
    const completion = (placeholder: string, sortText: string): Completion => {
      const whole = headerValueWith(placeholder, profile);
      const prefix = whole.slice(0, whole.length - placeholder.length);
      // The scheme that stands there already stays, unless the profile wants another.
      const keepsScheme = scheme?.trim().toLowerCase() === prefix.trim().toLowerCase();
      const start = keepsScheme ? valueStart + scheme.length : valueStart;
      return {
        ...describedAs(profile, snapshot),
        detail: ` ${placeholder === call ? 'for httpYac, JetBrains' : 'for REST Client, httpYac'}`,
        insertText: keepsScheme ? placeholder : `${blank}${whole}`,
        start,
        end,
        filterText: keepsScheme
          ? `${profile.name} ${placeholder}`
          : `${prefix}${profile.name} ${placeholder}`,
        sortText,
        kind: 'placeholder',
        profile: profile.name,
      };
    };
    return [
      completion(usual, `0${place(index)}`),
      ...(other === undefined ? [] : [completion(other, `1${place(index)}`)]),
    ];
  });
  const [first] = fitting;
  return first === undefined ? described : [...described, tokenItself(first, column)];
}

/** Last: a token is nothing that a list should write into a file by the way. */
function tokenItself({ name }: Profile, column: number): Completion {
  return {
    label: tokenItselfLabel,
    detail: '',
    description: 'Insert Bearer Header',
    insertText: '',
    start: column,
    end: column,
    filterText: tokenItselfLabel,
    sortText: '9',
    kind: 'token',
    profile: name,
  };
}

const tokenItselfLabel = 'Insert the token itself';

function names(
  context: CompletionContext,
  request: FileRequest | undefined,
  file: RequestFile,
  { start, end, column }: Span,
): readonly Completion[] {
  return inOrder(context, request, file)
    .filter(({ name }) => isPlainWord(name))
    .map((profile, index) => ({
      ...describedAs(profile, context.snapshot),
      insertText: profile.name,
      start,
      end: Math.max(end, column),
      filterText: profile.name,
      sortText: `0${place(index)}`,
      kind: 'profile',
    }));
}

/** Up to the closing quote, which is added where there is none. */
function namesInCall(
  text: string,
  column: number,
  start: number,
  context: CompletionContext,
  request: FileRequest,
  file: RequestFile,
): readonly Completion[] {
  const [rest = '', closing = ''] = /^(?:[^"\\}]|\\.)*("?\s*\)?\s*\}{0,2})/.exec(text.slice(column)) ?? [];
  return inOrder(context, request, file).map((profile, index) => ({
    ...describedAs(profile, context.snapshot),
    insertText: `${inQuotes(profile.name)}")}}`,
    start,
    end: column + (closing === '' ? rest.trimEnd().length : rest.length),
    filterText: inQuotes(profile.name),
    sortText: `0${place(index)}`,
    kind: 'profile',
  }));
}

function variables(
  text: string,
  column: number,
  start: number,
  context: CompletionContext,
  request: FileRequest,
  file: RequestFile,
): readonly Completion[] {
  const [rest = ''] = /^\w*\s*\}{0,2}/.exec(text.slice(column)) ?? [];
  return inOrder(context, request, file)
    .filter(({ name }) => context.snapshot.variables.has(name))
    .map((profile, index) => ({
      ...describedAs(profile, context.snapshot),
      label: variableNameOf(profile.name),
      detail: ` ${profile.name}`,
      insertText: `${variableNameOf(profile.name)}}}`,
      start,
      end: column + rest.trimEnd().length,
      filterText: variableNameOf(profile.name),
      sortText: `0${place(index)}`,
      kind: 'profile',
    }));
}

/** The profile for the request first, then those in use, then the others. */
function inOrder(
  { snapshot, last }: CompletionContext,
  request: FileRequest | undefined,
  file: RequestFile,
): readonly Profile[] {
  const clues = request && { url: resolveUrl(file, request), hint: request.profileHint?.name, last };
  const suggestion = clues && snapshot.suggest(clues);
  const rank = (profile: Profile) => {
    if (suggestion?.kind === 'profile' && suggestion.profile === profile) return 0;
    return snapshot.isInUse(profile) ? 1 : 2;
  };
  return [...snapshot.profiles].sort((a, b) => rank(a) - rank(b));
}

function describedAs(profile: Profile, snapshot: Snapshot) {
  const current = snapshot.tokenOf(profile.name);
  return {
    label: profile.name,
    detail: '',
    description: current === undefined ? 'no token yet' : timeWords(current, snapshot.now()),
    profile: profile.name,
  };
}

/** A name that a comment, or `valetkey …`, gives back as it is. */
function isPlainWord(name: string): boolean {
  return name === name.trim() && !/[\p{Cc}\p{Zl}\p{Zp}]|\{\{/u.test(name);
}

function place(index: number): string {
  return String(index).padStart(4, '0');
}
