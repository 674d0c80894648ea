import type { IncomingMessage } from 'node:http';

/** Room for the longest token that is taken, and what comes with it. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The fields of a form that a browser sent; `too_long`, or `no_form` for any other kind of body. What is too much is
 * read to its end and dropped, so that the browser gets to see the answer; how long that may take, the listener limits.
 * @returns `undefined` when the connection broke
 */
export async function readForm(
  request: IncomingMessage,
): Promise<URLSearchParams | 'too_long' | 'no_form' | undefined> {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (isForm && length <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  if (!isForm) return 'no_form';
  return length > MAX_BODY_BYTES ? 'too_long' : new URLSearchParams(Buffer.concat(chunks).toString());
}
