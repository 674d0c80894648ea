import { isHostOf, isText, type AnswerDraft, type ResponseRule } from './rule';

/** Status and token type of a token response (RFC 6749 §5.1, §7.1). */
export const tokenTypeRules: readonly ResponseRule[] = [
  {
    name: 'status-201',
    provider: 'CrowdStrike',
    source: 'openid-client #666',
    apply: (answer) => {
      if (answer.status !== 201 || !isText(answer.body.access_token)) return false;
      answer.status = 200;
      return true;
    },
  },
  {
    name: 'token-type-missing',
    provider: 'LinkedIn, Shopify, Instagram, Weibo, Douban, Foursquare',
    source: 'openid-client #826, spring-security #5118 and #5657',
    apply: ({ body }) => {
      if (!isText(body.access_token) || ![undefined, null, ''].includes(body.token_type as undefined)) {
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
    apply: (answer) => isType(answer, /^bearertoken$/i) && makeBearer(answer),
  },
  {
    name: 'token-type-of-ebay',
    provider: 'eBay',
    source: 'requests-oauthlib ebay.py',
    apply: (answer) => isType(answer, /^(User|Application) Access Token$/) && makeBearer(answer),
  },
  {
    name: 'token-type-of-slack',
    provider: 'Slack',
    source: 'Slack docs oauth.v2.access: "token_type": "bot", and "user" in “authed_user”',
    apply: (answer, { host }) =>
      isHostOf(host, 'slack.com') && isType(answer, /^(user|bot)$/) && makeBearer(answer),
  },
];

/** The other members of a token response (RFC 6749 §5.1). What is missing there is legal, so what is unusable goes. */
export const tokenMemberRules: readonly ResponseRule[] = [
  {
    name: 'refresh-token-unusable',
    provider: 'several (null or empty)',
    source: 'RFC 6749 appendix A.17: printable ASCII; the library refuses the whole answer',
    apply: ({ body }) => {
      const { refresh_token: token } = body;
      if (!('refresh_token' in body) || (isText(token) && /^[\x20-\x7E]+$/.test(token))) return false;
      delete body.refresh_token;
      return true;
    },
  },
  {
    name: 'scope-not-a-string',
    provider: 'Mailchimp (null), Twitch (array)',
    source: 'requests-oauthlib mailchimp.py, Auth.js twitch.ts',
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
    source: 'Without “openid” in the scope nothing from an ID token is believed',
    apply: ({ body }, { oidc }) => {
      if (oidc || !('id_token' in body)) return false;
      delete body.id_token;
      return true;
    },
  },
];

function isType({ body }: AnswerDraft, type: RegExp): boolean {
  return typeof body.token_type === 'string' && type.test(body.token_type);
}

function makeBearer({ body }: AnswerDraft): true {
  body.token_type = 'bearer';
  return true;
}
