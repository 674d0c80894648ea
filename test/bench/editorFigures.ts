import type { Contender, EditorResult, EditorTimes } from './exchange';
import { median, percentile } from './statistics';

/** One a host. */
export type EditorResults = Readonly<Record<Contender, readonly EditorResult[]>>;

const names: Readonly<Record<keyof EditorTimes, string>> = {
  codeLens: 'CodeLens',
  completion: 'Completion',
  diagnostics: 'Diagnostics',
  work: 'Work of the host',
  ownMs: 'Work of Valet Key’s own code',
};

/** Prints a Markdown table. */
export function printEditor(requestCounts: readonly number[], { ours, empty }: EditorResults): void {
  const timesOf = (results: readonly EditorResult[], feature: keyof EditorTimes, count: number) =>
    results.flatMap(({ times }) => times[count]?.[feature] ?? []);
  const rows = (Object.keys(names) as (keyof EditorTimes)[]).flatMap((feature) =>
    requestCounts.map((count) => {
      const [own, other] = [timesOf(ours, feature, count), timesOf(empty, feature, count)];
      return [
        `${names[feature]}, ${count.toLocaleString('en')} requests`,
        `${ms(median(own))} (${ms(percentile(own, 0.95))})`,
        `${ms(median(other))} (${ms(percentile(other, 0.95))})`,
        ms(median(own) - median(other)),
        count === requestCounts.at(-1) ? 'within 5 ms' : '',
      ];
    }),
  );
  const [first, second] = [ours, empty].map((results) =>
    median(results.map(({ firstLensMs }) => firstLensMs)),
  );
  const table = [
    ['After a keystroke: median (95th percentile)', 'Valet Key', 'Empty extension', 'Difference', 'Aim'],
    ['---', '---:', '---:', '---:', '---'],
    ...rows,
    ['First request file: until its lenses', ms(first), ms(second), ms((first ?? NaN) - (second ?? NaN)), ''],
  ];
  const [asked, typed] = (['codeLens', 'diagnostics'] as const).map(
    (feature) => timesOf(ours, feature, requestCounts[0] ?? 0).length,
  );
  const files = Object.entries(ours[0]?.files ?? {});
  const bytes = files.reduce((sum, [, size]) => sum + size, 0);
  console.log();
  for (const line of table) console.log(`| ${line.join(' | ')} |`);
  console.log(`
Of ${asked}, diagnostics and work of ${typed}, in ${ours.length} hosts each; neither comes second in its host. The keystroke is in the middle of the file. CodeLens,
completion: until VS Code has the answer, its own share (completion of words) included. Diagnostics: until the finding on
the line is published, less the 300 ms that are waited for the end of the typing; beside the empty extension somebody
publishes one after the same wait. Work: what the host's event loop was busy in the half second after the keystroke; and
the mean of that in Valet Key's code, by a profiler.
The first request file loads ${(bytes / 1024).toFixed(1)} KB in ${files.length} files: ${files.map(([name]) => name).join(', ')}.`);
}

function ms(milliseconds = NaN): string {
  return `${milliseconds.toFixed(1)} ms`;
}
