import template from '../../../media/callback.html';
import { fillTemplate } from '../../core/htmlTemplate';

/** What a page says. Plain text, escaped here; what is not given leaves no gap. */
export interface PageContent {
  readonly tone: 'success' | 'failure';
  readonly headline: string;
  readonly sentence?: string | undefined;
  /** Said above the quote: whose words they are. */
  readonly quoteFrom?: string | undefined;
  readonly quote?: string | undefined;
  readonly hint?: string | undefined;
}

/**
 * The page as HTML, complete in itself: no script, nothing to load.
 * @param styleNonce the nonce that the Content-Security-Policy allows the style by, base64url
 */
export function renderPage(content: PageContent, styleNonce: string): string {
  return fillTemplate(template, {
    ...content,
    styleNonce,
    role: content.tone === 'success' ? 'status' : 'alert',
  });
}
