import { ValetKeyError } from '../errors';
import type { Host, WayBack } from './waysBack';

/**
 * Nobody came back. What is offered next is another way.
 * @param server its metadata, of which it matters whether it offers device codes
 */
export function signInTooLate(
  ways: readonly WayBack[],
  host: Host,
  server: { readonly device_authorization_endpoint?: string | undefined },
): ValetKeyError {
  const couldPaste = ways.includes('pasted_url') && ways.length > 1;
  const hints = [
    'If the browser showed an error instead of a sign-in page, compare client id, redirect URI and scope with what is registered.',
    couldPaste
      ? 'If you signed in and its last page could not be reached, start over and paste the URL of that page.'
      : undefined,
    host.kind !== 'local' && server.device_authorization_endpoint !== undefined
      ? 'This server also offers device codes, which need no way back: "grantType": "device_code".'
      : undefined,
  ];
  return new ValetKeyError('timed_out', 'Nobody finished the sign-in within 5 minutes.', {
    hint: hints.filter((hint) => hint !== undefined).join(' '),
    remedy: 'try_again',
    otherRemedy: couldPaste ? 'paste_url' : 'copy_redirect_uri',
  });
}

/** Where nobody can listen, the person can still bring the answer, to the same redirect URI (E6). */
export function explainListening(error: unknown, ways: readonly WayBack[]): unknown {
  if (!(error instanceof ValetKeyError) || !ways.includes('pasted_url')) return error;
  if (error.code !== 'port_in_use' && error.code !== 'listen_failed') return error;
  return new ValetKeyError(error.code, error.message, {
    hint: `${error.hint ?? ''} Or sign in without a listener, and paste the URL that the browser ends on.`.trim(),
    remedy: 'paste_url',
    otherRemedy: error.remedy,
    cause: error.cause,
  });
}

/** A code that was copied by itself often lacks its end: in an address it is written “%3D” (A21). */
export function explainCodeAlone(error: unknown): unknown {
  if (!(error instanceof ValetKeyError) || error.server?.error !== 'invalid_grant') return error;
  if (error.hint?.includes('%3D') === true) return error;
  return new ValetKeyError(error.code, error.message, {
    hint: `Was the code copied whole? A “%3D” or “=” at its end belongs to it; the whole URL is safer. ${error.hint ?? ''}`.trim(),
    remedy: error.remedy,
    otherRemedy: error.otherRemedy,
    server: error.server,
    cause: error.cause,
  });
}
