import { isPlainHttpElsewhere, originOf, profilesFor } from '../../profiles/apiBaseUrls';
import type { Profile } from '../../profiles/profile';
import { httpYacPlaceholder } from '../placeholders';
import type { Finding, MentionForm } from './finding';
import type { Knowledge, KnownProfiles } from './knowledge';
import { quoted } from './mentionRules';

/** A change within one line of the file, or the line as a whole going away with its line ending. */
export type FixEdit =
  | {
      readonly kind: 'replace';
      readonly line: number;
      readonly column: number;
      readonly length: number;
      readonly text: string;
    }
  | { readonly kind: 'deleteLine'; readonly line: number };

/** What a command of the editor does; a name here is one of `commands` there. */
export type FixCommand =
  | { readonly name: 'getNewAccessToken'; readonly profile: string }
  | { readonly name: 'openProfile'; readonly profile: string }
  | { readonly name: 'addProfile' }
  | { readonly name: 'addApiBaseUrl'; readonly profile: string; readonly url: string }
  | { readonly name: 'sendWithFreshToken'; readonly line: number }
  | { readonly name: 'keepVariablesLive' };

/** A way out of a finding. */
export interface Fix {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly edits?: readonly FixEdit[];
  readonly command?: FixCommand;
}

/** More to choose from is no help. */
const FEW = 3;

/**
 * The ways out of a finding, the best first.
 * @param finding with lines that count from the top of the file
 * @param textAt a line of the file
 * @param owner the profile of the very token that stands there
 */
export function fixesFor(
  finding: Finding,
  textAt: (line: number) => string,
  knowledge: Knowledge,
  owner?: string,
): readonly Fix[] {
  const fixes = fixesByCode(finding, textAt, knowledge, owner);
  // The first one is it, if it does something by itself.
  return fixes.map((fix, index) => ({ ...fix, isPreferred: index === 0 && fix.edits !== undefined }));
}

type PlainFix = Omit<Fix, 'isPreferred'>;

function fixesByCode(
  finding: Finding,
  textAt: (line: number) => string,
  knowledge: Knowledge,
  owner: string | undefined,
): readonly PlainFix[] {
  const { code, profile = '', form, others = [], line, url } = finding;
  const getNew = (name: string): PlainFix => ({
    title: `Get New Access Token of ${quoted(name)}`,
    command: { name: 'getNewAccessToken', profile: name },
  });
  switch (code) {
    case 'literalToken':
    case 'expiredToken': {
      if (form !== undefined) return [getNew(profile)];
      const candidates = profilesMeant(finding, knowledge, owner);
      const [first] = candidates;
      return [
        ...candidates.flatMap((one) => usePlaceholder(finding, one, knowledge)),
        ...(code === 'expiredToken' && first !== undefined ? [getNew(first.name)] : []),
        ...(finding.isHeader === true
          ? [{ title: 'Remove This Header', edits: [{ kind: 'deleteLine', line } as const] }]
          : []),
      ];
    }
    case 'missingToken':
      return [getNew(profile)];
    case 'unknownProfile':
      return [
        ...others.flatMap((name) => renameMention(finding, name, knowledge)),
        { title: 'Add Profile…', command: { name: 'addProfile' } },
      ];
    case 'unusableProfile':
      return [openProfile(profile)];
    case 'sharedVariable':
      return others.slice(0, FEW).map(openProfile);
    case 'emptyVariable':
      return [
        { title: 'Send with Fresh Token', command: { name: 'sendWithFreshToken', line } },
        { title: 'Keep Variables Live', command: { name: 'keepVariablesLive' } },
      ];
    case 'foreignHost':
      return [
        ...others.slice(0, FEW).flatMap((name) => renameMention(finding, name, knowledge)),
        ...addApiBaseUrl(knowledge.known.profile(profile), url),
      ];
    case 'plainHttp':
      return useHttps(finding, textAt(line));
    case 'tokenInUrl':
      return removeParameter(finding, textAt(line));
  }
}

/** Whose token it is, or should be: by the token itself, the host or the comment; otherwise it may be any. */
function profilesMeant(
  finding: Finding,
  knowledge: Knowledge,
  owner: string | undefined,
): readonly Profile[] {
  const { known } = knowledge;
  const meant = profilesNamed(finding, knowledge, owner);
  return (meant.length > 0 ? meant : known.profiles).slice(0, FEW);
}

