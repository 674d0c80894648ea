import { isText, membersOf, type AnswerDraft, type ResponseRule } from './rule';

/**
 * Status and form of errors (RFC 6749 §5.2): what is an error is made one that the library can read, so that its
 * words are not lost. They hold for every endpoint that takes a POST.
 */
export const errorRules: readonly ResponseRule[] = [
  {
    name: 'ok-false',
    provider: 'Slack',
    source: 'Slack Web API: every answer has “ok”, and “error” when it is false',
    apply: (answer) => {
      if (answer.status !== 200 || answer.body.ok !== false) return false;
      answer.status = 400;
      if (!isText(answer.body.error)) answer.body.error = 'invalid_request';
      return true;
    },
  },
  {
    name: 'error-object',
    provider: 'Facebook',
    source: 'Graph API error handling: {"error":{"message","type","code"}}; requests-oauthlib facebook.py',
    apply: ({ body }) => {
      const { type, code, message } = membersOf(body.error);
      const error = [type, code].find(isText);
      if (error === undefined && !isText(message)) return false;
      body.error = error ?? 'invalid_request';
      body.error_description ??= message;
      return true;
    },
  },
  {
    name: 'error-list',
    provider: 'Fitbit',
    source: 'Fitbit Web API: {"errors":[{"errorType","message"}],"success":false}',
    apply: ({ body }) => {
      if (isText(body.error) || !Array.isArray(body.errors)) return false;
      const { errorType, message } = membersOf(body.errors[0]);
      if (!isText(errorType)) return false;
      body.error = errorType;
      if (!isText(body.error_description)) body.error_description = message;
      return true;
    },
  },
  {
    name: 'error-code-and-summary',
    provider: 'Okta, when it does not know the client',
    source: 'Okta API reference “Okta error codes and descriptions”: {"errorCode","errorSummary"}',
    apply: (answer) => {
      const { errorCode, errorSummary } = answer.body;
      if (!isClientError(answer) || isText(answer.body.error) || !isText(errorCode)) return false;
      answer.body.error = errorCode;
      answer.body.error_description = errorSummary;
      return true;
    },
  },
  {
    name: 'error-without-code',
    provider: 'Twitch ({status,message}), better-auth ({message,code}), Zoom ({reason})',
    source: 'Auth.js twitch.ts, better-auth #9250',
    apply: (answer) => {
      const { body } = answer;
      if (!isClientError(answer) || isText(body.error)) return false;
      const words = [body.error_description, body.message, body.reason].find(isText);
      if (words === undefined) return false;
      body.error = 'invalid_request';
      body.error_description = words;
      return true;
    },
  },
  {
    name: 'error-reason',
    provider: 'Zoom',
    source: 'Zoom developer forum: {"reason":"Invalid client_id or client_secret","error":"invalid_client"}',
    apply: ({ body }) => {
      if (!isText(body.error) || body.error_description !== undefined) return false;
      const words = [body.reason, body.message].find(isText);
      if (words === undefined) return false;
      body.error_description = words;
      return true;
    },
  },
  {
    name: 'error-with-success-status',
    provider: 'GitHub',
    source: 'golang/oauth2 token.go: “some unorthodox servers respond 200”',
    apply: (answer) => {
      if (answer.status < 200 || answer.status > 299 || !isText(answer.body.error)) return false;
      answer.status = 400;
      return true;
    },
  },
  {
    name: 'challenge-beside-error',
    provider: 'FusionAuth and others',
    source: 'RFC 6749 §5.2 sends both; the library reads the header alone and loses the error',
    apply: ({ body, headers }) => {
      if (!isText(body.error) || !headers.has('www-authenticate')) return false;
      headers.delete('www-authenticate');
      return true;
    },
  },
  {
    name: 'error-description-not-text',
    provider: 'several',
    source: 'RFC 6749 §5.2 has it as text; the library hands on what it finds',
    apply: ({ body }) => {
      if (!isText(body.error) || body.error_description === undefined) return false;
      if (typeof body.error_description === 'string') return false;
      delete body.error_description;
      return true;
    },
  },
  {
    name: 'error-not-labelled-json',
    provider: 'Kanidm',
    source: 'kanidm #4470',
    apply: (answer) => {
      const type = answer.headers.get('content-type') ?? '';
      if (!isClientError(answer) || !isText(answer.body.error) || /^application\/json\s*(;|$)/i.test(type)) {
        return false;
      }
      answer.headers.set('content-type', 'application/json');
      return true;
    },
  },
];

/** The statuses whose body the library reads for an error. */
function isClientError({ status }: AnswerDraft): boolean {
  return status > 399 && status < 500;
}
