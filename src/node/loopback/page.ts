import template from '../../../media/callback.html';

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
  const texts: Record<string, string | undefined> = {
    ...content,
    styleNonce,
    role: content.tone === 'success' ? 'status' : 'alert',
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_placeholder, name: string) => escapeHtml(texts[name] ?? ''));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
