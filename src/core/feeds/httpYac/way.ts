import { ValetKeyError } from '../../errors';
import { isLoopback } from '../../profiles/urls';
import { isHostOf } from '../../requestFiles/hostHeader';
import type { HttpYacRequest } from './httpYacTypes';

/**
 * Stops a request whose `Host` header names another server than its address, which behind one address is another's, and
 * one that a file leads through a machine which would read the token, whatever its address says: a proxy
 * (`# @proxy`) that may show any certificate (`# @noRejectUnauthorized`), or one between here and this machine itself.
 * @throws ValetKeyError `not_offered`
 */
export function checkWay(request: HttpYacRequest, profile: string): void {
  const { url, proxy, noRejectUnauthorized } = request;
  if (!isHostOf(url, hostHeaders(request.headers))) throw otherHost(profile);
  if (typeof proxy !== 'string' || proxy === '') return;
  const target = new URL(url);
  const isLoose = noRejectUnauthorized === true;
  if (!isLoose && !(target.protocol === 'http:' && isLoopback(target))) return;
  const error = new ValetKeyError(
    'not_offered',
    isLoose
      ? `This request goes through a proxy and takes any certificate, so the proxy could read the token of “${profile}”. It was not sent.`
      : `This request to this very machine goes through a proxy, which could read the token of “${profile}”. It was not sent.`,
    {
      hint: isLoose
        ? 'Take out “# @noRejectUnauthorized” or “# @proxy”, or what sets the like for all requests.'
        : 'Take out “# @proxy”, or what sets the like for all requests.',
    },
  );
  error.profile = profile;
  throw error;
}

/** What the headers name as the server: in HTTP/2 it has a name of its own (RFC 9113 §8.3.1). */
export function hostHeaders(headers: Readonly<Record<string, unknown>> = {}): readonly string[] {
  return Object.entries(headers)
    .filter(([name, value]) => /^(?:host|:authority)$/i.test(name) && value !== undefined)
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .map(String);
}

function otherHost(profile: string): ValetKeyError {
  const error = new ValetKeyError(
    'not_offered',
    `The Host header of this request names another server than its address, and that one would get the token of “${profile}”. It was not sent.`,
    { hint: 'Take out the Host header, or write the server that the token is for into the address.' },
  );
  error.profile = profile;
  return error;
}
