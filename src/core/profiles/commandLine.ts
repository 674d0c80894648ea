/**
 * A command as it is typed into a terminal, in the words that a program is given: parted by blanks, save within quotes
 * of either kind. A backslash is one, since paths on Windows have them; variables and the like stay as they are.
 * @returns `undefined` while a quote is not closed
 */
export function splitCommandLine(line: string): string[] | undefined {
  const word = /\s*((?:[^\s"']|"[^"]*"|'[^']*')+)\s*/gy;
  const words: string[] = [];
  const text = line.trim();
  while (word.lastIndex < text.length) {
    const [, found] = word.exec(text) ?? [];
    if (found === undefined) return undefined;
    words.push(found.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
