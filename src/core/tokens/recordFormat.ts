import * as v from 'valibot';
import type { TokenRecord } from './tokenRecord';

/** Goes up with every change that an older version could not read. */
const VERSION = 1;

const storedSchema = v.object({
  version: v.literal(VERSION),
  record: v.object({
    id: v.string(),
    profile: v.string(),
    fingerprint: v.string(),
    workspace: v.exactOptional(v.string()),
    name: v.exactOptional(v.string()),
    label: v.string(),
    account: v.exactOptional(
      v.object({ issuer: v.string(), subject: v.string(), label: v.exactOptional(v.string()) }),
    ),
    obtainedAt: v.number(),
    // Absent in older records; older versions leave them out.
    generation: v.exactOptional(v.number()),
    needsSignIn: v.exactOptional(v.boolean()),
    grantedAt: v.exactOptional(v.number()),
    tokenSet: v.object({
      accessToken: v.pipe(v.string(), v.nonEmpty()),
      // Absent in records from before there were others.
      tokenType: v.optional(v.picklist(['Bearer', 'DPoP']), 'Bearer'),
      dpopKey: v.exactOptional(v.record(v.string(), v.any())),
      expiresAt: v.exactOptional(v.number()),
      expiryFrom: v.exactOptional(v.literal('token')),
      scope: v.exactOptional(v.string()),
      requestedScope: v.exactOptional(v.string()),
      refreshToken: v.exactOptional(v.string()),
      idToken: v.exactOptional(v.string()),
      idTokenSignature: v.exactOptional(v.picklist(['checked', 'not_checked'])),
    }),
  }),
});

/** A record as it is stored. */
export function writeRecord(record: TokenRecord): string {
  return JSON.stringify({ version: VERSION, record });
}

/** Reads a stored value, which may be anything. @returns the record, or why it is none */
export function readRecord(value: string): TokenRecord | string {
  let stored: unknown;
  try {
    stored = JSON.parse(value);
  } catch {
    return 'it is damaged';
  }
  const parsed = v.safeParse(storedSchema, stored);
  return parsed.success ? parsed.output.record : 'it has another form than this version of Valet Key writes';
}
