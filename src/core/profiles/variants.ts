import { cleanServerText } from '../errors';
import type { Draft } from './draft';
import { isMembers, type Members } from './memberChecks';
import { mistake, type Mistake } from './mistake';

/** Of `group` and `environment` each says something only beside the other. */
export const variantMistakes = ({ isWritten }: Pick<Draft, 'isWritten'>): (Mistake | undefined)[] => [
  isWritten('environment') && !isWritten('group')
    ? mistake(
        'environment',
        'environment needs group: without it nobody knows which profiles are the same API in other environments. Write the same group in each of them, or remove environment.',
      )
    : undefined,
  isWritten('group') && !isWritten('environment')
    ? mistake(
        'group',
        'group needs environment: it says which variant of the group this profile is. Write environment, such as "dev", or remove group.',
      )
    : undefined,
];

/** Finds profiles of one setting that are the same variant of the same group. The first of them keeps the place. */
export class ProfileVariants {
  readonly #first = new Map<string, string>();

  constructor(private readonly profiles: Members) {
    for (const [name, members] of Object.entries(profiles)) {
      const variant = variantOf(members);
      if (variant !== undefined && !this.#first.has(variant)) this.#first.set(variant, name);
    }
  }

  mistakesOf(name: string): Mistake[] {
    const first = this.#first.get(variantOf(this.profiles[name]) ?? '');
    if (first === undefined || first === name) return [];
    const message = `environment and group are the same as those of “${cleanServerText(first)}”, so a switch to that environment could not choose between the two. Change one of them.`;
    return [mistake('environment', message)];
  }
}

/** A key for group and environment together. */
function variantOf(profile: unknown): string | undefined {
  if (!isMembers(profile)) return undefined;
  const { group, environment } = profile;
  return typeof group === 'string' && typeof environment === 'string'
    ? JSON.stringify([group, environment])
    : undefined;
}
