import axios, { type AxiosResponse } from 'axios';
// By these bare names: VS Code replaces `http` and `https` with its own, which know its proxy and the system's
// certificates, but not `node:http` and `node:https`.
import http from 'http';
import https from 'https';
import { TLSSocket } from 'node:tls';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { ValetKeyError, cancelled } from '../core/errors';
import type { ClientCertificate, Logger, Transport, TransportRequest } from '../core/ports';
import { handshakeRefused, tlsAlertIn } from './tlsAlerts';
import { answerUnknown, deadlinePassed, perhapsTheCertificate, requestNotSent } from './transportErrors';

const MAX_BYTES = 1024 * 1024;
const DEADLINE_MS = 30_000;
/** Statuses whose Response must have a null body (Fetch standard, "null body status"). */
const nullBodyStatuses: readonly number[] = [204, 205, 304];

export interface AxiosTransportOptions {
  readonly logger: Logger;
  /** For the whole request, the last byte of the answer included. Milliseconds. */
  readonly deadlineMs?: number;
}

/** The transport of oauth4webapi (law 12): sends to one host, follows nothing, reads at most 1 MB. */
export function createAxiosTransport({ logger, deadlineMs = DEADLINE_MS }: AxiosTransportOptions): Transport {
  return {
    async fetch(url, request) {
      const target = checkUrl(url);
      if (request.signal?.aborted) throw cancelled();

      const name = `${request.method} ${target.host}${target.pathname}`;
      const started = performance.now();
      const elapsed = () => `${Math.round(performance.now() - started)} ms`;
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), deadlineMs);
      let mayHaveLeft = false;
      try {
        const answer = await send(target, request, deadline.signal, () => (mayHaveLeft = true));
        const response = toResponse(answer, target.host);
        logger.info(`${name}: ${response.status} in ${elapsed()}`);
        return response;
      } catch (error) {
        const failure = explain(error, {
          host: target.host,
          mayHaveLeft,
          certificateShown: request.clientCertificate !== undefined,
          wasCancelled: request.signal?.aborted === true,
          deadlineMs: deadline.signal.aborted ? deadlineMs : undefined,
        });
        logger.info(`${name}: ${story(failure, mayHaveLeft)} After ${elapsed()}.`);
        throw failure;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Whether http is good enough for a host is for the core to say; this keeps out what is no web address at all. */
function checkUrl(url: string): URL {
  if (!URL.canParse(url)) throw new ValetKeyError('url_refused', 'An endpoint is not a complete URL.');
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw new ValetKeyError(
      'url_refused',
      `An endpoint begins with ${parsed.protocol}, which is not a web address.`,
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ValetKeyError(
      'url_refused',
      `The endpoint at ${parsed.host} has a user name or password in it.`,
      {
        hint: 'Take them out of the URL: credentials are sent only in the way the profile names.',
      },
    );
  }
  return parsed;
}

function send(
  target: URL,
  { method, headers, body, clientCertificate, signal }: TransportRequest,
  deadline: AbortSignal,
  onConnected: () => void,
): Promise<AxiosResponse<Uint8Array<ArrayBuffer>>> {
  return axios.request<Uint8Array<ArrayBuffer>>({
    adapter: 'http',
    url: target.href,
    method,
    headers: {
      Accept: 'application/json',
      'Cache-Control': 'no-store',
      ...headers,
      // After the caller's: the library would name itself.
      'User-Agent': 'Valet-Key',
    },
    data: body,
    transformRequest: [],
    transformResponse: [],
    responseType: 'arraybuffer',
    decompress: true,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_BYTES,
    maxBodyLength: MAX_BYTES,
    validateStatus: () => true,
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    transport: watchedTransport(onConnected, clientCertificate),
  });
}

/**
 * Node's own http and https, watched for the moment from which bytes of the request can leave: the connection is
 * made and, with TLS, the server's certificate was found good. What fails before that was not sent; anything later
 * may have been (decision 14).
 * A client's certificate goes in here, since VS Code's https drops an agent that is given to it.
 */
function watchedTransport(onConnected: () => void, certificate: ClientCertificate | undefined) {
  const identity = certificate && { key: certificate.privateKey, cert: certificate.certificates };
  return {
    request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const request =
        options.protocol === 'https:'
          ? https.request({ ...options, ...identity }, onResponse)
          : http.request(options, onResponse);
      // A connection kept for later may be dead when it is needed, and nobody could say whether the code arrived.
      request.shouldKeepAlive = false;
      request.once('socket', (socket) => {
        if (socket instanceof TLSSocket) {
          // Until the handshake is done neither is set; an agent may hand over a connection that is past it.
          const handshakeDone = socket.authorized || Boolean(socket.authorizationError);
          if (handshakeDone) onConnected();
          else socket.once('secureConnect', onConnected);
        } else if (socket.connecting) socket.once('connect', onConnected);
        else onConnected();
      });
      return request;
    },
  };
}

function toResponse(
  { status, headers, data }: AxiosResponse<Uint8Array<ArrayBuffer>>,
  host: string,
): Response {
  if (status < 200 || status > 599) {
    throw answerUnknown(host, `answered with the status ${status}, which HTTP does not have`);
  }
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // Node joins repeated headers into one string; only cookies come as a list, and those are not for us.
    if (typeof value === 'string') kept.append(name, value);
  }
  // axios takes the header away when it has decoded the body.
  const encoding = kept.get('content-encoding') ?? 'identity';
  if (data.length > 0 && encoding.toLowerCase() !== 'identity') {
    throw answerUnknown(host, 'answered in a content encoding that was not asked for');
  }
  return new Response(nullBodyStatuses.includes(status) ? null : data, { status, headers: kept });
}

interface Circumstances {
  readonly host: string;
  readonly mayHaveLeft: boolean;
  /** A certificate of the client was there to be shown. */
  readonly certificateShown: boolean;
  readonly wasCancelled: boolean;
  /** The deadline, if it passed. */
  readonly deadlineMs: number | undefined;
}

/** Our error for what axios threw. Nothing of an AxiosError is kept but its code: it holds the request (law 12). */
function explain(
  error: unknown,
  { host, mayHaveLeft, certificateShown, wasCancelled, deadlineMs }: Circumstances,
): ValetKeyError {
  if (error instanceof ValetKeyError) return error;
  if (wasCancelled) return cancelled();
  if (deadlineMs !== undefined) return deadlinePassed(host, mayHaveLeft, deadlineMs);
  const code = axios.isAxiosError(error) && error.code !== undefined ? error.code : 'unknown';
  const alert = tlsAlertIn(error);
  if (alert !== undefined) return handshakeRefused(host, alert, certificateShown);
  if (!mayHaveLeft) return requestNotSent(host, code, certificateShown);
  const tooLarge = error instanceof Error && error.message.startsWith('maxContentLength');
  return answerUnknown(
    host,
    tooLarge ? 'answered with more than 1 MB' : 'did not answer completely before the connection ended',
    code,
    certificateShown && !tooLarge ? perhapsTheCertificate : undefined,
  );
}

/** For the log: our own words, which hold nothing of the request. */
function story({ code, message }: ValetKeyError, mayHaveLeft: boolean): string {
  if (code !== 'cancelled') return `${code}: ${message}`;
  return mayHaveLeft ? 'Cancelled; the server may have issued a token.' : message;
}
