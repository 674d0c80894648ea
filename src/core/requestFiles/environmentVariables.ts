/** As REST Client and httpYac read it: one space, and letters, digits and `_`. */
const processEnv = /\{\{\s*\$processEnv\s(\w+)\b[^{}]*\}\}/g;
/** A variable of the file; `%` in front of its name means percent-encoded. */
const reference = /\{\{\s*%?([^\s{}$]+)\s*\}\}/g;

/**
 * The environment variables that stand in lines of a request, in their order, each once: as they are, and through
 * variables of the file (`@token = {{$processEnv NAME}}`), which may build on each other.
 * @param lines the request's own; comments are none of it
 * @param fileVariables all of the file; of two with one name the last counts
 */
export function environmentVariablesIn(
  lines: Iterable<string>,
  fileVariables: readonly { readonly name: string; readonly value: string }[],
): readonly string[] {
  const values = new Map(fileVariables.map(({ name, value }) => [name, value]));
  const found = new Set<string>();
  const seen = new Set<string>();
  // A file may chain them as long as it likes: a call for each would be too many.
  const texts = [...lines].reverse();
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [, name = ''] of text.matchAll(processEnv)) found.add(name);
    const named: string[] = [];
    for (const [, name = ''] of text.matchAll(reference)) {
      const value = values.get(name);
      if (value === undefined || seen.has(name)) continue;
      seen.add(name);
      named.push(value);
    }
    for (const value of named.reverse()) texts.push(value);
  }
  return [...found];
}
