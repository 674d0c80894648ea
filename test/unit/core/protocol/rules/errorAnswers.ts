import type { OddAnswer } from './answers';

/** Errors as providers were seen to send them. */
export const oddErrors: readonly OddAnswer[] = [
  {
    rule: 'error-not-labelled-json',
    number: '#4',
    status: 400,
    type: 'text/plain; charset=utf-8',
    raw: '{"error":"invalid_grant"}',
    becomes: { status: 400, body: { error: 'invalid_grant' } },
    strict: 'refused',
  },
  {
    rule: 'error-object',
    number: '#6',
    status: 400,
    raw: '{"error":{"message":"Error validating application.","type":"OAuthException","code":101,"fbtrace_id":"Abc"}}',
    becomes: {
      status: 400,
      body: { error: 'OAuthException', error_description: 'Error validating application.' },
    },
    strict: 'refused',
  },
  {
    rule: 'error-list',
    number: '#7',
    status: 401,
    raw: '{"errors":[{"errorType":"invalid_client","message":"Invalid authorization header."}],"success":false}',
    becomes: {
      status: 401,
      body: { error: 'invalid_client', error_description: 'Invalid authorization header.' },
    },
    strict: 'refused',
  },
  {
    rule: 'error-without-code',
    number: '#8',
    status: 403,
    raw: '{"status":403,"message":"invalid client secret"}',
    becomes: {
      status: 403,
      body: { error: 'invalid_request', error_description: 'invalid client secret' },
    },
    strict: 'refused',
  },
  {
    rule: 'error-without-code',
    number: '#8',
    status: 400,
    raw: '{"message":"[body.code] Required","code":"VALIDATION_ERROR"}',
    becomes: {
      status: 400,
      body: { error: 'invalid_request', error_description: '[body.code] Required' },
    },
    strict: 'refused',
  },
  {
    rule: 'error-without-code',
    number: '#9',
    status: 400,
    raw: '{"error":"","error_description":"no such code"}',
    becomes: { status: 400, body: { error: 'invalid_request', error_description: 'no such code' } },
    strict: 'refused',
  },
  {
    rule: 'error-reason',
    number: '#8',
    status: 400,
    raw: '{"reason":"Invalid Token!","error":"invalid_request"}',
    becomes: { status: 400, body: { error: 'invalid_request', error_description: 'Invalid Token!' } },
    strict: 'refused',
  },
  {
    rule: 'error-code-and-summary',
    number: 'Okta',
    status: 401,
    raw: '{"errorCode":"invalid_client","errorSummary":"Invalid value for \'client_id\' parameter.","errorLink":"invalid_client","errorId":"oae1","errorCauses":[]}',
    becomes: {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: "Invalid value for 'client_id' parameter.",
      },
    },
    strict: 'refused',
  },
  {
    rule: 'error-description-not-text',
    number: '#8',
    status: 400,
    raw: '{"error":"invalid_request","error_description":{"code":["Required"]}}',
    becomes: { status: 400, body: { error: 'invalid_request' } },
    strict: 'refused',
  },
  {
    rule: 'challenge-beside-error',
    number: '#10',
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="FusionAuth"' },
    raw: '{"error":"invalid_client","error_description":"Invalid client authentication credentials."}',
    becomes: {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'Invalid client authentication credentials.',
      },
    },
    strict: 'refused',
  },
  {
    rule: 'error-with-success-status',
    number: '#16',
    raw: '{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired."}',
    becomes: {
      status: 400,
      body: {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
      },
    },
    strict: 'refused',
  },
  {
    rule: 'ok-false',
    number: '#17',
    raw: '{"ok":false,"error":"invalid_code"}',
    becomes: { status: 400, body: { error: 'invalid_code' } },
    strict: 'refused',
  },
  {
    rule: 'ok-false',
    number: '#17',
    raw: '{"ok":false}',
    becomes: { status: 400, body: { error: 'invalid_request' } },
    strict: 'refused',
  },
];
