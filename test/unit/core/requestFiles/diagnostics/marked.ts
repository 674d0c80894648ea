import { FileFindings } from '../../../../../src/core/requestFiles/diagnostics/fileFindings';
import type { Finding } from '../../../../../src/core/requestFiles/diagnostics/finding';
import type { FixEdit } from '../../../../../src/core/requestFiles/diagnostics/fixes';
import { Knowledge, type Neighbourhood } from '../../../../../src/core/requestFiles/diagnostics/knowledge';
import { httpYacPlaceholder, restClientPlaceholder } from '../../../../../src/core/requestFiles/placeholders';
import { RequestFile, type RequestFileKind } from '../../../../../src/core/requestFiles/requestFile';
import { Snapshot } from '../../../../../src/core/requestFiles/snapshot';
import { readEnvironments } from '../../../../../src/core/profiles/environments';
import type { TokenSummary } from '../../../../../src/core/tokens/tokenStore';
import { readWithWorkspace } from '../../profiles/exampleProfiles';
import { start } from '../../tokens/exampleTokens';
import { Lines } from '../lines';

export interface World {
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the folder “api” of the workspace shares. */
  readonly shared?: World['profiles'];
  readonly tokens?: Readonly<Record<string, readonly TokenSummary[]>>;
  /** REST Client is there and would send variables as they are: empty. */
  readonly sendsEmpty?: boolean;
  readonly placeholder?: 'restClient' | 'httpYac';
  readonly now?: () => number;
}

export function knowledgeOf(world: World = {}): Knowledge {
  const { profiles = {}, shared, tokens = {}, sendsEmpty = false, placeholder = 'restClient' } = world;
  const now = world.now ?? (() => start);
  const known = new Snapshot(
    {
      read: readWithWorkspace(profiles, shared),
      owned: { byProfile: new Map(Object.entries(tokens)), orphans: [] },
      choices: new Map(),
      environments: readEnvironments(undefined),
    },
    now,
  );
  const neighbourhood: Neighbourhood = {
    sendsEmpty: () => sendsEmpty,
    placeholderFor: placeholder === 'restClient' ? restClientPlaceholder : httpYacPlaceholder,
  };
  return new Knowledge(known, neighbourhood, now);
}

/** Everything that is wrong in a text. */
export function look(text: string, world: World = {}, kind: RequestFileKind = 'http'): readonly Finding[] {
  const lines = new Lines(text);
  const findings = new FileFindings(knowledgeOf(world));
  const slices = findings.refresh(RequestFile.parse(lines, kind), lines);
  while (slices.next().done !== true);
  return findings.findings();
}

/** The same as a person sees it: how bad, what, and the text that is marked. */
export function marked(text: string, world: World = {}, kind: RequestFileKind = 'http'): string[] {
  const lines = text.split('\n');
  return look(text, world, kind).map(
    ({ severity, code, line, column, length }) =>
      `${severity} ${code}: ${lines[line]?.slice(column, column + length)}`,
  );
}

/** The text after a fix, made as an editor makes it. */
export function applied(text: string, edits: readonly FixEdit[]): string {
  const lines = text.split('\n').map((line) => ({ text: line, isGone: false }));
  for (const edit of [...edits].reverse()) {
    const line = lines[edit.line];
    if (line === undefined) throw new RangeError(`There is no line ${edit.line}.`);
    if (edit.kind === 'deleteLine') line.isGone = true;
    else line.text = line.text.slice(0, edit.column) + edit.text + line.text.slice(edit.column + edit.length);
  }
  return lines
    .filter(({ isGone }) => !isGone)
    .map((line) => line.text)
    .join('\n');
}
