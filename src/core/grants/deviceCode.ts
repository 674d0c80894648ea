import * as oauth from 'oauth4webapi';
import { ValetKeyError, cancelled, isCancelled } from '../errors';
import type { Browser, Clock, Logger, Prompt } from '../ports';
import type { Clients, ConnectedClient } from '../protocol/client/connectedClient';
import { authorizeDevice, type DeviceAuthorization } from '../protocol/authorization/deviceAuthorization';
import { newDpopKey } from '../protocol/client/dpop';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { Grant, GrantRequest } from './grant';

/** RFC 8628 §3.5: what each `slow_down` adds, for good. */
const SLOW_DOWN_MILLISECONDS = 5000;

export interface DeviceCodeDependencies {
  readonly clients: Clients;
  readonly tokenEndpoint: TokenEndpoint;
  readonly prompt: Prompt;
  readonly browser: Browser;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** The device authorization grant (RFC 8628): a person enters a code, here or on another device, and we ask for the token. */
export class DeviceCodeGrant implements Grant {
  constructor(private readonly dependencies: DeviceCodeDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients } = this.dependencies;
    const { progress } = request;
    const ended = new AbortController();
    const signal = AbortSignal.any([request.signal, ended.signal]);
    try {
      progress.report('Looking up the authorization server…');
      const connected = await clients.connect({ ...request, signal }, [
        'device_authorization_endpoint',
        'token_endpoint',
      ]);
      progress.report('Asking for a code…');
      const authorization = await authorizeDevice(connected, this.dependencies);
      this.#show(request, authorization, signal);
      const granted = await this.#withinLifetime(
        authorization.lifetime,
        this.#poll(connected, authorization),
        signal,
      );
      // The code has served: nothing shows it any longer.
      ended.abort();
      return await keep(granted);
    } catch (error) {
      throw request.signal.aborted ? cancelled() : error;
    } finally {
      ended.abort();
    }
  }

  /** Not waited for: the code may be entered on another device while a dialog still shows it. */
  #show(
    { profile, progress }: GrantRequest,
    { userCode, verificationUri, verificationUriComplete, lifetime }: DeviceAuthorization,
    signal: AbortSignal,
  ): void {
    const { prompt, browser, clock, logger } = this.dependencies;
    progress.report(`Waiting for you to enter the code ${userCode} at ${placeOf(verificationUri)}…`);
    const code = {
      profile: profile.name,
      userCode,
      verificationUri,
      verificationUriComplete,
      expiresAt: clock.now() + lifetime,
    };
    prompt
      .userCode(code, signal, (url) => browser.open(url, profile.browser))
      .catch(() => logger.warn('The code could not be shown in a dialog; the progress message shows it.'));
  }

  /** Asks for the token again and again, as often as the server likes it (RFC 8628 §3.4, §3.5). */
  async #poll(connected: ConnectedClient, authorization: DeviceAuthorization): Promise<Granted> {
    const { tokenEndpoint, clock } = this.dependencies;
    const { server, signal, profile } = connected;
    const dpop = await newDpopKey(connected);
    let { interval } = authorization;
    for (;;) {
      await clock.delay(Math.min(interval, authorization.lifetime), signal);
      try {
        return await tokenEndpoint.request({
          connected,
          dpop,
          scope: profile.scope,
          send: (client, authentication, options) =>
            oauth.deviceCodeGrantRequest(
              server.metadata,
              client,
              authentication,
              authorization.deviceCode,
              options,
            ),
          process: (client, response) => oauth.processDeviceCodeResponse(server.metadata, client, response),
        });
      } catch (error) {
        interval = this.#nextInterval(error, interval);
      }
    }
  }

  /** How long to wait before asking again. @throws what ends the asking */
  #nextInterval(error: unknown, interval: number): number {
    if (!(error instanceof ValetKeyError) || isCancelled(error)) throw error;
    const { logger } = this.dependencies;
    switch (error.server?.error) {
      case 'authorization_pending':
        return interval;
      case 'slow_down':
        logger.info(
          `The server wants to be asked less often: every ${seconds(interval + SLOW_DOWN_MILLISECONDS)} s.`,
        );
        return interval + SLOW_DOWN_MILLISECONDS;
      case 'access_denied':
        throw denied(error.server.errorDescription);
      case 'expired_token':
        throw expired();
      case undefined:
      default:
        return this.#afterFault(error, interval);
    }
  }

  /**
   * RFC 8628 §3.5: a connection that times out means to ask less often, and any other error ends the asking. A server
   * that is down for a moment, while a person looks for their phone, has said no error.
   */
  #afterFault(error: ValetKeyError, interval: number): number {
    const isInTrouble = error.server?.error === undefined && (error.server?.httpStatus ?? 0) >= 500;
    const isLost = error.code === 'answer_unknown' || isInTrouble;
    if (!isLost && error.code !== 'request_not_sent') throw error;
    const isTimeOut = (error.cause as { code?: unknown } | undefined)?.code === 'ETIMEDOUT';
    // Whether an answer that got lost held the token, the next one tells: the code is good once.
    const next = isTimeOut || isLost ? interval * 2 : interval;
    this.dependencies.logger.warn(`${error.message} The server is asked again in ${seconds(next)} s.`);
    return next;
  }

  /** What comes of the asking, or the end of the code's life; whichever is first. Leaves no timer behind. */
  async #withinLifetime(lifetime: number, polled: Promise<Granted>, signal: AbortSignal): Promise<Granted> {
    const limit = this.dependencies.clock.delay(lifetime, signal).then(() => {
      throw expired();
    });
    limit.catch(() => undefined);
    polled.catch(() => undefined);
    return await Promise.race([polled, limit]);
  }
}

function denied(description: string | undefined): ValetKeyError {
  const words = description === undefined ? '.' : ` — “${description}”`;
  return new ValetKeyError('authorization_refused', `The sign-in was refused: access_denied${words}`, {
    hint: 'You, or the server’s rules, said no. Nothing was changed.',
    remedy: 'try_again',
  });
}

function expired(): ValetKeyError {
  return new ValetKeyError(
    'timed_out',
    'Nobody entered the code while it was valid, so the sign-in has ended.',
    {
      hint: 'Start again for a new code.',
      remedy: 'try_again',
    },
  );
}

/** Where a person goes: the host, and the path unless there is none. */
function placeOf(uri: string): string {
  const { host, pathname } = new URL(uri);
  return pathname === '/' ? host : `${host}${pathname}`;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
