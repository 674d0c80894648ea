import { cleanServerText } from '../errors';

/** `client_secret`, `ClientSecret`, `client-secret`: the same word to a person. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_\- ]/g, '');

/** Whether a member is a client secret, however it is spelled: none may stay in the settings (G14). */
export function isClientSecret(member: string): boolean {
  return plain(member) === 'clientsecret';
}

/**
 * Parts a client secret from a profile as it stands in the settings, so that it can be moved.
 * @returns the secret, `undefined` when none is written or it is empty or no text; and the members without it
 */
export function takeClientSecret(members: Readonly<Record<string, unknown>>): {
  readonly secret: string | undefined;
  readonly members: Record<string, unknown>;
} {
  const entries = Object.entries(members);
  const secret = entries.find(
    ([name, value]) => isClientSecret(name) && typeof value === 'string' && value !== '',
  );
  return {
    secret: secret?.[1] as string | undefined,
    members: Object.fromEntries(entries.filter(([name]) => !isClientSecret(name))),
  };
}

/** More names than that are no help in a sentence. */
const FEW = 8;

/** Says that a member does not exist, and which one may be meant. */
export function unknownMember(member: string, known: readonly string[], of = 'a profile'): string {
  const problem = `“${cleanServerText(member)}” is not a member of ${of}.`;
  const meant = closest(member, known);
  if (meant !== undefined) return `${problem} Did you mean ${meant}?`;
  return known.length > FEW
    ? `${problem} Remove it. Ctrl+Space in the settings shows the members that there are.`
    : `${problem} Remove it; the members are ${known.join(', ')}.`;
}

/** The one name that differs in the fewest letters, and in at most a third of its own. */
export function closest(typed: string, known: readonly string[]): string | undefined {
  // No name is that long, and the effort grows with the length.
  if (typed.length > 60) return undefined;
  const [best] = known
    .map((name) => ({ name, distance: editDistance(plain(typed), plain(name)) }))
    .filter(({ name, distance }) => distance <= name.length / 3)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
