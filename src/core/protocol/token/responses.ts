import { cleanServerText } from '../../errors';

/** Where a redirect would have gone, in words; `undefined` when the response is no redirect. Never followed. */
export function redirectTarget(response: Response, requested: string): string | undefined {
  if (response.status < 300 || response.status > 399) return undefined;
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, requested) ? new URL(location, requested) : undefined;
  // A path may hold what the editor would make a link of.
  const where = target ? cleanServerText(`${target.origin}${target.pathname}`) : 'nowhere';
  return `a redirect (${response.status}) to ${where}, which is not followed`;
}

/** What kind of answer this is: status, type, length and an HTML title; no other text of the body (B5). */
export async function describeBody(response: Response): Promise<string> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim();
  const text = await response.text();
  const parts = [`status ${response.status}`];
  if (text === '') parts.push('an empty body');
  else
    parts.push(
      cleanServerText(type === undefined || type === '' ? 'no content type' : type),
      `${text.length} characters`,
    );
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  if (title) parts.push(`titled “${cleanServerText(title).slice(0, 100)}”`);
  return parts.join(', ');
}
