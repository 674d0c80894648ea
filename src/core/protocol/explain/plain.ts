/** The library's message without its quotation marks. It is the library's own text and holds no value of the answer. */
export function plain(message: string): string {
  return message.replaceAll('"', '').replace(/\.$/, '');
}
