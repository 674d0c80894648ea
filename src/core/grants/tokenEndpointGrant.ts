import * as oauth from 'oauth4webapi';
import { scopeParameter } from '../profiles/profile';
import type { ConnectedClient } from '../protocol/client/connectedClient';
import { newDpopKey } from '../protocol/client/dpop';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';

/** A grant that is one request to the token endpoint. */
export interface DirectGrant {
  /** `grant_type` as it goes over the wire. */
  readonly grantType: string;
  /** What the grant adds to scope, resource, audience and the profile's own parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Token types beside Bearer and DPoP that are for the caller to explain. */
  readonly recognizedTokenTypes?: oauth.RecognizedTokenTypes;
}

/** Sends one token request with the profile's scope (RFC 6749 §4.5), and binds the token when the profile says so. */
export async function requestDirectly(
  tokenEndpoint: TokenEndpoint,
  connected: ConnectedClient,
  { grantType, parameters, recognizedTokenTypes }: DirectGrant,
): Promise<Granted> {
  const { profile, server } = connected;
  const scope = scopeParameter(profile);
  return await tokenEndpoint.request({
    connected,
    dpop: await newDpopKey(connected),
    scope: profile.scope,
    send: (client, authentication, options) =>
      oauth.genericTokenEndpointRequest(
        server.metadata,
        client,
        authentication,
        grantType,
        { ...parameters, ...(scope !== undefined && { scope }) },
        options,
      ),
    process: (client, response) =>
      oauth.processGenericTokenEndpointResponse(
        server.metadata,
        client,
        response,
        recognizedTokenTypes && { recognizedTokenTypes },
      ),
  });
}
