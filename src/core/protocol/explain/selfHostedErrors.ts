import { grantTypeOf, type ErrorRow } from './advice';

/** What servers that people run themselves mean by their errors: with no domain to know them by, the words must do. */
export const selfHostedErrors: readonly ErrorRow[] = [
  {
    provider: 'Keycloak',
    source:
      'keycloak AuthorizationEndpoint and ClientAuthUtil: “Invalid client or Invalid client credentials”',
    errors: ['unauthorized_client', 'invalid_client'],
    words: /Invalid client or Invalid client credentials/i,
    cause: 'The client ID or its secret is wrong, or the client is not one with “Client authentication”.',
    todo: 'Compare both with the realm’s client (Credentials).',
    remedy: 'set_client_secret',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Keycloak',
    source: 'keycloak TokenEndpoint: “Client not enabled to retrieve service account”',
    errors: ['unauthorized_client', 'invalid_client'],
    words: /not enabled to retrieve service account/i,
    cause: 'The client has no service account, which client_credentials needs.',
    todo: 'Tick “Service accounts roles” in the realm’s client (Capability config).',
    remedy: 'try_again',
    otherRemedy: 'edit_profile',
  },
  {
    provider: 'Keycloak',
    source: 'keycloak TokenEndpoint: “Account is not fully set up”',
    errors: ['invalid_grant'],
    words: /Account is not fully set up/i,
    cause: 'The account has something to do first, such as a new password or a verified address.',
    todo: 'Sign in once with a browser, or take the required actions off the account.',
    remedy: 'try_again',
  },
  {
    provider: 'Glewlwyd',
    source: 'Glewlwyd 2.7 src/plugin/protocol_oidc.c; seen with Debian’s package',
    errors: ['invalid_code'],
    cause: 'The code expired or was used already, or the code verifier does not belong to it.',
    todo: 'Start again.',
    remedy: 'try_again',
  },
  {
    provider: 'Glewlwyd',
    source: 'Glewlwyd 2.7 src/plugin/protocol_oidc.c; seen with Debian’s package',
    errors: ['scope_invalid'],
    cause: 'The server does not know a scope of the profile, or this app may not have it.',
    todo: 'Compare scope with what is registered for the app.',
    remedy: 'edit_profile',
  },
  {
    provider: 'Glewlwyd',
    source: 'seen with Debian’s package: Basic credentials that it reads without decoding them',
    errors: ['unauthorized_client'],
    from: ['token'],
    when: ({ profile }) => profile.tokenEndpointAuthMethod === 'client_secret_basic',
    cause: (context) =>
      `This app may not use the grant type ${grantTypeOf(context)}; or the server reads the client’s ID and secret without decoding them, as Glewlwyd does.`,
    todo: 'Allow the grant type where the app is registered. If ID or secret holds characters such as % + : or a space, set tokenEndpointAuthMethod to client_secret_basic_raw.',
    remedy: 'edit_profile',
    otherRemedy: 'switch_client_authentication',
  },
];
