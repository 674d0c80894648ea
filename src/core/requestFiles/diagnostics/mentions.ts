import { readAuthorization } from '../authorizationValue';
import { variablePrefix } from '../placeholders';
import type { MentionForm } from './finding';

/** Where a text names a profile whose token it wants. */
export interface Mention {
  readonly form: MentionForm;
  /** The profile's name, or for `processEnv` the variable's. */
  readonly name: string;
  /** Where the name, or the placeholder as a whole, stands. */
  readonly column: number;
  readonly length: number;
}

/** None is longer: so the effort grows with the length of the text and no faster. */
const placeholder = /\{\{[^\r\n]{1,300}?\}\}/g;

/** The placeholders in a text that Valet Key fills in: `{{$processEnv VALET_KEY_…}}`, `{{$auth.token("…")}}`. */
export function mentionsIn(text: string): readonly Mention[] {
  if (!text.includes('{{$') && !/\{\{\s/.test(text)) return [];
  const found: Mention[] = [];
  for (const { 0: written, index } of text.matchAll(placeholder)) {
    const read = readAuthorization('', written);
    const place = { column: index, length: written.length };
    if (read.kind === 'auth.token') found.push({ form: 'auth.token', name: read.profile, ...place });
    else if (read.kind === 'processEnv' && !read.isIndirect && read.variable.startsWith(variablePrefix)) {
      found.push({ form: 'processEnv', name: read.variable, ...place });
    }
  }
  return found;
}
