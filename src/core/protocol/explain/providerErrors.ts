import type { ErrorRow } from './advice';

const google = ['google.com', 'googleapis.com'];
const auth0 = ['auth0.com'];
const slack = ['slack.com'];
const cognito = ['amazoncognito.com'];
const githubDocs = 'GitHub docs “Troubleshooting OAuth app access token request errors”';
const githubDevice = 'GitHub docs “Authorizing OAuth apps”: error codes for the device flow';
const slackDocs = 'Slack docs oauth.v2.access: errors';

/** What other providers mean by their errors. */
export const providerErrors: readonly ErrorRow[] = [
  {
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for Web Server Applications”: refresh token expiration',
    errors: ['invalid_grant'],
    words: /expired or revoked/i,
    cause:
      'The refresh token was withdrawn, was not used for six months, or the app is in “Testing”, where it lives for seven days.',
    todo: 'Sign in again. For a token that lasts, publish the app in the Google Cloud console (Audience).',
    remedy: 'get_new_token',
  },
  {
    provider: 'Google',
    source: 'Nango “Google OAuth invalid grant”; Google OAuth 2.0 Playground',
    errors: ['invalid_grant'],
    words: /malformed auth code/i,
    cause: 'The code is not whole, or was encoded twice.',
    todo: 'Start again.',
    remedy: 'try_again',
  },
  {
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for Mobile & Desktop Apps”',
    errors: ['invalid_request'],
    words: /client_secret is missing/i,
    cause: 'Google gives its desktop apps a secret, too, and wants it.',
    todo: 'Set tokenEndpointAuthMethod to client_secret_post; Valet Key asks for the secret.',
    remedy: 'switch_client_authentication',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for Mobile & Desktop Apps”: errors',
    errors: ['invalid_client', 'deleted_client'],
    domains: google,
    cause:
      'Google knows no client with this ID and secret: one has a typing mistake, or the client was deleted.',
    todo: 'Compare both with the Google Cloud console (Clients).',
    remedy: 'set_client_secret',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for Mobile & Desktop Apps”: errors',
    errors: ['redirect_uri_mismatch'],
    domains: google,
    cause:
      'The redirect URI is not registered. A client of the type “Desktop app” may use any loopback address; one of the type “Web application” only those that are listed.',
    todo: 'Use a desktop client, or register the redirect URI in the Google Cloud console (Clients).',
    remedy: 'copy_redirect_uri',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Google',
    source: 'Google docs “OAuth 2.0 for Mobile & Desktop Apps”: errors',
    errors: ['admin_policy_enforced', 'org_internal', 'disallowed_useragent'],
    cause:
      'Google does not allow this account to use the app: the app is for its own organisation alone, or an administrator forbids it.',
    todo: 'Use another account, or ask the administrator.',
    remedy: 'try_again',
  },

  {
    provider: 'GitHub',
    source: githubDocs,
    errors: ['bad_verification_code'],
    cause: 'The code is wrong, was used already, or is older than ten minutes.',
    todo: 'Start again.',
    remedy: 'try_again',
  },
  {
    provider: 'GitHub',
    source: githubDocs,
    errors: ['incorrect_client_credentials'],
    cause: 'The client ID or the client secret is wrong.',
    todo: 'Compare clientId with the app’s settings at GitHub, and set the secret anew; GitHub shows one only when it is generated.',
    remedy: 'set_client_secret',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'GitHub',
    source: 'GitHub docs “Refreshing user access tokens”',
    errors: ['bad_refresh_token'],
    cause: 'The refresh token has expired, was used already, or is another app’s.',
    todo: 'Sign in again.',
    remedy: 'get_new_token',
  },
  {
    provider: 'GitHub',
    source: githubDocs,
    errors: ['unverified_user_email'],
    cause: 'The account’s primary email address is not verified.',
    todo: 'Verify it at GitHub, then try again.',
    remedy: 'try_again',
  },
  {
    provider: 'GitHub',
    source: githubDevice,
    errors: ['device_flow_disabled'],
    cause: 'The device flow is off for this app.',
    todo: 'Tick “Enable Device Flow” in the app’s settings at GitHub.',
    remedy: 'try_again',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'GitHub',
    source: githubDevice,
    errors: ['incorrect_device_code'],
    cause: 'GitHub does not know the device code.',
    todo: 'Start again.',
    remedy: 'try_again',
  },
  {
    provider: 'GitHub',
    source: 'GitHub docs “Troubleshooting authorization request errors”',
    errors: ['application_suspended'],
    cause: 'GitHub has suspended the app.',
    todo: 'Whoever owns it has to write to GitHub.',
  },

  {
    provider: 'Auth0',
    source:
      'Auth0 community; bokbasen: {"error":"access_denied","error_description":"Service not enabled within domain: …"}',
    errors: ['access_denied'],
    words: /Service not enabled within domain|not authorized to access resource server/i,
    cause:
      'The tenant has no API with the identifier that the profile’s audience names, or this app may not use it.',
    todo: 'Compare audience with the API’s identifier, letter by letter, and authorise the app under “Machine to Machine Applications”.',
    remedy: 'edit_profile',
  },
  {
    provider: 'Auth0',
    source:
      'Auth0 docs: POST /oauth/token answers 401 {"error":"access_denied","error_description":"Unauthorized"}',
    errors: ['access_denied'],
    words: /^Unauthorized$/,
    from: ['token'],
    cause:
      'The client secret is wrong, or is sent in another way than the app’s “Authentication Method” says.',
    todo: 'Set it anew, or switch the way.',
    remedy: 'set_client_secret',
    otherRemedy: 'switch_client_authentication',
  },
  {
    provider: 'Auth0',
    source: 'Auth0 docs “Application Grant Types”',
    errors: ['unauthorized_client'],
    words: /Grant type .* not allowed for the client/i,
    cause: 'The app may not use this grant type.',
    todo: 'Tick it in the app’s settings (Advanced Settings, Grant Types), or use an app of another type.',
    remedy: 'edit_profile',
  },
  {
    provider: 'Auth0',
    source: 'Auth0 docs “Refresh Token Rotation”',
    errors: ['invalid_grant'],
    domains: auth0,
    words: /refresh token/i,
    cause: 'The refresh token has expired or was used already; Auth0 then ends every token of its family.',
    todo: 'Sign in again.',
    remedy: 'get_new_token',
  },

  {
    provider: 'Amazon Cognito',
    source: 'AWS docs “Token endpoint”: invalid_client, unauthorized_client',
    errors: ['invalid_client'],
    domains: cognito,
    cause:
      'The app client’s ID or secret is wrong. Cognito wants a secret from an app client that has one, and none from one that has not.',
    todo: 'Compare both with the user pool’s app client.',
    remedy: 'set_client_secret',
    otherRemedy: 'switch_client_authentication',
  },
  {
    provider: 'Amazon Cognito',
    source: 'AWS docs “Token endpoint”: invalid_grant',
    errors: ['invalid_grant'],
    domains: cognito,
    when: ({ refreshing }) => refreshing,
    cause: 'The refresh token has expired or was withdrawn, or belongs to another app client.',
    todo: 'Sign in again.',
    remedy: 'get_new_token',
  },

  ...(
    [
      [
        ['invalid_client_id', 'bad_client_secret'],
        'The app’s client ID or client secret is wrong.',
        'Compare clientId with the app’s “Basic Information”, and set the secret anew.',
        'set_client_secret',
      ],
      [
        ['invalid_auth'],
        'Slack did not take the client’s authentication.',
        'Set the client secret anew, or switch the way it is sent.',
        'set_client_secret',
      ],
      [
        ['invalid_code', 'code_already_used'],
        'The code has expired (Slack gives it ten minutes) or was used already.',
        'Start again.',
        'try_again',
      ],
      [
        ['oauth_authorization_url_mismatch'],
        'The code came from another version of Slack’s OAuth than the token endpoint.',
        'Use …/oauth/v2/authorize with oauth.v2.access.',
        'edit_profile',
      ],
      [
        ['invalid_refresh_token', 'token_expired', 'token_revoked'],
        'The refresh token is not good any more.',
        'Sign in again.',
        'get_new_token',
      ],
    ] as const
  ).map(([errors, cause, todo, remedy]): ErrorRow => ({
    provider: 'Slack',
    source: slackDocs,
    errors,
    domains: slack,
    cause,
    todo,
    remedy,
    otherRemedy: remedy === 'set_client_secret' ? 'switch_client_authentication' : undefined,
  })),
];
