import { cleanServerText } from './errors';

/**
 * Text from anywhere that stays the text that it is within Markdown: no markup, no link, no icon, on one line. ASCII
 * punctuation can be escaped (CommonMark §2.4); an address that is not written whole is made no link of.
 */
export function escapeMarkdown(text: string): string {
  return cleanServerText(text)
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll('\\<', '&lt;')
    .replaceAll('\\&', '&amp;');
}

/** The same where each character counts, as in an address. */
export function inlineCode(text: string): string {
  return `\`${cleanServerText(text).replaceAll('`', "'")}\``;
}
