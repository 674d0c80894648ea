import type { ServerAnswer } from '../protocol/inquiries/inquiry';
import type { AnswerSignature } from '../protocol/idToken/signedAnswer';
import { describeExpiry } from './expiry';

export interface AnswerDetails {
  readonly answer: ServerAnswer;
  readonly signature: AnswerSignature;
}

const MAX_DEPTH = 12;
const MAX_TEXT = 4000;
const MAX_DATE_SECONDS = 8.64e12;
const MASK = '•••';

/** Members whose value nobody has to see to understand the rest. */
const secretMembers = /(?:^|_)(?:token|secret|password|assertion)$/i;
/** NumericDate members (RFC 7519 §2, RFC 7662 §2.2, OpenID Connect Core §5.1), which nobody can read. */
const timeMembers = ['exp', 'nbf', 'iat', 'auth_time', 'updated_at'];
/** What a text editor would not show as it is: it could turn a line around or hide a part. */
const invisible = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/**
 * A server's answer as a JSON document for a person: its times explained, its secrets masked, everything else as the
 * server said it.
 * @param redact masks secrets that are known, wherever they stand
 */
export function renderAnswer(
  { answer, signature }: AnswerDetails,
  redact: (text: string) => string,
  now: number,
): string {
  const times = explainedTimes(answer, now);
  const document = {
    answer: shown(answer, redact, MAX_DEPTH),
    ...(times.length > 0 && { times: Object.fromEntries(times) }),
    ...(signature && { signature: signature === 'checked' ? 'checked' : 'not checked: no keys are known' }),
  };
  const text = JSON.stringify(document, undefined, 2);
  return `${text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function explainedTimes(answer: ServerAnswer, now: number): (readonly [string, string])[] {
  return timeMembers.flatMap((member) => {
    const seconds = answer[member];
    if (typeof seconds !== 'number' || !(Math.abs(seconds) < MAX_DATE_SECONDS)) return [];
    const time = new Date(seconds * 1000).toLocaleString();
    return [[member, member === 'exp' ? `${time} (${describeExpiry(seconds * 1000, now)})` : time] as const];
  });
}

function shown(value: unknown, redact: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') {
    const text = redact(value);
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => shown(item, redact, depth - 1));
  const members = Object.entries(value).map(([name, member]) => [
    name,
    typeof member === 'string' && secretMembers.test(name) ? MASK : shown(member, redact, depth - 1),
  ]);
  return Object.fromEntries(members) as unknown;
}
