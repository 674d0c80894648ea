import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText } from '../../errors';
import type { Clock, Logger } from '../../ports';
import { scopeParameter, type Profile } from '../../profiles/profile';
import type { Redactor } from '../../redactor';
import { readAnswer } from '../token/answers';
import type { Additions, ConnectedClient } from '../client/connectedClient';
import { checkEndpoint, isUsableEndpoint } from '../server/endpoints';
import { deviceAuthorizationRules } from '../rules/otherEndpointRules';

/** RFC 8628 §3.2, checked: fit to show, to open and to poll with. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds, as is `interval`. */
  readonly lifetime: number;
  readonly interval: number;
}

const DEFAULT_INTERVAL_SECONDS = 5;
/** A server that asks to be polled more often than that has made a mistake. */
const MIN_INTERVAL_SECONDS = 1;
/** Nobody waits longer, and timers count to 24 days only. */
const MAX_SECONDS = 24 * 60 * 60;

/**
 * What a code that a person types can consist of (RFC 8628 §6.1 has letters, digits and marks between them). It is text
 * of foreign origin and shows where the editor makes links of brackets.
 */
const typeable = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._~:+*#/-]{0,62}[\p{L}\p{N}])?$/u;

export interface DeviceAuthorizationDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/**
 * The device authorization request (RFC 8628 §3.1) and its answer (§3.2).
 * @throws ValetKeyError `token_request_refused`, `token_response_invalid`, `url_refused`, or what the transport throws
 */
export async function authorizeDevice(
  connected: ConnectedClient,
  { clock, logger, redactor }: DeviceAuthorizationDependencies,
): Promise<DeviceAuthorization> {
  const { profile, server, client, authentication } = connected;
  const { metadata } = server;
  const endpoint = checkEndpoint(
    'device_authorization_endpoint',
    metadata.device_authorization_endpoint,
    profile,
  ).href;
  const scope = scopeParameter(profile);
  const parameters = scope === undefined ? {} : { scope };
  const options = connected.options(additionsOf(profile));
  const received = await oauth.deviceAuthorizationRequest(
    metadata,
    client,
    authentication,
    parameters,
    options,
  );
  return await readAnswer(
    { from: 'device_authorization', endpoint, response: received, profile },
    deviceAuthorizationRules,
    { clock, logger, redactor },
    async (response) => {
      const body = await oauth.processDeviceAuthorizationResponse(metadata, client, response);
      redactor.protect(body.device_code, body.user_code);
      return checked(body, profile, logger);
    },
  );
}

/** What is asked for beside the scope. It is this flow’s authorization request, with all that a profile adds to that. */
function additionsOf({ resource, audience, authorizationDetails, authorizationRequest }: Profile): Additions {
  const details = authorizationDetails && JSON.stringify(authorizationDetails);
  return {
    parameters: [
      ...(resource ?? []).map((one) => ['resource', one] as const),
      ...(audience === undefined ? [] : [['audience', audience] as const]),
      ...(details === undefined ? [] : [['authorization_details', details] as const]),
      ...Object.entries(authorizationRequest?.parameters ?? {}),
    ],
    headers: authorizationRequest?.headers,
  };
}

function checked(
  body: oauth.DeviceAuthorizationResponse,
  profile: Profile,
  logger: Logger,
): DeviceAuthorization {
  const verificationUri = checkEndpoint('verification_uri', body.verification_uri, profile);
  const complete = body.verification_uri_complete;
  const userCode = cleanServerText(body.user_code);
  if (!typeable.test(userCode))
    throw unusable('its user code is not one that a person could type, and is not shown');
  return {
    deviceCode: body.device_code,
    userCode,
    verificationUri: body.verification_uri,
    verificationUriComplete:
      complete !== undefined && leadsToSame(complete, verificationUri, profile, logger)
        ? complete
        : undefined,
    lifetime: Math.min(body.expires_in, MAX_SECONDS) * 1000,
    interval: Math.max(body.interval ?? DEFAULT_INTERVAL_SECONDS, MIN_INTERVAL_SECONDS) * 1000,
  };
}

/** A person is shown the one address and sent to the other: so both have to be of one origin. */
function leadsToSame(complete: string, shown: URL, profile: Profile, logger: Logger): boolean {
  if (
    isUsableEndpoint('verification_uri_complete', complete, profile) &&
    new URL(complete).origin === shown.origin
  )
    return true;
  logger.warn(
    `The server’s verification_uri_complete is not used: it does not lead to ${shown.host} by a safe address.`,
  );
  return false;
}

function unusable(why: string): ValetKeyError {
  return new ValetKeyError(
    'token_response_invalid',
    `The answer of the device authorization endpoint cannot be used: ${why}.`,
    {
      hint: 'Check that the profile’s deviceAuthorizationEndpoint is the one in the provider’s documentation.',
      remedy: 'edit_profile',
    },
  );
}
