import * as oauth from 'oauth4webapi';
import { ValetKeyError, cancelled } from '../../errors';
import type { Clock, Prompt } from '../../ports';
import { isOidc, usesRedirect, type Profile } from '../../profiles/profile';
import { asksFor, isSignedResponse } from '../../profiles/responseType';
import type { Redactor } from '../../redactor';
import type { ConnectedClient } from '../client/connectedClient';
import { newDpopKey, type DpopKey } from '../client/dpop';

/** One sign-in, from its request to its token: what it sends and must get back, fresh for each (RFC 9700 §2.1.1). */
export interface Flow {
  readonly connected: ConnectedClient;
  /** base64url only, as are the others that we generate (decision 8). */
  readonly state: string;
  /** RFC 7636; absent when PKCE is off or no code will come. */
  readonly codeVerifier: string | undefined;
  /** Where an ID token may come (OpenID Connect Core §3.1.2.1, §3.2.2.1). */
  readonly nonce: string | undefined;
  /** The key that the code, and then the token, is bound to (RFC 9449 §10). */
  readonly dpop: DpopKey | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface FlowDependencies {
  readonly prompt: Prompt;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/**
 * Makes what a new sign-in needs; everything secret is protected.
 * @throws ValetKeyError `not_offered`, `cancelled`, `input_invalid` when a person is asked for the verifier
 */
export async function startFlow(
  connected: ConnectedClient,
  { prompt, clock, redactor }: FlowDependencies,
): Promise<Flow> {
  const { profile, server, signal } = connected;
  if (server.metadata.jwks_uri === undefined && comesSigned(profile)) {
    throw new ValetKeyError(
      'not_offered',
      'The server states no jwks_uri, so the signature of its answer to the sign-in could not be checked.',
      {
        hint: 'Write jwksUri in the profile, or use the grant type authorization_code without a responseMode.',
        remedy: 'edit_profile',
      },
    );
  }
  const flow: Flow = {
    connected,
    state: oauth.generateRandomState(),
    codeVerifier: await codeVerifierOf(profile, prompt, signal),
    nonce: needsNonce(profile) ? oauth.generateRandomNonce() : undefined,
    dpop: await newDpopKey(connected),
    startedAt: clock.now(),
  };
  redactor.protect(flow.state, flow.codeVerifier, flow.nonce);
  return flow;
}

/** What comes through the browser is believed for its signature alone (OpenID Connect Core §3.2.2.11, JARM §2.4). */
function comesSigned(profile: Profile): boolean {
  return isSignedResponse(profile) || asksFor(profile, 'id_token');
}

/** Some servers demand one of every implicit request (Okta), which the standard does where an ID token comes. */
function needsNonce(profile: Profile): boolean {
  return isOidc(profile) || (usesRedirect(profile) && profile.grantType !== 'authorization_code');
}

/** RFC 7636 §4.1. */
const usableVerifier = /^[A-Za-z0-9\-._~]{43,128}$/;

async function codeVerifierOf(
  profile: Profile,
  prompt: Prompt,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!asksFor(profile, 'code') || profile.codeChallengeMethod === 'none') return undefined;
  // 32 octets, so 43 characters.
  if (profile.codeVerifier === 'generate') return oauth.generateRandomCodeVerifier();
  const typed = await prompt.secret(
    {
      title: `Code verifier for “${profile.name}”`,
      prompt: 'Paste the code verifier: 43 to 128 characters. It is used for this sign-in and not kept.',
    },
    signal,
  );
  if (typed === undefined || signal.aborted) throw cancelled();
  if (usableVerifier.test(typed)) return typed;
  throw new ValetKeyError('input_invalid', 'That cannot be a code verifier.', {
    hint: 'It has 43 to 128 characters, each a letter of ASCII, a digit or one of - . _ ~ (RFC 7636 §4.1). Or leave codeVerifier out of the profile, and a new one is made for each sign-in.',
    remedy: 'try_again',
  });
}

/**
 * What the ID token of a token response is held against (OpenID Connect Core §3.1.3.7): the nonce, and how long ago
 * the person may have signed in, in seconds: what the profile allows, and the time that this flow took.
 */
export function idTokenChecks(flow: Flow, clock: Clock): oauth.ProcessAuthorizationCodeResponseOptions {
  const maxAge = maxAgeOf(flow, clock);
  return isOidc(flow.connected.profile) && flow.nonce !== undefined
    ? { expectedNonce: flow.nonce, requireIdToken: true, ...(maxAge !== undefined && { maxAge }) }
    : {};
}

export function maxAgeOf({ connected, startedAt }: Flow, clock: Clock): number | undefined {
  const { maxAge } = connected.profile;
  return maxAge === undefined ? undefined : maxAge + Math.max(0, Math.ceil((clock.now() - startedAt) / 1000));
}
