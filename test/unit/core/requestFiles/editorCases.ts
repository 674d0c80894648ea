import assert from 'node:assert/strict';
import { readEnvironments } from '../../../../src/core/profiles/environments';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Snapshot } from '../../../../src/core/requestFiles/snapshot';
import type { TokenSummary } from '../../../../src/core/tokens/tokenStore';
import { readWithWorkspace } from '../profiles/exampleProfiles';
import { start } from '../tokens/exampleTokens';
import { Lines } from './lines';

export type Written = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Known {
  readonly choices?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  /** What the folder “api” of the workspace shares. */
  readonly shared?: Written | undefined;
}

/** What an editor knows of these profiles and their tokens. */
export function snapshotOf(
  written: Written,
  tokens: Readonly<Record<string, readonly TokenSummary[]>> = {},
  { choices = {}, environments = {}, now = () => start, shared }: Known = {},
): Snapshot {
  return new Snapshot(
    {
      read: readWithWorkspace(written, shared),
      owned: { byProfile: new Map(Object.entries(tokens)), orphans: [] },
      choices: new Map(Object.entries(choices)),
      environments: readEnvironments(environments),
    },
    now,
  );
}

/** A file, and where `‸` stands in its text, which is not of it. */
export function fileWithCursor(text: string, kind: 'http' | 'markdown' = 'http') {
  const at = text.indexOf('‸');
  assert.ok(at >= 0, 'no cursor');
  const before = text.slice(0, at).split('\n');
  const lines = new Lines(text.replace('‸', ''));
  const line = before.length - 1;
  return {
    file: RequestFile.parse(lines, kind),
    lines,
    line,
    text: lines.lineAt(line),
    column: before.at(-1)?.length ?? 0,
  };
}
