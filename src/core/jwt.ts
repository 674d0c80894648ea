/**
 * A part of a JWT (RFC 7515 §7.1) as the JSON object that its header and its claims each have to be. Nothing is
 * believed, nothing throws (D19).
 * @returns `undefined` for what is not base64url, not UTF-8, not JSON or no object
 */
export function objectInJwtPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
