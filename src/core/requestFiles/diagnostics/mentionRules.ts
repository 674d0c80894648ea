import { cleanServerText } from '../../errors';
import { destinationOf, isPlainHttpElsewhere, originOf, profilesFor } from '../../profiles/apiBaseUrls';
import { inWords } from '../../profiles/inWords';
import { closest } from '../../profiles/memberNames';
import type { Profile } from '../../profiles/profile';
import { variableNameOf } from '../placeholders';
import type { Finding, MentionForm } from './finding';
import type { Knowledge, KnownProfiles } from './knowledge';
import type { Mention } from './mentions';

/** What the rules say of one mention. */
export interface MentionFindings {
  readonly findings: readonly Finding[];
  /** The one profile that is named, where it can be used. */
  readonly profile: Profile | undefined;
  /** When they may say something else, though nothing has changed but the time; milliseconds since 1970. */
  readonly until?: number | undefined;
}

/** Forms that ask for a token when the request is sent, so that it needs none before. */
const askingForms: readonly MentionForm[] = ['auth.token', 'valetkey', 'hint'];

/** @param url where the request goes; `undefined`: that is not known, or it is no request */
export function checkMention(
  mention: Mention & { readonly line: number },
  url: string | undefined,
  knowledge: Knowledge,
): MentionFindings {
  const { form, name, line, column, length } = mention;
  const about = { line, column, length, form, url };
  const profiles = profilesNamed(mention, knowledge);
  const [profile] = profiles;
  if (profile === undefined) {
    const finding = checkUnknown(mention, knowledge);
    return { findings: finding === undefined ? [] : [{ ...about, ...finding }], profile };
  }
  if (profiles.length > 1) {
    const message = `${quoted(inWords(profiles.map((one) => one.name)))} share the variable ${name}, so none of them fills it in: rename one of them.`;
    const others = profiles.map((one) => one.name);
    const shared = { code: 'sharedVariable', severity: 'warning', message, others } as const;
    return { findings: [{ ...about, ...shared }], profile: undefined };
  }
  const foreign = checkDestination(profile, url, knowledge);
  const token = form === 'hint' ? undefined : checkToken(profile, mention, knowledge);
  const findings = [foreign, token].filter((one) => one !== undefined);
  return {
    findings: findings.map((finding) => ({ ...about, profile: profile.name, ...finding })),
    profile,
    until: changeOf(profile, knowledge),
  };
}

type About = Pick<Finding, 'code' | 'severity' | 'message' | 'others' | 'profile'>;

function profilesNamed({ form, name }: Mention, { known }: Knowledge): readonly Profile[] {
  const meaning = form === 'processEnv' ? known.variables.meaningOf(name) : undefined;
  if (meaning?.kind === 'several') return meaning.profiles;
  const profile = form === 'processEnv' ? known.variables.profileOf(name) : known.profile(name);
  return profile === undefined ? [] : [profile];
}

function checkUnknown({ form, name }: Mention, { known }: Knowledge): About | undefined {
  const isVariable = form === 'processEnv';
  const unusable = isVariable ? unusableOf(name, known) : known.names.find((one) => one === name);
  if (unusable !== undefined) {
    return {
      code: 'unusableProfile',
      severity: 'warning',
      message: `The profile ${quoted(unusable)} has a mistake and cannot be used: correct it in the settings.`,
      profile: unusable,
    };
  }
  // Still being typed.
  if (name === '') return undefined;
  const meant = isVariable ? closestVariable(name, known) : closest(name, known.names);
  // Other names are those of the HTTP client of JetBrains, which keeps its own.
  if (form === 'auth.token' && meant === undefined) return undefined;
  const what = isVariable
    ? `No profile fills in ${cleanServerText(name).slice(0, 80)}`
    : `There is no profile ${fromFile(name)} in your settings`;
  const other = known.names.length === 0 ? 'add one.' : 'add it, or name another.';
  const help = meant === undefined ? other : `did you mean ${quoted(meant)}?`;
  return {
    code: 'unknownProfile',
    severity: 'warning',
    message: `${what}: ${help}`,
    others: meant === undefined ? [] : [meant],
  };
}

