/**
 * What real token endpoints do differently, repaired between transport and library (law 13, decision 15). Each rule
 * is named, has its provider and source, and is in the log when it fires. None touches state, PKCE, iss, nonce or
 * audience.
 */
export interface TokenResponseRule {
  readonly name: string;
  readonly provider: string;
  readonly source: string;
  /** Changes the response in place. Returns whether it did. */
  apply(response: TokenResponseDraft, context: { readonly oidc: boolean }): boolean;
}

/** A token endpoint's JSON answer while the rules go over it. */
export interface TokenResponseDraft {
  status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Longer lifetimes are not believed (Go's oauth2 clamps in the same place): 2^31 - 1 seconds, 68 years. */
const MAX_LIFETIME_SECONDS = 2_147_483_647;

export const tokenResponseRules: readonly TokenResponseRule[] = [
  {
    name: 'error-with-success-status',
    provider: 'GitHub',
    source: 'golang/oauth2 token.go: “some unorthodox servers respond 200”',
    apply: (response) => {
      if (response.status !== 200 || !isText(response.body.error)) return false;
      response.status = 400;
      return true;
    },
  },
  {
    name: 'ok-false',
    provider: 'Slack',
    source: 'Slack Web API: every answer has “ok”',
    apply: (response) => {
      if (response.status !== 200 || response.body.ok !== false) return false;
      response.status = 400;
      if (!isText(response.body.error)) response.body.error = 'invalid_request';
      return true;
    },
  },
  {
    name: 'challenge-beside-error',
    provider: 'FusionAuth and others',
    source: 'RFC 6749 §5.2 sends both; the library reads the header alone and loses the error',
    apply: (response) => {
      if (!isText(response.body.error) || !response.headers.has('www-authenticate')) return false;
      response.headers.delete('www-authenticate');
      return true;
    },
  },
  {
    name: 'error-not-labelled-json',
    provider: 'Kanidm',
    source: 'kanidm #4470',
    apply: (response) => {
      const type = response.headers.get('content-type') ?? '';
      if (!isText(response.body.error) || /^application\/json\b/i.test(type)) return false;
      response.headers.set('content-type', 'application/json');
      return true;
    },
  },
  {
    name: 'token-type-missing',
    provider: 'LinkedIn, Shopify, Weibo, Douban, Foursquare',
    source: 'openid-client #826, spring-security #5118 and #5657',
    apply: ({ body }) => {
      if (
        !isText(body.access_token) ||
        (body.token_type !== undefined && body.token_type !== null && body.token_type !== '')
      ) {
        return false;
      }
      body.token_type = 'bearer';
      return true;
    },
  },
  {
    name: 'token-type-bearertoken',
    provider: 'Apigee',
    source: 'DuendeSoftware/Support #1413',
    apply: ({ body }) => {
      if (typeof body.token_type !== 'string' || body.token_type.toLowerCase() !== 'bearertoken')
        return false;
      body.token_type = 'bearer';
      return true;
    },
  },
  {
    name: 'expires-in-unusual',
    provider: 'PayPal and Apigee (string), Mailchimp (0)',
    source: 'golang/oauth2 token.go, requests-oauthlib',
    apply: ({ body }) => {
      if (!('expires_in' in body)) return false;
      const lifetime = readLifetime(body.expires_in);
      if (lifetime === body.expires_in) return false;
      if (lifetime === undefined) delete body.expires_in;
      else body.expires_in = lifetime;
      return true;
    },
  },
  {
    name: 'refresh-token-unusable',
    provider: 'several (null or empty)',
    source: 'reliability.md 3.1 #51; RFC 6749 appendix A.17: printable ASCII',
    apply: ({ body }) => {
      if (
        !('refresh_token' in body) ||
        (isText(body.refresh_token) && /^[\x20-\x7E]+$/.test(body.refresh_token))
      ) {
        return false;
      }
      delete body.refresh_token;
      return true;
    },
  },
  {
    name: 'scope-not-a-string',
    provider: 'Mailchimp (null), Twitch (array)',
    source: 'requests-oauthlib, Auth.js twitch.ts',
    apply: ({ body }) => {
      if (body.scope === undefined || typeof body.scope === 'string') return false;
      if (Array.isArray(body.scope) && body.scope.every(isText)) body.scope = body.scope.join(' ');
      else delete body.scope;
      return true;
    },
  },
  {
    name: 'id-token-not-asked-for',
    provider: 'several',
    source: 'design.md §3: without “openid” in the scope nothing from an ID token is believed',
    apply: ({ body }, { oidc }) => {
      if (oidc || !('id_token' in body)) return false;
      delete body.id_token;
      return true;
    },
  },
];

/**
 * `expires_in` in seconds (RFC 6749 §5.1), whatever it was written as: a number, digits, digits with a fraction or
 * an `s`. Zero, negative, and anything else mean that the lifetime is unknown (law 6).
 */
function readLifetime(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^\d+(\.\d+)?s?$/.test(text) && !(typeof value === 'number' && value > 0 && Number.isFinite(value)))
    return undefined;
  const seconds = Math.floor(typeof value === 'number' ? value : Number.parseFloat(text));
  return seconds > 0 ? Math.min(seconds, MAX_LIFETIME_SECONDS) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
