import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { renderFormPage } from './formPage';
import { renderFragmentPage } from './fragmentPage';
import { renderPage, type PageContent } from './page';

/** Shows a person a page. */
export function sendPage(response: ServerResponse, status: number, content: PageContent): void {
  const styleNonce = randomBytes(16).toString('base64url');
  setHeaders(response, 'text/html', `style-src 'nonce-${styleNonce}'; `);
  response.writeHead(status).end(renderPage(content, styleNonce));
}

/** The page that brings what only a browser knows: the fragment of its address. */
export function sendFragmentPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64url');
  setHeaders(response, 'text/html', `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; `, `'self'`);
  // With `no-referrer` a browser would name `null` as the form's Origin, and we could not know it for our own page.
  response.setHeader('Referrer-Policy', 'same-origin');
  response.writeHead(200).end(renderFragmentPage(nonce));
}

/** Sends a browser on with a form. Where to is left open: a policy would hold for every redirect after it, too. */
export function sendForm(
  response: ServerResponse,
  url: string,
  form: Readonly<Record<string, string>>,
): void {
  const nonce = randomBytes(16).toString('base64url');
  setHeaders(
    response,
    'text/html',
    `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; `,
    'http: https:',
  );
  response.writeHead(200).end(renderFormPage(url, form, nonce));
}

/** Answers what no person waits for. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  setHeaders(response, 'text/plain', '');
  response.writeHead(status).end(`${text}\n`);
}

/** @param location printable ASCII; it arrives byte for byte */
export function sendRedirect(response: ServerResponse, status: 302 | 303, location: string): void {
  setHeaders(response, 'text/plain', '');
  response.writeHead(status, { Location: location }).end();
}

/** On every answer: nothing is stored, guessed, framed or told to another site; and no CORS header, so none reads it. */
function setHeaders(response: ServerResponse, type: string, sources: string, formAction = `'none'`): void {
  response
    .setHeader('Content-Type', `${type}; charset=utf-8`)
    .setHeader(
      'Content-Security-Policy',
      `default-src 'none'; ${sources}base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
    )
    .setHeader('Referrer-Policy', 'no-referrer')
    .setHeader('Cache-Control', 'no-store')
    .setHeader('X-Content-Type-Options', 'nosniff')
    .setHeader('Connection', 'close');
}