/** The profile with mistakes that a variable is kept for. */
function unusableOf(variable: string, { variables }: KnownProfiles): string | undefined {
  const meaning = variables.meaningOf(variable);
  return meaning?.kind === 'unusable' ? meaning.name : undefined;
}

/** Of those that have a variable. */
function closestVariable(variable: string, known: KnownProfiles): string | undefined {
  const names = known.names.filter((name) => known.variables.has(name));
  const meant = closest(variable, names.map(variableNameOf));
  return names.find((name) => variableNameOf(name) === meant);
}

function checkDestination(
  profile: Profile,
  url: string | undefined,
  { known }: Knowledge,
): About | undefined {
  if (destinationOf(profile, url) !== 'foreign') return undefined;
  const right = profilesFor(url, known.profiles).map(({ name }) => name);
  const where = originOf(url) ?? 'this address';
  const bases = inWords((profile.apiBaseUrls ?? []).slice(0, 3).map(cleanServerText));
  const help = right[0] === undefined ? 'use another profile' : `use ${quoted(right[0])}`;
  // An address that is not safe for tokens is none to add: `plainHttp` says what to do.
  const isAddable = !isPlainHttpElsewhere(url) || profile.allowHttp;
  return {
    code: 'foreignHost',
    severity: 'warning',
    message: `${quoted(profile.name)} is for ${bases}, and this request goes to ${cleanServerText(where)}: ${help}${isAddable ? ', or add the address to its apiBaseUrls' : ''}.`,
    others: right,
  };
}

/** At most one thing is said of a profile's token: the one that comes first. */
function checkToken(profile: Profile, { form, name }: Mention, knowledge: Knowledge): About | undefined {
  const { known, neighbourhood, now } = knowledge;
  const active = known.tokenOf(profile.name);
  const asks = askingForms.includes(form);
  const severity = asks ? 'hint' : 'information';
  if (active === undefined) {
    const message = asks
      ? `${quoted(profile.name)} has no access token yet: it is asked for when the request is sent, or get it now.`
      : `${quoted(profile.name)} has no access token yet, so there is nothing to fill in here: get one.`;
    return { code: 'missingToken', severity, message };
  }
  if (active.state === 'needs_action' && (active.token.expiresAt ?? Infinity) <= now) {
    const message = `The access token of ${quoted(profile.name)} has expired and cannot be renewed without you: get a new one.`;
    return { code: 'expiredToken', severity, message };
  }
  if (form !== 'processEnv' || !neighbourhood.sendsEmpty(name)) return undefined;
  const message = `“Send Request” of REST Client would send no token here: use “Send with Fresh Token”, or keep the variables live.`;
  return { code: 'emptyVariable', severity: 'hint', message };
}

/** When the token of a profile expires, if that is still to come. */
function changeOf({ name }: Profile, { known, now }: Knowledge): number | undefined {
  const expiresAt = known.tokenOf(name)?.token.expiresAt;
  return expiresAt !== undefined && expiresAt > now ? expiresAt : undefined;
}

/** RFC 6750 §5.3: whoever listens can use the token. */
export function checkPlainHttp(url: string | undefined): About | undefined {
  // Most are https, and taking an address apart costs more than all else here.
  if (url === undefined || !/^http:/i.test(url) || !isPlainHttpElsewhere(url)) return undefined;
  return {
    code: 'plainHttp',
    severity: 'warning',
    message: `This request sends a token over plain http, where anyone on the way can read it: use https.`,
  };
}

/** Shorter than what stands in a line with a token that was pasted into the wrong place. */
const MAX_NAME_FROM_FILE = 40;

/** A name as it stands in a file: whatever somebody wrote there, a token by mistake too. */
function fromFile(name: string): string {
  return name.length > MAX_NAME_FROM_FILE ? 'of that name' : quoted(name);
}

/** The name of a profile that there is. */
export function quoted(name: string): string {
  return `“${cleanServerText(name)}”`;
}
