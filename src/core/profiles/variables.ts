import { cleanServerText } from '../errors';
import { isMembers, type Members } from './memberChecks';
import { mistake, type Mistake } from './mistake';
import type { Profile } from './profile';

/** What an environment variable holds where VS Code runs; `undefined`: it is not set. */
export type Environment = (name: string) => string | undefined;

/** A profile's members with the values of their variables. */
export interface Resolved {
  readonly members: Members;
  /** The members that have variables, as they are written. */
  readonly written: Members;
  readonly mistakes: readonly Mistake[];
}

const variable = /\$\{([^{}]*)\}/g;
/** Deeper than any member goes that is not refused. */
const MAX_DEPTH = 40;

/**
 * Puts the values of environment variables into a profile: `${env:NAME}` in any text, however deep. Any other
 * `${…}` is a mistake, so that none is ever sent as it stands; except in a command, whose program may know it.
 * Names of members stay as they are.
 */
export function resolveVariables(members: Members, environment: Environment): Resolved {
  const written: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const mistakes: Mistake[] = [];
  const resolved = Object.entries(members).map(([member, value]) => {
    const found = new Set<string>();
    const result = inEvery(value, (text) =>
      text.replace(variable, (whole, inner: string) => {
        const name = /^env:(.+)$/s.exec(inner)?.[1]?.trim();
        if (name === undefined && member === 'command') return whole;
        const filled = name === undefined ? undefined : environment(name);
        if (filled === undefined) found.add(name === undefined ? other(member, inner) : unset(member, name));
        else if (!(member in written)) written[member] = value;
        return filled ?? whole;
      }),
    );
    mistakes.push(...[...found].map((message) => mistake(member, message)));
    return [member, result] as const;
  });
  return { members: Object.fromEntries(resolved), written, mistakes };
}

/** The one form in which a profile may say its client secret: a variable alone. @returns its name */
export function variableAlone(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\$\{env:([^{}]+)\}$/s.exec(value)?.[1]?.trim() : undefined;
}

/** Whether a text somewhere in a value has an environment variable in it. */
export function hasVariable(value: unknown): boolean {
  let found = false;
  inEvery(value, (text) => {
    found ||= text.includes('${env:');
    return text;
  });
  return found;
}

/** @returns the same value where nothing changed */
function inEvery(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return value.includes('${') ? change(value) : value;
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => inEvery(item, change, depth + 1));
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, inEvery(inner, change, depth + 1)]),
  );
}

export function unset(member: string, name: string): string {
  return `The environment variable ${cleanServerText(name)}, which ${cleanServerText(member)} names, is not set where VS Code runs. Set it, and start VS Code anew.`;
}

function other(member: string, inner: string): string {
  return `${cleanServerText(member)} holds \${${cleanServerText(inner)}}, which is not replaced here: a profile knows \${env:NAME} alone. Write the value itself.`;
}

/** A profile to be shown: with the names of its variables, not with what they hold. Nothing is sent that this says. */
export function asWritten(profile: Profile): Profile {
  return profile.written === undefined ? profile : { ...profile, ...profile.written };
}
