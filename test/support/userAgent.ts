import { person as demoPerson } from './authorizationServer/person';

export interface VisitOptions {
  /** Say no on the consent page. */
  readonly deny?: boolean;
  /** Say that the user code is not the one that the device shows. */
  readonly refuseCode?: boolean;
  /** Stop before this address is asked for; for redirect URIs where nobody listens. */
  readonly stopAt?: (url: URL) => boolean;
  readonly person?: { readonly username: string; readonly password: string };
}

/** Where the browser came to rest. */
export interface Visit {
  readonly url: URL;
  /** Absent when `stopAt` stopped the browser before it asked. */
  readonly status?: number;
  readonly text: string;
}

interface Cookie {
  /** Without the port: browsers do not tell ports apart (RFC 6265 §8.5). */
  readonly host: string;
  readonly path: string;
  /** `name=value`, as it is sent. */
  readonly pair: string;
}

const maximumSteps = 20;

/**
 * A browser without a screen: follows redirects, keeps cookies, and acts as the person on the authorization server's
 * login, consent and sign-out pages. One instance is one browser profile: a second visit is signed in already.
 */
export class UserAgent {
  readonly #cookies = new Map<string, Cookie>();

  /**
   * Goes to `url` and on until a page asks nothing that the person could answer.
   * @throws Error after 20 steps, for a loop
   */
  async visit(url: string, options: VisitOptions = {}): Promise<Visit> {
    let target = new URL(url);
    let form: URLSearchParams | undefined;
    let origin = '';
    for (let step = 0; step < maximumSteps; step++) {
      if (options.stopAt?.(target) === true) return { url: target, text: '' };
      const response = await this.#ask(target, origin, form);
      const location = response.headers.get('location');
      const text = await response.text();
      if (location !== null && response.status >= 300 && response.status < 400) {
        origin = target.origin;
        target = new URL(location, target);
        form = undefined;
        continue;
      }
      const submission = submissionOf(text, target, options);
      if (submission === undefined) return { url: target, status: response.status, text };
      origin = target.origin;
      ({ target, form } = submission);
    }
    throw new Error(`Still going after ${maximumSteps} steps, at ${target.origin}${target.pathname}`);
  }

  async #ask(url: URL, origin: string, form: URLSearchParams | undefined): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: this.#cookieHeader(url),
        accept: 'text/html',
        ...(form !== undefined && { origin }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const header of response.headers.getSetCookie()) this.#keep(header, url);
    return response;
  }

  #keep(header: string, url: URL): void {
    const [pair = '', ...attributes] = header.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
    const key = `${url.hostname} ${name} ${path}`;
    if (pair === `${name}=`) this.#cookies.delete(key);
    else this.#cookies.set(key, { host: url.hostname, path, pair });
  }

  #cookieHeader(url: URL): string {
    return [...this.#cookies.values()]
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ pair }) => pair)
      .join('; ');
  }
}

interface Submission {
  readonly target: URL;
  readonly form: URLSearchParams;
}

/** What the person, or a script of the page, sends from a page, and where to; `undefined` where nothing is sent. */
function submissionOf(html: string, page: URL, options: VisitOptions): Submission | undefined {
  const form = answerTo(html, page, options);
  if (form === undefined) return undefined;
  // To the page's own address, unless it says otherwise.
  const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? '';
  const target = new URL(unescapeHtml(action), page);
  target.hash = '';
  return { target, form };
}

function answerTo(html: string, page: URL, options: VisitOptions): URLSearchParams | undefined {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
  if (html.includes('name="confirm"')) {
    form.set(options.refuseCode === true ? 'abort' : 'confirm', 'yes');
    return form;
  }
  // The loopback receiver's page (src/node/loopback/fragmentPage.ts); what it does in a real browser has its own test.
  if (html.includes('name="fragment"')) return new URLSearchParams({ fragment: page.hash.slice(1) });
  if (html.includes('name="password"')) return new URLSearchParams({ ...(options.person ?? demoPerson) });
  if (html.includes('name="decision"'))
    return new URLSearchParams({ decision: options.deny ? 'deny' : 'allow' });
  if (html.includes('name="logout"')) {
    form.set('logout', 'yes');
    return form;
  }
  // A page that sends itself on, by a script: a device's user code, or an answer in the response mode form_post.
  return html.includes('.submit()') ? form : undefined;
}

function unescapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => entities[name] ?? '');
}
