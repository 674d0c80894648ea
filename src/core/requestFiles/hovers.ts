import { escapeMarkdown, inlineCode } from '../markdownText';
import type { Profile } from '../profiles/profile';
import { viewJwt } from '../tokens/details/jwtView';
import { describeExpiry } from '../tokens/expiry';
import { describeInstant } from '../tokens/instants';
import { describeToken } from '../tokens/tokenNames';
import type { TokenSummary } from '../tokens/tokenStore';
import { readAuthorization } from './authorizationValue';
import { placeholdersIn, variableNameOf, variablePrefix } from './placeholders';
import type { FileRequest, RequestFile } from './requestFile';
import type { Snapshot } from './snapshot';
import { headerNameOf } from './tokenPlacement';
import { timeWords } from './tokenWords';
import { namedToken } from './usedToken';

/** What stands under the pointer, and where in the line. */
export type HoverTarget = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'literal'; readonly token: string; readonly request: FileRequest }
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'no_such_profile'; readonly name: string; readonly inComment?: boolean }
  | { readonly kind: 'shared_variable'; readonly variable: string; readonly profiles: readonly Profile[] }
);

/** @param text the line, of which `column` is the pointer's place */
export function hoverTargetAt(
  file: RequestFile,
  line: number,
  text: string,
  column: number,
  snapshot: Snapshot,
): HoverTarget | undefined {
  const request = file.requestAt(line);
  if (request === undefined) return undefined;
  const { profileHint } = request;
  const within = (target: HoverTarget) =>
    column >= target.start && column <= target.end ? target : undefined;
  if (profileHint?.line === line) {
    const { name, column: start } = profileHint;
    const profile = snapshot.profile(name);
    const span = { start: text.indexOf('@valetkey'), end: start + name.length };
    return within(
      profile
        ? { kind: 'profile', profile, ...span }
        : { kind: 'no_such_profile', name, inComment: true, ...span },
    );
  }
  const placeholder = placeholderAt(text, column, snapshot);
  if (placeholder !== undefined) return placeholder;
  const header = request.headers.find((candidate) => candidate.line === line);
  if (header === undefined) return undefined;
  const value = readAuthorization(header.name, header.value);
  if (value.kind === 'valetkey') {
    const named = namedToken(value, snapshot);
    const span = { start: header.valueColumn, end: header.valueColumn + header.value.length };
    return named?.kind === 'placeholder'
      ? within({ kind: 'profile', profile: named.profile, ...span })
      : within({ kind: 'no_such_profile', name: value.profile, ...span });
  }
  const isOurs =
    header.name === 'authorization' ||
    snapshot.profiles.some((profile) => headerNameOf(profile).toLowerCase() === header.name);
  if (value.kind !== 'literal' || !isOurs || !/^(?:bearer|dpop|token)?$/i.test(value.scheme))
    return undefined;
  const start = header.valueColumn + value.tokenColumn;
  return within({ kind: 'literal', token: value.token, request, start, end: start + value.token.length });
}

function placeholderAt(text: string, column: number, snapshot: Snapshot): HoverTarget | undefined {
  for (const span of placeholdersIn(text)) {
    if (column < span.start || column > span.end) continue;
    const named = namedToken(readAuthorization('', text.slice(span.start, span.end)), snapshot);
    if (named === undefined) return undefined;
    return named.kind === 'placeholder'
      ? { kind: 'profile', profile: named.profile, ...span }
      : { ...named, ...span };
  }
  return undefined;
}

/** Builds a link that runs a command. */
export type LinkTo = (
  title: string,
  command: 'get_token' | 'details' | 'insert_placeholder' | 'add_profile' | 'open_profiles',
  argument?: unknown,
) => string;

/** What is known of a profile and its token, as Markdown. Nothing in it is a secret. */
export function profileHover(profile: Profile, snapshot: Snapshot, link: LinkTo): string {
  const current = snapshot.tokenOf(profile.name);
  const name = `**${escapeMarkdown(profile.name)}**`;
  const now = snapshot.now();
  const state = current === undefined ? 'no access token yet' : escapeMarkdown(timeWords(current, now));
  const scope = current?.token.scope ?? profile.scope;
  const links = [
    ...(current === undefined ? [] : [link('Details', 'details', { kind: 'token', token: current.token })]),
    link('Get New Access Token', 'get_token', profile.name),
  ];
  return paragraphs([
    `${name} · ${state}`,
    lines([
      current && `Token: ${escapeMarkdown(describeToken(current.token))}`,
      scope === undefined ? undefined : `Scope: ${inlineCode(scope)}`,
      `For: ${destination(profile)}`,
      isUsualPlace(profile) ? undefined : `Goes into: ${escapeMarkdown(placeOf(profile))}`,
      `Variable: ${variableOf(profile, snapshot)}`,
    ]),
    links.join(' · '),
  ]);
}

