/** Two of one kind make an answer ambiguous (RFC 6749 §3.1). */
const singleParameters = ['state', 'code', 'iss', 'error', 'response', 'access_token', 'id_token'];

/** The parameter that an authorization response holds more than once, which makes it nobody's. */
export function doubledParameter(parameters: URLSearchParams): string | undefined {
  return singleParameters.find((name) => parameters.getAll(name).length > 1);
}

/** The query of a redirect URI that an answer has to bring back (RFC 6749 §3.1.2), and whether it did. */
export function bringsBack(wanted: URLSearchParams, got: URLSearchParams): boolean {
  return [...new Set(wanted.keys())].every(
    (name) => wanted.getAll(name).join('\n') === got.getAll(name).join('\n'),
  );
}
