import template from '../../../media/callback.html';
import { fillTemplate } from '../../core/htmlTemplate';

/** What a page says. Plain text, escaped here; what is not given leaves no gap. */
export interface PageContent {
  /** Waiting: it goes on by itself. */
  readonly tone: 'success' | 'failure' | 'waiting';
  readonly headline: string;
  readonly sentence?: string | undefined;
  /** Said above the quote: whose words they are. */
  readonly quoteFrom?: string | undefined;
  readonly quote?: string | undefined;
  readonly hint?: string | undefined;
}

/**
 * The page as HTML, complete in itself: nothing to load.
 * @param nonce the nonce that the Content-Security-Policy allows the style by, and the script if there is one; base64url
 * @param script HTML of ours, put in as it is; without it the page has none
 */
export function renderPage(content: PageContent, nonce: string, script = ''): string {
  const page = fillTemplate(template, {
    ...content,
    styleNonce: nonce,
    role: content.tone === 'failure' ? 'alert' : 'status',
  });
  return page.replace('<!-- script -->', () => script);
}
