const basic = /^\s*basic\s+([A-Za-z0-9+/]+=*)\s*$/i;

/** What the value of a header says as `Basic user:password`, which is encoded as it is sent (RFC 7617 §2). */
export function basicCredentials(value: string): string | undefined {
  const encoded = basic.exec(value)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return atob(encoded);
  } catch {
    return undefined;
  }
}
