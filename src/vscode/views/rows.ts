import type { Node } from './nodes';

/** A row with the rows below it, before it is laid out. */
export interface Branch {
  /** Tells it from its neighbours. */
  readonly key: string;
  readonly node: Node;
  readonly below?: readonly Branch[];
}

export interface Row {
  readonly node: Node;
  /** Keys of the rows below it, in order. */
  readonly below: readonly string[];
}

/** Rows by keys that are unique in the tree and stay the same as long as a row has its place. */
export interface Rows {
  readonly roots: readonly string[];
  readonly byKey: ReadonlyMap<string, Row>;
}

export function rowsOf(branches: readonly Branch[]): Rows {
  const byKey = new Map<string, Row>();
  const lay = (siblings: readonly Branch[], path: string): string[] =>
    siblings.map(({ key, node, below = [] }) => {
      // Names may hold anything, the character that parts them too.
      const own = `${path}${key.replaceAll('%', '%25').replaceAll('/', '%2F')}`;
      byKey.set(own, { node, below: lay(below, `${own}/`) });
      return own;
    });
  return { roots: lay(branches, ''), byKey };
}

/**
 * The rows that have to be drawn anew, and with each what lies below it.
 * @param looks what a row looked like, and what it looks like now; rows without a look of their own have none
 * @returns `all` when the topmost rows are others than before
 */
export function changedRows(
  before: Rows,
  after: Rows,
  looks: { readonly before: (key: string) => string; readonly after: (key: string) => string },
): readonly string[] | 'all' {
  if (!sameKeys(before.roots, after.roots)) return 'all';
  const changed: string[] = [];
  const compare = (key: string): void => {
    const [was, is] = [before.byKey.get(key), after.byKey.get(key)];
    if (!was || !is) return;
    if (!sameKeys(was.below, is.below) || looks.before(key) !== looks.after(key)) changed.push(key);
    else is.below.forEach(compare);
  };
  after.roots.forEach(compare);
  return changed;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
