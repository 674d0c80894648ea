import { ValetKeyError } from '../core/errors';
import { bareCause } from './transportErrors';

/** Alerts by which a server refuses a handshake because of the client's certificate (RFC 8446 §6.2). */
const certificateAlerts: Readonly<Record<number, (host: string) => string>> = {
  40: (host) => `${host} ended the handshake, and may not accept the client’s certificate`,
  41: (host) => `${host} wants a certificate of the client`,
  42: (host) => `${host} does not accept the client’s certificate`,
  43: (host) => `${host} cannot use the client’s kind of certificate`,
  44: (host) => `For ${host}, the client’s certificate is revoked`,
  45: (host) => `For ${host}, the client’s certificate has expired`,
  46: (host) => `${host} does not accept the client’s certificate`,
  48: (host) => `${host} does not know the authority that signed the client’s certificate`,
  49: (host) => `${host} gives no access with the client’s certificate`,
  51: (host) => `${host} could not verify that the client has the key of its certificate`,
  116: (host) => `${host} wants a certificate of the client`,
};
const HANDSHAKE_FAILURE = 40;

/** The TLS alert that a server sent, as OpenSSL and BoringSSL put it into their errors; only those about certificates. */
export function tlsAlertIn(error: unknown): number | undefined {
  const text = error instanceof Error ? error.message : '';
  // The number itself, or within OpenSSL's error code: the low 12 bits are 1000 and the alert.
  const [, number] = /SSL alert number (\d+)/.exec(text) ?? [];
  const [, code = ''] = /error:([0-9a-f]{8}):SSL routines/i.exec(text) ?? [];
  const alert = number === undefined ? (Number.parseInt(code, 16) & 0xfff) - 1000 : Number(number);
  return certificateAlerts[alert] === undefined ? undefined : alert;
}

/**
 * The server refused the handshake. In TLS 1.3 that comes after the request has left, but such a server has not
 * looked at it.
 */
export function handshakeRefused(host: string, alert: number, certificateShown: boolean): ValetKeyError {
  const words =
    alert === HANDSHAKE_FAILURE && !certificateShown
      ? `${host} ended the handshake, and may want a certificate of the client`
      : certificateAlerts[alert]?.(host);
  const code = `TLS alert ${alert}`;
  return new ValetKeyError('request_not_sent', `${words} (${code}).`, {
    hint: certificateShown
      ? 'Check that the certificate is the one that is registered at the server, and that it is sent with those of the authorities between.'
      : 'If the client is registered with a certificate, set tokenEndpointAuthMethod to tls_client_auth or self_signed_tls_client_auth.',
    remedy: certificateShown ? 'set_client_key' : 'edit_profile',
    cause: bareCause(code),
  });
}
