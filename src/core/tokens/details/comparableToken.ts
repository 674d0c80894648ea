import { cleanServerText } from '../../errors';
import { describeGrant, describeServer } from '../../profiles/describeProfile';
import { asWritten } from '../../profiles/variables';
import type { Redact } from '../foreignValues';
import { describeInstant } from '../instants';
import { viewJwt } from './jwtView';
import { memberLines } from './memberLines';
import type { TokenDetails } from './tokenDetails';

/**
 * A token in a form that can be compared line by line with another's: what is a set is sorted, nothing changes as time
 * goes by, and no line holds a secret.
 */
export function renderComparable({ record, token, profile }: TokenDetails, redact: Redact): string {
  const { account, tokenSet } = record;
  const clean = (text: string | undefined) => (text === undefined ? 'none' : cleanServerText(redact(text)));
  const scopes = (scope: string | undefined) => sortedScopes(scope).map((name) => `  ${clean(name)}`);
  const lines = [
    '# Token',
    `Profile: ${clean(profile?.name ?? record.profile)}`,
    `Environment: ${clean(profile?.environment)}`,
    `Server: ${clean(profile && describeServer(profile))}`,
    `Client: ${clean(profile && asWritten(profile).clientId)}`,
    `Grant: ${profile ? describeGrant(profile) : 'none'}`,
    `Account: ${clean(record.label)}`,
    `Subject: ${clean(account?.subject)}`,
    `Issuer: ${clean(account?.issuer)}`,
    `Token type: ${tokenSet.tokenType}`,
    `Obtained: ${describeInstant(record.obtainedAt)}`,
    `Expires: ${tokenSet.expiresAt === undefined ? 'unknown' : describeInstant(tokenSet.expiresAt)}`,
    `Refresh token: ${token.hasRefreshToken ? 'yes' : 'no'}`,
    '',
    '# Scope',
    'Granted:',
    ...scopes(tokenSet.scope),
    'Asked for:',
    ...scopes(tokenSet.requestedScope),
    '',
    '# What the access token says',
    ...jwtLines(tokenSet.accessToken, redact),
    '',
    '# What the ID token says',
    ...(tokenSet.idToken === undefined ? ['There is none.'] : jwtLines(tokenSet.idToken, redact)),
  ];
  return `${lines.join('\n')}\n`;
}

function jwtLines(token: string, redact: Redact): string[] {
  const jwt = viewJwt(token);
  if (jwt.header === undefined) return [jwt.why];
  return [
    'Header',
    ...memberLines(inOrder(jwt.header), { redact, long: true }),
    'Claims',
    ...memberLines(inOrder(jwt.claims), { redact, long: true }),
  ];
}

/** Claims whose order means nothing. */
const sets = ['aud', 'scp', 'scope', 'roles', 'groups', 'permissions', 'entitlements', 'amr'];

/** One scope a line shows which one differs. */
function inOrder(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    sortedEntries(members).map(([name, value]) => [name, sets.includes(name) ? asSet(value) : sorted(value)]),
  );
}

function asSet(value: unknown): unknown {
  const list: unknown = typeof value === 'string' && value.includes(' ') ? sortedScopes(value) : value;
  if (!Array.isArray(list)) return sorted(list);
  return list.every((item) => typeof item === 'string') ? [...list].sort() : list.map((item) => sorted(item));
}

const MAX_DEPTH = 12;

/** What lies deeper is not shown either. */
function sorted(value: unknown, depth = MAX_DEPTH): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth - 1));
  return Object.fromEntries(sortedEntries(value).map(([name, item]) => [name, sorted(item, depth - 1)]));
}

function sortedEntries(members: object): [string, unknown][] {
  // Names are unique.
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortedScopes(scope: string | undefined): string[] {
  return [...new Set((scope ?? '').split(/[\s,]+/))].filter(Boolean).sort();
}
