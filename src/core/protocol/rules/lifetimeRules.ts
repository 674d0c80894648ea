import type { ResponseRule } from './rule';

/** Longer lifetimes are not believed (Go's oauth2 clamps in the same place): 2^31 - 1 seconds, 68 years. */
export const MAX_LIFETIME_SECONDS = 2_147_483_647;

/** A larger number is a time, not a lifetime: 2012-10-01, when RFC 6749 came out (league/oauth2-client). */
const FIRST_TIMESTAMP = 1_349_067_600;
/** A larger one counts milliseconds: as seconds it would be after the year 5000. */
const FIRST_TIMESTAMP_IN_MILLISECONDS = 100_000_000_000;

/** How long a token lives. What cannot be read means that nobody knows (law 6); `issued_at` is no lifetime. */
export const lifetimeRules: readonly ResponseRule[] = [
  {
    name: 'expires-in-unusual',
    provider: 'PayPal and Apigee (string), Mailchimp (0)',
    source: 'golang/oauth2 token.go, requests-oauthlib mailchimp.py',
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
    name: 'expires-under-another-name',
    provider: 'Facebook before Graph API 2.3 (expires), Strava (expires_at)',
    source: 'requests-oauthlib facebook.py, league/oauth2-client AccessToken.php, Strava API docs',
    apply: ({ body }, { now }) => {
      if ('expires_in' in body) return false;
      const lifetime = [body.expires, body.expires_at]
        .map((value) => lifetimeUntil(value, now))
        .find((value) => value !== undefined);
      if (lifetime === undefined) return false;
      body.expires_in = lifetime;
      return true;
    },
  },
];

/**
 * `expires_in` in seconds (RFC 6749 §5.1), whatever it was written as: a number, digits, digits with a fraction or
 * an `s`. Zero, negative, and anything else mean that the lifetime is unknown.
 */
function readLifetime(value: unknown): number | undefined {
  const number = readNumber(value);
  if (number === undefined) return undefined;
  const seconds = Math.floor(number);
  return seconds > 0 ? Math.min(seconds, MAX_LIFETIME_SECONDS) : undefined;
}

/** The seconds from now to a time: a lifetime, seconds or milliseconds since 1970, or ISO 8601. */
function lifetimeUntil(value: unknown, now: number): number | undefined {
  const number = readNumber(value);
  if (number === undefined) {
    const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
    return isIso ? readLifetime((Date.parse(value) - now) / 1000) : undefined;
  }
  if (number <= FIRST_TIMESTAMP) return readLifetime(number);
  const at = number < FIRST_TIMESTAMP_IN_MILLISECONDS ? number * 1000 : number;
  // A token that has expired before it came has an unknown lifetime, like one of 0 seconds.
  return readLifetime((at - now) / 1000);
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\d+(\.\d+)?s?$/.test(text) ? Number.parseFloat(text) : undefined;
}
