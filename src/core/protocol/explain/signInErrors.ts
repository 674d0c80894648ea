import type { ErrorRow } from './advice';

const authorizationErrors = 'RFC 6749 §4.1.2.1';
const openIdErrors = 'OpenID Connect Core §3.1.2.6';
const atBrowser = ['authorization', 'pushed_authorization'] as const;

/** The standards' errors about a sign-in: what was asked for in the browser, and what binds the code to it. */
export const signInErrors: readonly ErrorRow[] = [
  {
    provider: 'RFC 7636',
    source:
      'RFC 7636 §4.4.1; Keycloak “Missing parameter: code_challenge_method”, oidc-provider “policy requires PKCE”',
    errors: ['invalid_request', 'invalid_grant'],
    words: /code.?challenge|code.?verifier|PKCE/i,
    when: ({ profile }) => profile.codeChallengeMethod === 'none',
    cause: 'The server demands PKCE, and the profile has it turned off.',
    todo: 'Take codeChallengeMethod out of the profile.',
    remedy: 'edit_profile',
  },
  {
    provider: 'RFC 7636',
    source: 'RFC 7636 §4.6; Keycloak “PKCE verification failed”, Auth0 “Failed to verify code verifier”',
    errors: ['invalid_grant'],
    words: /code.?challenge|code.?verifier|PKCE/i,
    cause: ({ profile }) =>
      profile.codeVerifier === 'ask'
        ? 'The code verifier that was typed does not belong to the code.'
        : 'The server says that the code belongs to another sign-in than this one.',
    todo: 'Start again.',
    remedy: 'try_again',
  },
  {
    provider: 'RFC 7636',
    source: 'RFC 7636 §4.4.1: “transform algorithm not supported”',
    errors: ['invalid_request', 'unsupported_parameter'],
    words: /^(?!.*(requir|missing)).*(code.?challenge|code.?verifier|transform algorithm|PKCE)/i,
    cause:
      'The server does not take PKCE as the profile has it. It is never turned off by itself: it protects the sign-in.',
    todo: ({ profile }) =>
      profile.codeChallengeMethod === 'S256'
        ? 'If your provider’s documentation says that it has no PKCE, turn it off for this profile.'
        : 'Most servers want codeChallengeMethod S256. If yours has no PKCE at all, turn it off for this profile.',
    remedy: 'turn_pkce_off',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'several',
    source: 'RFC 6749 §3.1.2.4; GitHub, Google, Salesforce and others name it so',
    errors: ['redirect_uri_mismatch', 'invalid_redirect_uri', 'bad_redirect_uri'],
    cause: 'The redirect URI is not one that is registered for this client ID.',
    todo: 'Register it where the app is registered, letter by letter: scheme, host, port, path and final slash all count.',
    remedy: 'copy_redirect_uri',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'several',
    source:
      'RFC 6749 §4.1.3 and §5.2; Keycloak “Incorrect redirect_uri”, oidc-provider “redirect_uri mismatch”',
    errors: ['invalid_request', 'invalid_grant', 'invalid_client', 'unauthorized_client'],
    words: /redirect.?ur[il]|callback.?ur[il]/i,
    cause: 'The redirect URI is not one that is registered for this client ID.',
    todo: 'Register it where the app is registered, letter by letter: scheme, host, port, path and final slash all count.',
    remedy: 'copy_redirect_uri',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'RFC 6749',
    source: authorizationErrors,
    errors: ['unauthorized_client', 'unsupported_response_type'],
    from: atBrowser,
    cause: ({ profile }) => `This app may not use the ${flowOf(profile.grantType)}.`,
    todo: 'Allow it where the app is registered.',
    remedy: 'edit_profile',
  },
  {
    provider: 'RFC 6749',
    source: authorizationErrors,
    errors: ['access_denied'],
    cause: 'You, or the server’s rules, said no.',
    todo: 'Nothing was changed.',
    remedy: 'try_again',
  },
  {
    provider: 'RFC 6749',
    source: authorizationErrors,
    errors: ['server_error', 'temporarily_unavailable'],
    cause: 'The fault is the server’s.',
    todo: 'Try again in a while.',
    remedy: 'try_again',
  },
  {
    provider: 'RFC 9396',
    source: 'RFC 9396 §5',
    errors: ['invalid_authorization_details'],
    cause:
      'The server does not accept the profile’s authorizationDetails: a type it does not know, or a member that is missing or wrong.',
    todo: 'Compare them with your provider’s documentation.',
    remedy: 'edit_profile',
  },
  {
    provider: 'RFC 9101',
    source: 'RFC 9101 §6.3; OpenID Connect Core §3.1.2.6',
    errors: ['invalid_request_object', 'invalid_request_uri'],
    cause:
      'The server does not accept the signed request: it does not know the key, or not this algorithm, or has waited too long.',
    todo: 'Compare requestObjectSigningAlg and the key with what is registered.',
    remedy: 'edit_profile',
    otherRemedy: 'set_client_key',
  },
  {
    provider: 'OpenID Connect',
    source: openIdErrors,
    errors: ['request_not_supported', 'request_uri_not_supported'],
    cause: 'The server takes no signed requests.',
    todo: 'Take requestObjectSigningAlg out of the profile.',
    remedy: 'edit_profile',
  },
  {
    provider: 'OpenID Connect',
    source: openIdErrors,
    errors: ['login_required', 'interaction_required', 'account_selection_required'],
    cause:
      'The server needs you to sign in or choose an account, and the profile’s prompt forbids it to ask.',
    todo: 'Take prompt out of the profile, or write another value than none.',
    remedy: 'edit_profile',
    otherRemedy: 'try_again',
  },
  {
    provider: 'OpenID Connect',
    source: openIdErrors,
    errors: ['consent_required'],
    cause: 'You, or an administrator, must first allow the app what it asks for.',
    todo: 'If the profile has "prompt": "none", take it out; otherwise write "prompt": "consent", or ask the administrator.',
    remedy: 'edit_profile',
    otherRemedy: 'try_again',
  },
  {
    provider: 'OpenID Connect',
    source: 'OpenID Connect Core Unmet Authentication Requirements 1.0',
    errors: ['unmet_authentication_requirements'],
    cause: 'The server cannot sign you in as strongly as the profile’s acrValues, claims or maxAge demand.',
    todo: 'Compare them with your provider’s documentation.',
    remedy: 'edit_profile',
  },
  {
    provider: 'RFC 6749',
    source: authorizationErrors,
    errors: ['invalid_request'],
    from: atBrowser,
    cause: 'Something in the request is missing, wrong, or not expected by the server.',
    todo: 'Compare client id, redirect URI and scope with what is registered.',
    remedy: 'edit_profile',
    otherRemedy: 'copy_redirect_uri',
  },
];

function flowOf(grantType: string): string {
  switch (grantType) {
    case 'implicit':
      return 'implicit flow';
    case 'hybrid':
      return 'hybrid flow';
    default:
      return 'authorization code flow';
  }
}
