import type { Remedy } from '../../../../../src/core/errors';
import type { Endpoint } from '../../../../../src/core/protocol/explain/advice';

export interface Circumstances {
  readonly from?: Endpoint;
  readonly host?: string;
  readonly refreshing?: boolean;
  readonly profile?: Readonly<Record<string, unknown>>;
}

export type Case = readonly [
  error: string,
  description: string | undefined,
  circumstances: Circumstances,
  hint: RegExp,
  remedy: Remedy | undefined,
];

export const secret = { tokenEndpointAuthMethod: 'client_secret_basic' };
export const authorization = { from: 'authorization' } as const;

/** Errors as the providers send them. */
export const ofProviders: readonly Case[] = [
  // The four of Trigger Hours' tutorial; the fourth is the API's.
  [
    'redirect_uri_mismatch',
    'redirect_uri must match configuration',
    {},
    /callback URL.*5 to 10 minutes/,
    'copy_redirect_uri',
  ],
  ['invalid_grant', 'authentication failure', {}, /consumer key and secret.*5 to 10 minutes/, 'try_again'],
  ['invalid_grant', 'expired authorization code', {}, /one use.*%3D.*5 to 10 minutes/s, 'try_again'],
  ['invalid_client_id', 'client identifier invalid', {}, /another org.*5 to 10 minutes/s, 'edit_profile'],
  [
    'invalid_client',
    'invalid client credentials',
    { profile: secret },
    /consumer secret/,
    'set_client_secret',
  ],
  ['invalid_grant', 'expired access/refresh token', { refreshing: true }, /withdrawn/, 'get_new_token'],

  [
    'invalid_client',
    'AADSTS7000215: Invalid client secret provided. Ensure …',
    { profile: secret },
    /not its Secret ID/,
    'set_client_secret',
  ],
  [
    'invalid_client',
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    {},
    /Allow public client flows/,
    'switch_client_authentication',
  ],
  [
    'invalid_request',
    "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    {},
    /Mobile and desktop/,
    'copy_redirect_uri',
  ],
  [
    'invalid_request',
    'AADSTS50011: The redirect URI specified …',
    authorization,
    /Mobile and desktop/,
    'copy_redirect_uri',
  ],
  [
    'invalid_grant',
    'AADSTS65001: The user or administrator has not consented …',
    {},
    /admin consent/,
    'try_again',
  ],
  [
    'unauthorized_client',
    'AADSTS700016: Application with identifier … was not found',
    {},
    /no app with this client ID/,
    'edit_profile',
  ],
  ['invalid_request', "AADSTS90002: Tenant 'x' not found.", {}, /no such tenant/, 'edit_profile'],

  [
    'invalid_scope',
    'One or more scopes are not configured for the authorization server resource.',
    authorization,
    /Okta API Scopes/,
    'edit_profile',
  ],
  [
    'access_denied',
    'Policy evaluation failed for this request, please check the policy configurations.',
    authorization,
    /Access Policies/,
    'try_again',
  ],
  [
    'access_denied',
    'User is not assigned to the client application.',
    authorization,
    /not assigned/,
    'try_again',
  ],

  [
    'invalid_grant',
    'Token has been expired or revoked.',
    { refreshing: true },
    /seven days/,
    'get_new_token',
  ],
  ['invalid_grant', 'Malformed auth code.', {}, /not whole/, 'try_again'],
  ['invalid_request', 'client_secret is missing.', {}, /client_secret_post/, 'switch_client_authentication'],
  [
    'redirect_uri_mismatch',
    'Bad Request',
    { host: 'oauth2.googleapis.com' },
    /Desktop app/,
    'copy_redirect_uri',
  ],

  ['bad_verification_code', 'The code passed is incorrect or expired.', {}, /ten minutes/, 'try_again'],
  [
    'incorrect_client_credentials',
    'The client_id and/or client_secret passed are incorrect.',
    { profile: secret },
    /GitHub/,
    'set_client_secret',
  ],
  [
    'redirect_uri_mismatch',
    'The redirect_uri MUST match the registered callback URL for this application.',
    {},
    /not one that is registered/,
    'copy_redirect_uri',
  ],
  ['device_flow_disabled', undefined, { from: 'device_authorization' }, /Enable Device Flow/, 'try_again'],

  [
    'access_denied',
    'Service not enabled within domain: https://api.example.com',
    {},
    /audience/,
    'edit_profile',
  ],
  ['access_denied', 'Unauthorized', { profile: secret }, /client secret is wrong/, 'set_client_secret'],
  [
    'unauthorized_client',
    "Grant type 'client_credentials' not allowed for the client.",
    {},
    /Advanced Settings/,
    'edit_profile',
  ],
  [
    'unauthorized_client',
    'Invalid client or Invalid client credentials',
    { profile: secret },
    /realm’s client/,
    'set_client_secret',
  ],
  [
    'unauthorized_client',
    'Client not enabled to retrieve service account',
    {},
    /Service accounts roles/,
    'try_again',
  ],
  [
    'invalid_client',
    undefined,
    { host: 'x.auth.eu-west-1.amazoncognito.com', profile: secret },
    /user pool/,
    'set_client_secret',
  ],
  [
    'bad_client_secret',
    undefined,
    { host: 'slack.com', profile: secret },
    /Basic Information/,
    'set_client_secret',
  ],
  ['invalid_auth', undefined, { host: 'slack.com', profile: secret }, /Slack/, 'set_client_secret'],
  ['invalid_code', undefined, { host: 'slack.com' }, /Slack/, 'try_again'],
  ['invalid_code', undefined, {}, /code verifier/, 'try_again'],
];

