import { AssertionError } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const minimumLength = 6;
const registered = new Set<string>();

/**
 * Remembers a value that must not show up in a log, an error, a file or a setting.
 * @throws Error for values under 6 characters: they would be found by chance
 */
export function registerSecret(value: string): void {
  if (value.length < minimumLength) {
    throw new Error(`A secret to look for needs ${minimumLength} characters or more.`);
  }
  registered.add(value);
}

/** Forgets every registered value. */
export function forgetSecrets(): void {
  registered.clear();
}

/**
 * The registered values that `text` holds: as they are, percent-encoded, form-encoded, JSON-escaped, or in base64 or
 * base64url at any of the three alignments (so also within the credentials of a Basic header).
 */
export function findSecrets(text: string): string[] {
  const searched = withLowerCaseEscapes(text);
  return [...registered].filter((value) => formsOf(value).some((form) => searched.includes(form)));
}

export interface PlacesToScan {
  /** Name of a place and what it holds. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Folders whose files are read, with everything below them. */
  readonly folders?: readonly string[];
}

/**
 * Looks for the registered values everywhere it is told to.
 * @throws AssertionError that names every place and the value found there; tests have no real secrets
 */
export function scanForSecrets({ texts = {}, folders = [] }: PlacesToScan): void {
  const places = [...Object.entries(texts), ...folders.flatMap(filesBelow)];
  const found = places.flatMap(([place, text]) => findSecrets(text).map((value) => `${place}: ${value}`));
  if (found.length > 0) throw new AssertionError({ message: `Secrets leaked:\n${found.join('\n')}` });
}

function filesBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file): [string, string][] => {
      const text = readIfThere(file);
      return text === undefined ? [] : [[file, text]];
    });
}

/** What is searched goes on working: a lock, say, is gone between listing and reading. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function formsOf(value: string): string[] {
  const written = [
    value,
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ];
  return [...written.map(withLowerCaseEscapes), ...written.flatMap(base64Forms)];
}

/**
 * The characters that `value` alone decides when it stands somewhere inside a base64 text: each character holds 6
 * bits, and those at the edges hold bits of the neighbours too.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const inner = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** `%2F` and `%2f` are the same. */
function withLowerCaseEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/gi, (escape) => escape.toLowerCase());
}
