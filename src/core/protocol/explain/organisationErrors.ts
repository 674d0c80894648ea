import type { ErrorRow } from './advice';

const okta = ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com'];
const flowErrors = 'Salesforce Help “OAuth 2.0 Authorization Errors”';
const triggerHours = 'Trigger Hours “Test Salesforce APIs in Postman”, troubleshooting';
const aadsts = 'Microsoft Learn “Microsoft Entra authentication and authorization error codes”';

const propagation = 'A new or changed app takes 5 to 10 minutes to be known everywhere at Salesforce';

/** What the servers of organisations mean by their errors. */
export const organisationErrors: readonly ErrorRow[] = [
  {
    provider: 'Salesforce',
    source: triggerHours,
    errors: ['redirect_uri_mismatch'],
    words: /redirect_uri must match configuration/i,
    cause: 'The redirect URI does not match a callback URL of the External Client App.',
    todo: `Compare both letter by letter: final slash, spaces, http or https. ${propagation}, so wait that long after a change.`,
    remedy: 'copy_redirect_uri',
    otherRemedy: 'try_again',
  },
  {
    provider: 'Salesforce',
    source: triggerHours,
    errors: ['invalid_grant'],
    words: /authentication failure/i,
    cause:
      'Salesforce refused the credentials: consumer key and secret or user name and password, perhaps with a space copied along; or the app is too new.',
    todo: `${propagation}. Wait ten minutes, then try again.`,
    remedy: 'try_again',
    otherRemedy: 'set_client_secret',
  },
  {
    provider: 'Salesforce',
    source: `${triggerHours}; omniphx/forrest #169`,
    errors: ['invalid_grant'],
    words: /^(invalid_grant: )?(expired|invalid) authorization code$/i,
    cause:
      'The code is good for a few minutes and for one use, and it was too late, used before, or copied without the “=” at its end (%3D in the address bar).',
    todo: `Start again. With a new app, wait first: ${propagation.charAt(0).toLowerCase()}${propagation.slice(1)}.`,
    remedy: 'try_again',
  },
  {
    provider: 'Salesforce',
    source: 'Salesforce Help “OAuth 2.0 Refresh Token Flow”',
    errors: ['invalid_grant'],
    words: /expired access\/refresh token/i,
    cause: 'The refresh token was withdrawn, or the app’s refresh token policy ended it.',
    todo: 'Sign in again.',
    remedy: 'get_new_token',
  },
  {
    provider: 'Salesforce',
    source: flowErrors,
    errors: ['invalid_grant'],
    words: /user hasn.t approved this consumer/i,
    cause: 'The user has not allowed the app yet, and this grant cannot ask.',
    todo: 'Have an administrator pre-authorise it (Permitted Users), or sign in once with a browser.',
    remedy: 'try_again',
  },
  {
    provider: 'Salesforce',
    source: flowErrors,
    errors: ['invalid_grant'],
    words: /ip restricted|invalid login hours/i,
    cause: 'The user’s profile in Salesforce allows no sign-in from this network or at this hour.',
    todo: 'Ask the administrator of the org.',
    remedy: 'try_again',
  },
  {
    provider: 'Salesforce',
    source: 'pozil/salesforce-react-integration #15',
    errors: ['invalid_client_id', 'invalid_client'],
    words: /client identifier invalid/i,
    cause:
      'No app with this consumer key is known at this address: it has a typing mistake, belongs to another org (production, sandbox, My Domain), or is too new.',
    todo: `${propagation}. Compare clientId, and the host of the endpoints, with the org.`,
    remedy: 'edit_profile',
    otherRemedy: 'try_again',
  },
  {
    provider: 'Salesforce',
    source: 'restforce/restforce #338',
    errors: ['invalid_client'],
    words: /^invalid client credentials$/i,
    cause: 'The consumer secret is wrong, or is missing although the app requires it.',
    todo: 'Set it anew, without a space before or after it.',
    remedy: 'set_client_secret',
    otherRemedy: 'switch_client_authentication',
  },

  ...(
    [
      [
        '7000215',
        'The client secret is wrong. What is wanted is its Value, not its Secret ID.',
        'Set it anew; if the Value is lost, create another secret in the app registration.',
        'set_client_secret',
      ],
      [
        '7000222',
        'The client secret has expired.',
        'Create another one in the app registration, and set it.',
        'set_client_secret',
      ],
      [
        '7000218',
        'The app is registered as a confidential client, so a secret or a signed assertion is wanted, and none was sent.',
        'Have the secret sent, or turn on “Allow public client flows” in the app registration (Authentication).',
        'switch_client_authentication',
      ],
      ['70002', 'The client’s credentials are wrong.', 'Set the secret anew.', 'set_client_secret'],
      [
        '(700025|90023)',
        'The redirect URI is registered for public clients, which must not send a secret.',
        'Set tokenEndpointAuthMethod to none, or register the redirect URI under the platform “Web”.',
        'edit_profile',
      ],
      [
        '9002327',
        'The redirect URI is registered under “Single-page application”, and only pages in a browser may use such a code.',
        'In the app registration, register it under the platform “Mobile and desktop applications” instead.',
        'copy_redirect_uri',
      ],
      [
        '50011',
        'The redirect URI is not registered for this app.',
        'Register it in the app registration (Authentication) under the platform “Mobile and desktop applications”.',
        'copy_redirect_uri',
      ],
      [
        '(65001|90094|65004)',
        'Nobody has allowed this app what it asks for.',
        'Try again and accept; where only an administrator may, ask them for admin consent.',
        'try_again',
      ],
      [
        '700016',
        'The tenant has no app with this client ID.',
        'Compare clientId and the tenant in the issuer with the app registration.',
        'edit_profile',
      ],
      [
        '90002',
        'There is no such tenant.',
        'Compare the tenant in the issuer with the directory’s ID or domain.',
        'edit_profile',
      ],
      [
        '(70011|650053)',
        'A scope of the profile does not exist, or not for this app.',
        'Scopes of another API than Microsoft Graph carry its identifier, such as api://…/read; client_credentials wants …/.default.',
        'edit_profile',
      ],
      [
        '(70008|700082|700084|50173)',
        'The code or the refresh token has expired or was withdrawn.',
        'Sign in again.',
        'get_new_token',
      ],
      [
        '(50076|50079|53003)',
        'A rule of the organisation (Conditional Access) wants another factor or another device.',
        'Sign in again with a browser; if that is refused, ask the administrator.',
        'get_new_token',
      ],
      [
        '50194',
        'The app is for one tenant alone, and “common” is for all.',
        'Write the tenant’s ID in the issuer.',
        'edit_profile',
      ],
    ] as const
  ).map(([code, cause, todo, remedy]): ErrorRow => ({
    provider: 'Microsoft Entra ID',
    source: aadsts,
    words: new RegExp(`AADSTS${code}(?![0-9])`),
    cause,
    todo,
    remedy,
    otherRemedy: remedy === 'edit_profile' ? undefined : 'edit_profile',
  })),

  {
    provider: 'Okta',
    source: 'Okta support “One or more scopes are not configured for the authorization server resource”',
    errors: ['invalid_scope'],
    words: /One or more scopes are not configured|Custom scopes are not allowed/i,
    cause:
      'This Okta authorization server does not have a scope of the profile, or the app was not granted it. The org’s own server (no /oauth2/… in the issuer) has Okta’s scopes alone.',
    todo: 'Grant the scope under “Okta API Scopes” of the app, or use a custom authorization server (…/oauth2/default).',
    remedy: 'edit_profile',
  },
  {
    provider: 'Okta',
    source: 'Okta support “Policy evaluation failed for this request”',
    errors: ['access_denied'],
    words: /Policy evaluation failed/i,
    cause:
      'No access policy of the authorization server has a rule that fits this app, user, grant type and scope.',
    todo: 'In the Admin Console: Security, API, the authorization server, Access Policies.',
    remedy: 'try_again',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Okta',
    source: 'Okta support “User is not assigned to the client application”',
    errors: ['access_denied'],
    words: /not assigned to the client application/i,
    cause: 'The account is not assigned to the app.',
    todo: 'Assign it in the Admin Console, or sign in with another account.',
    remedy: 'try_again',
  },
  {
    provider: 'Okta',
    source: 'Okta API reference “OAuth 2.0 error codes”: invalid_client',
    errors: ['invalid_client'],
    domains: okta,
    words: /client secret/i,
    cause: 'The client secret is wrong or missing.',
    todo: 'Set it anew; the app’s “Client authentication” says how it is to be sent.',
    remedy: 'set_client_secret',
    otherRemedy: 'switch_client_authentication',
  },
];
