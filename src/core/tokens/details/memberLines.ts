import { escapeInvisible, numericDate, shownValue, timeMembers, type Redact } from '../foreignValues';
import { describeInstant } from '../instants';
import { wordsFor } from './claimWords';

/** What fits beside a name; longer lists and objects get lines of their own. */
const SHORT_JSON = 72;

export interface MemberStyle {
  readonly redact: Redact;
  /** Whether lists and objects get a line for each of their parts even where they are short. */
  readonly long?: boolean;
  /** More about a date, beside it; absent: nothing that changes with time. */
  readonly relative?: (member: string, date: number) => string | undefined;
}

/** The members of a header or of claims, one after the other, each with what it means. */
export function memberLines(members: Readonly<Record<string, unknown>>, style: MemberStyle): string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const shown = `${json(style.redact(name))}: ${json(shownValue(value, style.redact), style.long)}`;
    const [first = '', ...more] = `  ${shown}`.split('\n');
    const means = meaning(name, value, style);
    return [means === undefined ? first : `${first}  // ${means}`, ...more];
  });
}

function meaning(name: string, value: unknown, { relative }: MemberStyle): string | undefined {
  const date = timeMembers.includes(name) ? numericDate(value) : undefined;
  if (date === undefined) return wordsFor(name);
  const more = relative?.(name, date);
  const time = describeInstant(date);
  return `${wordsFor(name) ?? 'when'}: ${time}${more === undefined ? '' : ` (${more})`}`;
}

function json(value: unknown, long = false): string {
  const short = JSON.stringify(value);
  const isShort = !long && short.length <= SHORT_JSON;
  const text = isShort ? short : JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ');
  return escapeInvisible(text);
}
