/*
 * Variables of a file in the place of their placeholders, as REST Client puts them there (`variableProcessor.ts`,
 * `fileVariableProvider.ts`), and httpYac where it does the same. A token goes where a person was told that it goes: what
 * cannot be said for sure stays a placeholder, which no host may hold.
 */

/** By name; `undefined`: the file says of it what the neighbours read differently. */
export type VariableValues = ReadonlyMap<string, string | undefined>;

interface Value {
  readonly text: string;
  /** It is made of a variable that holds a placeholder. Should that lead in a circle, REST Client leaves the variable. */
  readonly isOpen: boolean;
  /** It is open, and the variable that may be left is not the end of a host. */
  readonly isLoose: boolean;
}

/** Variables that name each other end somewhere; what goes deeper stays. */
const maximumDepth = 10;
/** REST Client builds patterns of the names of variables, so that with one of these another may be meant. */
const meansMore = /[.*+?^${}()|[\]\\]/;
/** It is not sure where such a placeholder begins: another may begin in it, and none goes on in another line. */
const isOdd = /[{}\r\n\u2028\u2029]/;
/** What may come after a host, the end of the text among them. */
const endsHost = /^(?:[/?#\s]|$)/;

export class VariableFiller {
  #left: number;
  #isCertain = true;
  readonly #found = new Map<string, Value | undefined>();

  /**
   * @param isElsewhere whether others may answer for a name of the file's: a person, a response
   * @param maximumGrowth how much longer its texts may become by this: one that variables multiply is none that anybody
   * sends, and could fill the memory
   */
  constructor(
    private readonly values: VariableValues,
    private readonly isElsewhere: (name: string) => boolean,
    maximumGrowth: number,
  ) {
    this.#left = maximumGrowth;
  }

  /** Whether no text has become too long. */
  get isWhole(): boolean {
    return this.#left >= 0;
  }

  /** Whether every variable of the file was put in, but those that are encoded (`{{%name}}`) or somebody else's. */
  get isCertain(): boolean {
    return this.#isCertain;
  }

  /** What is not the file's, or not certain, stays as it is written. Never throws. */
  fill(text: string): string {
    return this.#filled(text, () => true);
  }

  /**
   * The same for a text that begins with a URL.
   * @param following what the URL goes on with after the text
   */
  fillUrl(text: string, following = ''): string {
    return this.#filled(text, ({ isOpen, isLoose }, after) => {
      return !isLoose && (!isOpen || endsHost.test(after === '' ? following : after));
    });
  }

  #filled(text: string, isFit: (value: Value, after: string) => boolean): string {
    return replaced(text, (name, after) => {
      if (name.startsWith('%') || !this.values.has(name) || this.isElsewhere(name)) return undefined;
      const value = this.#valueOf(name, 0);
      if (value !== undefined && isFit(value, after) && this.#mayGrow(value.text)) return value.text;
      this.#isCertain = false;
      return undefined;
    });
  }

  #mayGrow({ length }: string): boolean {
    if (this.isWhole) this.#left -= length + 1;
    return this.isWhole;
  }

  #valueOf(name: string, depth: number): Value | undefined {
    if (this.#found.has(name)) return this.#found.get(name);
    // Until it is known, and so where it is a part of itself.
    this.#found.set(name, undefined);
    const value = this.isWhole && depth <= maximumDepth ? this.#compose(name, depth) : undefined;
    this.#found.set(name, value);
    return value;
  }

  /** A variable's value with the others in it. `undefined`: it is not sure what becomes of it. */
  #compose(name: string, depth: number): Value | undefined {
    const written = this.values.get(name);
    if (written === undefined) return undefined;
    let [isSure, isOpen, isLoose, isComposed] = [true, false, false, false];
    const text = replaced(written, (other, after) => {
      if (!this.values.has(other)) {
        isSure &&= !isOdd.test(other);
        return undefined;
      }
      const isOwn = !other.startsWith('%') && !meansMore.test(other) && !this.isElsewhere(other);
      const value = isOwn && isSure ? this.#valueOf(other, depth + 1) : undefined;
      if (value === undefined || !this.#mayGrow(value.text)) {
        isSure = false;
        return undefined;
      }
      const mayStay = value.isOpen || value.text.includes('{{');
      isOpen ||= mayStay;
      isLoose ||= value.isLoose || (mayStay && !endsHost.test(after));
      isComposed = true;
      return value.text;
    });
    // Values that stand side by side may make a placeholder that nobody has written.
    if (!isSure || (isComposed && this.#hasPlaceholderOfOurs(text))) return undefined;
    return { text, isOpen, isLoose };
  }

  #hasPlaceholderOfOurs(text: string): boolean {
    let found = false;
    replaced(text, (name) => {
      found ||= isOdd.test(name) || this.values.has(name);
      return undefined;
    });
    return found;
  }
}

/**
 * In one go: what is put in is not looked at again. Placeholders lie where REST Client and httpYac find them
 * (`{{(.+?)}}`), however many are begun and not ended.
 * @param valueOf what to put in for a name, and what comes after it; `undefined`: it stays
 */
function replaced(text: string, valueOf: (name: string, after: string) => string | undefined): string {
  const pieces: string[] = [];
  let done = 0;
  for (let start = text.indexOf('{{'); start >= 0;) {
    const end = text.indexOf('}}', start + 3) + 2;
    if (end < 2) break;
    const value = valueOf(text.slice(start + 2, end - 2).trim(), text.slice(end, end + 1));
    if (value !== undefined) {
      pieces.push(text.slice(done, start), value);
      done = end;
    }
    start = text.indexOf('{{', end);
  }
  return done === 0 ? text : pieces.join('') + text.slice(done);
}
