import { isHostOf, isText, membersOf, type AnswerDraft, type ResponseRule } from './rule';

/** How the whole answer is written: not as JSON, one level too deep, or in other letters. */
export const formRules: readonly ResponseRule[] = [
  {
    name: 'form-encoded',
    provider: 'GitHub without “Accept: application/json”, Facebook before Graph API 2.3',
    source: 'GitHub docs “Authorizing OAuth apps”; requests-oauthlib facebook.py',
    apply: (answer) => {
      const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
      if (type !== 'application/x-www-form-urlencoded' && type !== 'text/plain') return false;
      if (!/(^|&)(access_token|error)=/.test(answer.text)) return false;
      answer.body = withoutPrototype(new URLSearchParams(answer.text.trim()));
      answer.headers.set('content-type', 'application/json');
      return true;
    },
  },
  {
    name: 'answer-wrapped',
    provider: 'TikTok business (data), Withings (body), EtuUTT (response)',
    source: 'Nango providers.yaml, simov/grant lib/oauth2.js',
    apply: (answer) => {
      if (!isSuccess(answer)) return false;
      const { data, body, response } = answer.body;
      const wrapped = [data, body, response].map(membersOf).filter((inner) => isText(inner.access_token));
      const [only] = wrapped;
      if (only === undefined || wrapped.length > 1) return false;
      answer.body = withoutPrototype(Object.entries(only));
      return true;
    },
  },
  {
    name: 'slack-user-token',
    provider: 'Slack, with user scopes alone',
    source: 'Slack docs oauth.v2.access: the user’s token stands in “authed_user”',
    apply: (answer, { host }) => {
      const user = membersOf(answer.body.authed_user);
      if (!isHostOf(host, 'slack.com') || !isSuccess(answer) || !isText(user.access_token)) return false;
      answer.body = withoutPrototype(Object.entries(user));
      return true;
    },
  },
  {
    name: 'camel-case',
    provider: 'plentymarkets',
    source: 'requests-oauthlib plentymarkets.py',
    apply: (answer) => {
      if (!isSuccess(answer) || !isText(answer.body.accessToken)) return false;
      for (const [written, meant] of camelCaseNames) {
        if (written in answer.body && !(meant in answer.body)) answer.body[meant] = answer.body[written];
      }
      return true;
    },
  },
];

const camelCaseNames = [
  ['accessToken', 'access_token'],
  ['tokenType', 'token_type'],
  ['expiresIn', 'expires_in'],
  ['refreshToken', 'refresh_token'],
  ['idToken', 'id_token'],
] as const;

/** An answer of a success that holds no token where it belongs. */
function isSuccess({ status, body }: AnswerDraft): boolean {
  return status >= 200 && status < 300 && !('access_token' in body);
}

/** A name such as `__proto__` becomes an ordinary member. */
function withoutPrototype(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}