/** The standards' errors, for any server. */
export const ofStandards: readonly Case[] = [
  ['invalid_grant', undefined, {}, /code expired/, 'try_again'],
  // IdentityServer says no more than the code of an error, and uses each as the standard has it.
  ['invalid_grant', undefined, { host: 'login.saltoks.com', profile: secret }, /code expired/, 'try_again'],
  ['invalid_grant', undefined, { refreshing: true }, /refresh token/, 'get_new_token'],
  ['invalid_grant', 'code_verifier does not match', {}, /another sign-in/, 'try_again'],
  ['invalid_client', undefined, {}, /No client secret was sent/, 'switch_client_authentication'],
  ['invalid_client', undefined, { profile: secret }, /client_secret_basic/, 'set_client_secret'],
  ['invalid_scope', undefined, authorization, /scope/, 'edit_profile'],
  ['unauthorized_client', undefined, authorization, /authorization code flow/, 'edit_profile'],
  ['unauthorized_client', undefined, {}, /grant type authorization_code/, 'edit_profile'],
  ['unsupported_grant_type', undefined, { refreshing: true }, /grant type refresh_token/, 'edit_profile'],
  ['unsupported_response_type', undefined, authorization, /authorization code flow/, 'edit_profile'],
  ['access_denied', undefined, authorization, /said no/, 'try_again'],
  ['server_error', undefined, authorization, /server’s/, 'try_again'],
  ['temporarily_unavailable', undefined, authorization, /server’s/, 'try_again'],
  ['expired_token', undefined, {}, /nobody|anybody/, 'try_again'],
  ['invalid_target', undefined, {}, /resource/, 'edit_profile'],
  ['invalid_authorization_details', undefined, authorization, /authorizationDetails/, 'edit_profile'],
  ['invalid_dpop_proof', undefined, {}, /DPoP/, 'try_again'],
  ['use_dpop_nonce', undefined, {}, /DPoP/, 'try_again'],
  [
    'invalid_request_object',
    undefined,
    { from: 'pushed_authorization' },
    /requestObjectSigningAlg/,
    'edit_profile',
  ],
  ['request_not_supported', undefined, authorization, /signed requests/, 'edit_profile'],
  ['login_required', undefined, authorization, /prompt/, 'edit_profile'],
  ['interaction_required', undefined, authorization, /prompt/, 'edit_profile'],
  ['account_selection_required', undefined, authorization, /prompt/, 'edit_profile'],
  ['consent_required', undefined, authorization, /administrator/, 'edit_profile'],
  ['unmet_authentication_requirements', undefined, authorization, /acrValues/, 'edit_profile'],
  ['unsupported_token_type', undefined, { from: 'revocation' }, /stays valid/, undefined],
  ['invalid_token', undefined, { from: 'userinfo' }, /expired/, 'get_new_token'],
  ['insufficient_scope', undefined, { from: 'userinfo' }, /openid/, 'edit_profile'],
  ['invalid_request', undefined, { refreshing: true }, /refresh token is dead/, 'get_new_token'],
  ['invalid_request', undefined, authorization, /client id, redirect URI and scope/, 'edit_profile'],
  ['invalid_request', undefined, {}, /tokenRequest/, 'edit_profile'],
  [
    'invalid_request',
    'Invalid parameter: redirect_uri',
    authorization,
    /not one that is registered/,
    'copy_redirect_uri',
  ],
  ['something_else', undefined, {}, /^$/, 'try_again'],
];
