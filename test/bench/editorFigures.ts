import type { EditorResult, EditorTask, EditorTimes } from './exchange';
import { median, percentile } from './statistics';

const names: Readonly<Record<keyof EditorTimes, string>> = { codeLens: 'CodeLens', completion: 'Completion' };

/** Prints a Markdown table. */
export function printEditor({ requestCounts, samples }: EditorTask, { ours, empty }: EditorResult): void {
  const rows = (Object.keys(names) as (keyof EditorTimes)[]).flatMap((feature) =>
    requestCounts.map((count, at) => {
      const [own, other] = [ours[at]?.[feature] ?? [], empty[at]?.[feature] ?? []];
      const difference = median(own) - median(other);
      return [
        `${names[feature]}, ${count.toLocaleString('en')} requests`,
        `${ms(median(own))} (${ms(percentile(own, 0.95))})`,
        `${ms(median(other))} (${ms(percentile(other, 0.95))})`,
        ms(difference),
        count === requestCounts.at(-1) ? 'within 5 ms' : '',
      ];
    }),
  );
  const table = [
    ['After a keystroke: median (95th percentile)', 'Valet Key', 'Empty extension', 'Difference', 'Aim'],
    ['---', '---:', '---:', '---:', '---'],
    ...rows,
  ];
  console.log();
  for (const line of table) console.log(`| ${line.join(' | ')} |`);
  console.log(`
Of ${samples}; from the keystroke in the middle of a file until the answer is there. With the empty extension alone, then with Valet
Key in the same host; VS Code’s own share, such as completion of words, is in both.`);
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}
