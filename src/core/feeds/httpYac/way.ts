import { ValetKeyError } from '../../errors';
import { isLoopback } from '../../profiles/urls';
import type { HttpYacRequest } from './httpYacTypes';

/**
 * Stops a request that a file leads through a machine which would read the token, whatever its address says: a proxy
 * (`# @proxy`) that may show any certificate (`# @noRejectUnauthorized`), or one between here and this machine itself.
 * @throws ValetKeyError `not_offered`
 */
export function checkWay({ url, proxy, noRejectUnauthorized }: HttpYacRequest, profile: string): void {
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
