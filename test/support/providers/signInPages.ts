import { consentPage, loginPage } from '../authorizationServer/pages';
import { person } from '../authorizationServer/person';
import { redirect, type Answer, type ReceivedRequest } from '../faultServer';
import { randomText } from './grantBook';
import { formOf } from './requests';

export type Decision = 'allow' | 'deny';

/**
 * The pages of an authorization endpoint on which a person signs in and then allows or denies. They are the test
 * server's own: what a provider's pages look like is no part of a protocol.
 */
export class SignInPages {
  readonly #session = randomText(12);
  readonly #cookie: string;

  constructor(cookieName: string) {
    this.#cookie = `${cookieName}=${this.#session}`;
  }

  /** The page that comes next, or what the person decided on the last one. */
  next(request: ReceivedRequest, client: string, scopes: readonly string[]): Answer | Decision {
    const form = formOf(request);
    if (form.has('password')) return this.#logIn(request, client, form);
    if (request.headers.cookie?.split('; ').includes(this.#cookie) !== true) return html(loginPage(client));
    const decision = form.get('decision');
    if (decision === null) return html(consentPage(client, person.username, scopes));
    return decision === 'allow' ? 'allow' : 'deny';
  }

  #logIn(request: ReceivedRequest, client: string, form: URLSearchParams): Answer {
    const username = form.get('username') ?? '';
    if (!isPerson(username, form.get('password'))) return html(loginPage(client, username), 403);
    const back = redirect(request.url);
    return { ...back, headers: { ...back.headers, 'set-cookie': `${this.#cookie}; Path=/; HttpOnly` } };
  }
}

/** Whether these are the name and the password of the one person that every test server knows. */
export function isPerson(username: string | null, password: string | null): boolean {
  return username === person.username && password === person.password;
}

export function html(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
