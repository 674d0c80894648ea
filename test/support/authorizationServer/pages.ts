import consentHtml from './pages/consent.html';
import deviceCodeHtml from './pages/deviceCode.html';
import deviceConfirmHtml from './pages/deviceConfirm.html';
import deviceDoneHtml from './pages/deviceDone.html';
import errorHtml from './pages/error.html';
import loginHtml from './pages/login.html';
import pageHtml from './pages/page.html';
import signedOutHtml from './pages/signedOut.html';
import signOutHtml from './pages/signOut.html';
import { scopes } from './scopes';

/** The page that asks for user name and password; `rejectedUsername` is set when the last try was wrong. */
export function loginPage(client: string, rejectedUsername?: string): string {
  const problem = '<p class="problem" role="alert">That user name and password do not match.</p>';
  return page('Sign in', fill(loginHtml, { client, username: rejectedUsername ?? '' }), {
    problem: rejectedUsername === undefined ? '' : problem,
  });
}

/** The page that asks whether `client` may have what it asks for. */
export function consentPage(client: string, account: string, requestedScopes: readonly string[]): string {
  const items = requestedScopes.map((scope) =>
    fill('<li>{{meaning}} <code>{{scope}}</code></li>', {
      scope,
      meaning: scopes[scope] ?? 'Use this scope',
    }),
  );
  return page(`Allow ${client}?`, fill(consentHtml, { client, account }), { scopes: items.join('\n  ') });
}

/** The page that asks for a user code (RFC 8628 §3.3). */
export function deviceCodePage(xsrf: string): string {
  return page('Connect a device', fill(deviceCodeHtml, { xsrf }));
}

/** The page that shows a code that came with the address, to be compared with the device's (RFC 8628 §3.3.1). */
export function deviceConfirmPage(client: string, userCode: string, xsrf: string): string {
  return page('Is this the code?', fill(deviceConfirmHtml, { client, userCode, xsrf }));
}

export function deviceDonePage(): string {
  return page('Your device is connected', deviceDoneHtml);
}

/** The page that asks whether to sign out. @param form the server's own, to which the button belongs */
export function signOutPage(form: string): string {
  return page('Sign out', signOutHtml, { form });
}

export function signedOutPage(): string {
  return page('Signed out', signedOutHtml);
}

/** The page for errors that must not be sent to a redirect URI (RFC 6749 §4.1.2.1). */
export function errorPage(error: string, description: string): string {
  return page('Error', fill(errorHtml, { error, description }));
}

/** `html` are values that are HTML already; everything else was escaped by `fill`. */
function page(title: string, body: string, html: Readonly<Record<string, string>> = {}): string {
  const filled = Object.entries(html).reduce((text, [name, value]) => replace(text, name, value), body);
  return replace(fill(pageHtml, { title }), 'body', filled);
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((text, [name, value]) => replace(text, name, escape(value)), template);
}

/** A function as replacement, so that `$&` in a value means nothing. */
function replace(text: string, name: string, value: string): string {
  return text.replaceAll(`{{${name}}}`, () => value);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