function profilesNamed(
  { url, profile: hint }: Finding,
  { known }: Knowledge,
  owner?: string,
): readonly Profile[] {
  const named = (name: string | undefined) => (name === undefined ? undefined : known.profile(name));
  const byHost = profilesFor(url, known.profiles);
  // Variants for several environments may share a host.
  const used = byHost.filter((profile) => known.isInUse(profile));
  const meant = [named(owner), ...used, ...byHost, named(hint)].filter((one) => one !== undefined);
  return [...new Set(meant)];
}

/**
 * The one change that makes a placeholder of a literal token without asking which; `undefined` where nothing says
 * which profile is meant.
 */
export function placeholderInstead(
  finding: Finding,
  knowledge: Knowledge,
  owner?: string,
): FixEdit | undefined {
  const { code, form } = finding;
  if (form !== undefined || (code !== 'literalToken' && code !== 'expiredToken')) return undefined;
  const { profiles } = knowledge.known;
  const [first] = profilesMeant(finding, knowledge, owner);
  const isCertain =
    first !== undefined && (profiles.length === 1 || profilesNamed(finding, knowledge, owner).length > 0);
  if (first === undefined || !isCertain) return undefined;
  return usePlaceholder(finding, first, knowledge)[0]?.edits?.[0];
}

function usePlaceholder(
  { line, column, length }: Finding,
  { name }: Profile,
  { neighbourhood }: Knowledge,
): readonly PlainFix[] {
  const text = neighbourhood.placeholderFor(name);
  // Nothing may come into the file but one placeholder (L7).
  if (!isOnePlaceholder(text)) return [];
  return [
    { title: `Use Placeholder of ${quoted(name)}`, edits: [{ kind: 'replace', line, column, length, text }] },
  ];
}

function isOnePlaceholder(text: string): boolean {
  const inner = text.slice(2, -2);
  return /^\{\{\P{Cc}*\}\}$/u.test(text) && !inner.includes('{{') && !inner.includes('}}');
}

/** Has another profile named in the same form. */
function renameMention(
  { line, column, length, form }: Finding,
  name: string,
  { known }: Knowledge,
): readonly PlainFix[] {
  const text = form === undefined ? undefined : mentionOf(name, form, known);
  if (text === undefined) return [];
  return [{ title: `Use ${quoted(name)}`, edits: [{ kind: 'replace', line, column, length, text }] }];
}

function mentionOf(name: string, form: MentionForm, { variables }: KnownProfiles): string | undefined {
  const isPlain = form === 'hint' || form === 'valetkey';
  const text =
    form === 'processEnv' ? variables.placeholderOf(name) : isPlain ? name : httpYacPlaceholder(name);
  return isPlain ? (/[\p{Cc}{}]/u.test(name) ? undefined : name) : isOnePlaceholder(text) ? text : undefined;
}

function openProfile(name: string): PlainFix {
  return {
    title: `Open Profile ${quoted(name)} in Settings`,
    command: { name: 'openProfile', profile: name },
  };
}

function addApiBaseUrl(profile: Profile | undefined, url: string | undefined): readonly PlainFix[] {
  const origin = originOf(url);
  // One that a workspace shares is not the person's to change; and http is for nothing but this machine.
  if (profile?.source !== 'user' || origin === undefined || isPlainHttpElsewhere(url)) return [];
  const command = { name: 'addApiBaseUrl', profile: profile.name, url: origin } as const;
  return [{ title: `Add ${origin} to apiBaseUrls of ${quoted(profile.name)}`, command }];
}

function useHttps({ line, column, length }: Finding, text: string): readonly PlainFix[] {
  // The address may come from a variable: then it is changed there.
  if (text.slice(column, column + length).toLowerCase() !== 'http') return [];
  return [{ title: 'Use https', edits: [{ kind: 'replace', line, column, length, text: 'https' }] }];
}

/** Takes the parameter out, and what parts it from the next one. */
function removeParameter({ line, column, length }: Finding, text: string): readonly PlainFix[] {
  const name = /[?&][\w.-]{1,60}=$/.exec(text.slice(Math.max(0, column - 70), column))?.[0];
  if (name === undefined) return [];
  const start = column - name.length;
  const end = column + length;
  const isFirst = name.startsWith('?');
  const hasNext = text[end] === '&';
  const [from, to] = isFirst ? (hasNext ? [start + 1, end + 1] : [start, end]) : [start, end];
  return [
    {
      title: 'Remove It from the URL',
      edits: [{ kind: 'replace', line, column: from, length: to - from, text: '' }],
    },
  ];
}
