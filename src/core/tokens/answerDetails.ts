import type { ServerAnswer } from '../protocol/inquiries/inquiry';
import type { AnswerSignature } from '../protocol/idToken/signedAnswer';
import { describeExpiry } from './expiry';
import { escapeInvisible, numericDate, shownValue, timeMembers, type Redact } from './foreignValues';
import { describeInstant } from './instants';

export interface AnswerDetails {
  readonly answer: ServerAnswer;
  readonly signature: AnswerSignature;
}

/**
 * A server's answer as a JSON document for a person: its times explained, its secrets masked, everything else as the
 * server said it.
 */
export function renderAnswer({ answer, signature }: AnswerDetails, redact: Redact, now: number): string {
  const times = explainedTimes(answer, now);
  const document = {
    answer: shownValue(answer, redact),
    ...(times.length > 0 && { times: Object.fromEntries(times) }),
    ...(signature && { signature: signature === 'checked' ? 'checked' : 'not checked: no keys are known' }),
  };
  return `${escapeInvisible(JSON.stringify(document, undefined, 2))}\n`;
}

function explainedTimes(answer: ServerAnswer, now: number): (readonly [string, string])[] {
  return timeMembers.flatMap((member) => {
    const date = numericDate(answer[member]);
    if (date === undefined) return [];
    const time = describeInstant(date);
    return [[member, member === 'exp' ? `${time} (${describeExpiry(date, now)})` : time] as const];
  });
}
