import { cleanServerText } from '../errors';
import { isMembers, type Members } from './memberChecks';
import { closest } from './memberNames';
import { mistake, type Mistake } from './mistake';

/** The members that name another profile, whose token this one builds on (RFC 8693). */
const linkMembers = ['subjectProfile', 'actorProfile'] as const;

/**
 * Finds what is wrong between profiles of one setting: one that builds on a profile that is not there, on itself, or
 * on one that builds on it.
 */
export class ProfileLinks {
  readonly #links = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly profiles: Members) {}

  mistakesOf(name: string): Mistake[] {
    return linkMembers.flatMap((member) => {
      const target = this.#targets(name).get(member);
      const message = target === undefined ? undefined : this.#mistake(name, member, target);
      return message === undefined ? [] : [mistake(member, message)];
    });
  }

  #mistake(name: string, member: string, target: string): string | undefined {
    if (target === name) return `${member} names the profile itself. Write the one whose token is exchanged.`;
    if (!Object.hasOwn(this.profiles, target)) {
      const meant = closest(target, Object.keys(this.profiles));
      const question =
        meant === undefined || meant === name ? '' : ` Did you mean “${cleanServerText(meant)}”?`;
      return `${member} names a profile that is not in the settings.${question}`;
    }
    const circle = this.#way(target, name);
    if (circle === undefined) return undefined;
    const shown = [name, ...circle].map((step) => `“${cleanServerText(step)}”`).join(' → ');
    return `${member} builds in a circle: ${shown}. One of them must get its token in another way.`;
  }

  /** The shortest way from one profile to another, both included. */
  #way(from: string, to: string): string[] | undefined {
    const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
    // Grows while it is read: breadth first.
    const waiting = [from];
    for (const step of waiting) {
      if (step === to) return wayTo(step, cameFrom);
      for (const next of this.#targets(step).values()) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, step);
        waiting.push(next);
      }
    }
    return undefined;
  }

  #targets(name: string): ReadonlyMap<string, string> {
    const known = this.#links.get(name) ?? linksOf(Object.hasOwn(this.profiles, name) && this.profiles[name]);
    this.#links.set(name, known);
    return known;
  }
}

/** Member by member, whom a profile names; only token exchange builds on others. */
function linksOf(profile: unknown): ReadonlyMap<string, string> {
  if (!isMembers(profile) || profile.grantType !== 'token_exchange') return new Map();
  const links = linkMembers.map((member) => [member, profile[member]] as const);
  return new Map(
    links.filter((link): link is [(typeof linkMembers)[number], string] => typeof link[1] === 'string'),
  );
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let step: string | undefined = end; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
  return way;
}
