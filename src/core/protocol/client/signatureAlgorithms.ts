import type * as oauth from 'oauth4webapi';

/** Where metadata say what a server signs with (OpenID Connect Discovery §3, RFC 9701 §7, JARM §4). */
const members = [
  'id_token_signing_alg_values_supported',
  'userinfo_signing_alg_values_supported',
  'introspection_signing_alg_values_supported',
  'authorization_signing_alg_values_supported',
] as const;

/**
 * What a server says that it signs with, without what proves nothing: `none`, and HMAC, whose key whoever has the
 * client secret has, too. The library takes any algorithm that these lists hold. What is no list counts as not said.
 */
export function verifiableAlgorithms(
  metadata: Partial<oauth.AuthorizationServer>,
): Partial<oauth.AuthorizationServer> {
  const said = members.filter((member) => metadata[member] !== undefined);
  return Object.fromEntries(
    said.map((member) => {
      const algorithms: unknown = metadata[member];
      return [member, Array.isArray(algorithms) ? algorithms.filter(isAsymmetric) : undefined];
    }),
  );
}

function isAsymmetric(algorithm: unknown): boolean {
  return typeof algorithm === 'string' && !/^(none|HS\d*)$/i.test(algorithm);
}
