/**
 * Whether a `Host` header says no other server than the URL does (RFC 9110 §7.2): behind one address there may be many,
 * and it is the header that chooses. Never throws.
 * @param values of all of them; none is as good as the right one
 */
export function isHostOf(url: string, values: readonly string[]): boolean {
  if (values.length === 0) return true;
  const [value = ''] = values;
  const { protocol, host } = parsed(url) ?? {};
  if (values.length > 1 || protocol === undefined || !/^[^\s/?#\\@{}]+$/.test(value)) return false;
  return parsed(`${protocol}//${value}`)?.host.toLowerCase() === host?.toLowerCase();
}

function parsed(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