function variableOf({ name }: Profile, { variables }: Snapshot): string {
  const problem = variables.problemOf(name);
  return problem === undefined ? inlineCode(variableNameOf(name)) : `none. ${escapeMarkdown(problem)}`;
}

export interface LiteralOwner {
  readonly token: TokenSummary;
  readonly profile: Profile | undefined;
}

/**
 * What is known of a token that stands in a file, as Markdown: whose it is, and what it says of itself, which nobody
 * verified. Never the token.
 * @param suggested the profile whose placeholder could stand there instead
 */
export function literalHover(
  token: string,
  owner: LiteralOwner | undefined,
  suggested: string | undefined,
  now: number,
  link: LinkTo,
): string {
  const profile = owner?.profile?.name ?? suggested;
  const whose =
    owner === undefined
      ? 'A token that is written out. Valet Key does not keep it.'
      : `The access token of **${escapeMarkdown(owner.profile?.name ?? owner.token.profile)}** itself · ${escapeMarkdown(describeExpiry(owner.token.expiresAt, now))}`;
  const links = [
    ...(owner === undefined ? [] : [link('Details', 'details', { kind: 'token', token: owner.token })]),
    ...(profile === undefined ? [] : [link('Use Placeholder Instead', 'insert_placeholder', profile)]),
  ];
  return paragraphs([whose, jwtLines(token, now), links.join(' · ')]);
}

/** @param inComment in `# @valetkey`: the request’s own host, or a placeholder in it, may lead to a token all the same */
export function missingProfileHover(name: string, link: LinkTo, inComment = false): string {
  const what = name.startsWith(variablePrefix) ? `the variable ${inlineCode(name)}` : inlineCode(name);
  return paragraphs([
    inComment
      ? `No usable profile for ${what}, so this comment chooses none.`
      : `No usable profile for ${what}. The request would be sent without a token.`,
    [link('Add Profile…', 'add_profile'), link('Open Profiles in Settings', 'open_profiles')].join(' · '),
  ]);
}

export function sharedVariableHover(variable: string, profiles: readonly Profile[], link: LinkTo): string {
  const names = profiles.map(({ name }) => escapeMarkdown(name)).join(', ');
  return paragraphs([
    `${inlineCode(variable)} would be the variable of more than one profile, so that none has it: ${names}.`,
    link('Open Profiles in Settings', 'open_profiles'),
  ]);
}

function jwtLines(token: string, now: number): string {
  const view = viewJwt(token);
  if (view.header === undefined) return '';
  const { iss, sub, exp } = view.claims;
  const expires = typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
  const inTime = expires !== undefined && Math.abs(expires) < 8.64e15;
  return lines([
    'As the token itself says, not verified:',
    typeof iss === 'string' ? `Issuer: ${inlineCode(iss)}` : undefined,
    typeof sub === 'string' ? `Subject: ${inlineCode(sub)}` : undefined,
    inTime
      ? `Expires: ${escapeMarkdown(describeInstant(expires))} (${escapeMarkdown(describeExpiry(expires, now))})`
      : 'Expires: it does not say',
  ]);
}

function destination({ apiBaseUrls }: Profile): string {
  if (apiBaseUrls === undefined) return 'any host, after a question (no `apiBaseUrls`)';
  return apiBaseUrls.map(inlineCode).join(', ');
}

function isUsualPlace(profile: Profile): boolean {
  return profile.tokenQueryParameter === undefined && headerNameOf(profile) === 'Authorization';
}

function placeOf(profile: Profile): string {
  const { tokenQueryParameter } = profile;
  return tokenQueryParameter === undefined
    ? `the header ${headerNameOf(profile)}`
    : `the URL, as ${tokenQueryParameter}`;
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** Lines of one paragraph. */
function lines(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('  \n');
}
