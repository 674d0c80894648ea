import { cleanServerText } from '../errors';
import { unnamedToken, type TokenRecord } from './tokenRecord';

const MAX_NAME = 80;

type Named = Pick<TokenRecord, 'name' | 'label'>;

/** What a token is called where there is room for one thing: the name that a person gave it, else whose it is. */
export function nameOfToken({ name, label }: Named): string {
  return name ?? label;
}

/** The same with whose it is behind a given name: “Work (ada@example.com)”. */
export function describeToken({ name, label }: Named): string {
  return name === undefined || label === unnamedToken ? (name ?? label) : `${name} (${label})`;
}

/** A name that a person typed or a server said, made fit to be kept and shown; `undefined`: there is none. */
export function cleanName(said: string): string | undefined {
  const clean = cleanServerText(said).replaceAll(/\s+/g, ' ');
  // By code points, so that no half of a character is left over.
  const name = Array.from(clean).slice(0, MAX_NAME).join('').trim();
  return name === '' ? undefined : name;
}
