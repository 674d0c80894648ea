import { errorRules } from './errorRules';
import { formRules } from './formRules';
import { isText, type ResponseRule } from './rule';

/** Device authorization responses (RFC 8628 §3.2). */
export const deviceAuthorizationRules: readonly ResponseRule[] = [
  ...errorRules,
  {
    name: 'verification-url',
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for TV and Limited-Input Device Applications”',
    apply: ({ body }) => {
      if (isText(body.verification_uri) || !isText(body.verification_url)) return false;
      body.verification_uri = body.verification_url;
      return true;
    },
  },
  {
    name: 'interval-not-a-number',
    provider: 'Azure AD v1 (string)',
    source: 'AzureAD adal device code: {"interval":"5","expires_in":"900"}',
    apply: ({ body }) => {
      if (!('interval' in body) || (typeof body.interval === 'number' && body.interval > 0)) return false;
      const seconds = isText(body.interval) ? Number(body.interval) : Number.NaN;
      // Without one it is 5 seconds (§3.2).
      if (Number.isFinite(seconds) && seconds > 0) body.interval = seconds;
      else delete body.interval;
      return true;
    },
  },
];

/** Pushed authorization responses (RFC 9126 §2.2). */
export const pushedAuthorizationRules: readonly ResponseRule[] = [
  ...errorRules,
  {
    name: 'status-200-for-201',
    provider: 'several',
    source: 'RFC 9126 §2.2 has 201; the library refuses 200',
    apply: (answer) => {
      if (answer.status !== 200 || !isText(answer.body.request_uri)) return false;
      answer.status = 201;
      return true;
    },
  },
];

/** Revocation responses (RFC 7009 §2.2): what matters is the status alone. */
export const revocationRules: readonly ResponseRule[] = [
  ...formRules.filter(({ name }) => name === 'form-encoded'),
  ...errorRules,
  {
    name: 'status-without-content',
    provider: 'several (204)',
    source: 'RFC 7009 §2.2 has 200; the library refuses every other',
    apply: (answer) => {
      if (![201, 202, 204].includes(answer.status)) return false;
      answer.status = 200;
      return true;
    },
  },
];
