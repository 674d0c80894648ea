import * as v from 'valibot';
import { closest } from './memberNames';
import type { TextCheck } from './textMembers';

/** What is wrong with a value, sentence by sentence; empty: nothing. Never repeats the value. */
export type ValueCheck = (member: string, value: unknown) => readonly string[];

export function text(member: string, mistake: TextCheck) {
  return v.pipe(
    v.string(`${member} must be text in quotes.`),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? mistake(member, dataset.value) : undefined;
      if (message !== undefined) addIssue({ message });
    }),
  );
}

export function oneOf<const T extends readonly string[]>(member: string, values: T) {
  const all = `${member} must be one of ${values.map((value) => `"${value}"`).join(', ')}.`;
  return v.picklist(values, ({ input }) => {
    const meant = typeof input === 'string' ? closest(input, values) : undefined;
    return meant === undefined ? all : `${member} has a value that does not exist. Did you mean "${meant}"?`;
  });
}

export function flag(member: string) {
  return v.boolean(`${member} must be true or false, without quotes.`);
}

/** A whole number of seconds. */
export function seconds(member: string, least: number, most?: number) {
  const range = most === undefined ? `${least} or more` : `from ${least} to ${most}`;
  const message = `${member} must be a whole number of seconds without quotes: ${range}.`;
  const fits = (value: number) =>
    Number.isSafeInteger(value) && value >= least && (most === undefined || value <= most);
  return v.pipe(v.number(message), v.check(fits, message));
}

/** A value of any shape with a check of its own, after which it is a `T`. */
export function checked<T>(member: string, check: ValueCheck) {
  return v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      for (const message of check(member, dataset.value)) addIssue({ message });
    }),
    v.transform((value) => value as T),
  );
}

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
