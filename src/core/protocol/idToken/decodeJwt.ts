import { objectInJwtPart } from '../../jwt';

/**
 * What a JWT says, without believing any of it: for what was validated before, or for a person to look at (D19).
 * @returns its claims; `undefined` for anything that is no JWT of claims
 */
export function decodeJwt(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature, more] = token.split('.');
  if (payload === undefined || signature === undefined || more !== undefined) return undefined;
  return objectInJwtPart(payload);
}
