/** Text that is shown as it is: `$(…)` would be an icon. */
export function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
