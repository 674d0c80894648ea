import { cleanServerText } from '../../errors';
import { describeGrant, describeServer } from '../../profiles/describeProfile';
import { isOtherSource } from '../../profiles/otherSources';
import { abbreviateExpiry, describeExpiry, duration } from '../expiry';
import { describeAge, describeInstant } from '../instants';
import { escapeInvisible, MASK, type Redact } from '../foreignValues';
import { unnamedToken, type TokenRecord, type TokenSet } from '../tokenRecord';
import { isRenewable, needsSignIn, type OwnedToken } from '../tree/tokenState';
import { viewJwt } from './jwtView';
import { memberLines } from './memberLines';

/** A token with all that is known of it. */
export interface TokenDetails extends OwnedToken {
  readonly record: TokenRecord;
}

export interface DetailsView {
  /** Masks secrets that are known. */
  readonly redact: Redact;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether the person wants to see the token itself (L13). */
  readonly secretsShown: boolean;
}

type Line = readonly [name: string, value: string | undefined];

/**
 * All that is known of a token, as a document for a person: what was granted, how long it lives, what it says of
 * itself. Nothing in it decides anything. Without `secretsShown` it holds no secret.
 */
export function renderTokenDetails(details: TokenDetails, view: DetailsView): string {
  const { record } = details;
  const sections = [
    heading(`Access token of ${quoted(record.profile, view)}`),
    ...fields(mainLines(details, view)),
    '',
    heading('Scope'),
    ...fields(scopeLines(details, view)),
    '',
    heading(view.secretsShown ? 'Secrets, shown until they hide by themselves' : 'Secrets, hidden'),
    ...fields(secretLines(record.tokenSet, view)),
    '',
    heading('What the access token says'),
    ...jwtLines(record.tokenSet.accessToken, unchecked, view),
    ...idTokenLines(record.tokenSet, view),
  ];
  return `${sections.join('\n')}\n`;
}

function mainLines({ record, token, profile }: TokenDetails, view: DetailsView): readonly Line[] {
  const { now } = view;
  const { account, obtainedAt, tokenSet } = record;
  const { expiresAt, tokenType } = tokenSet;
  const server = profile && describeServer(profile);
  return [
    ['State', stateWords({ token, profile }, now)],
    [
      'Expires',
      expiresAt === undefined
        ? 'unknown: nobody said'
        : `${describeInstant(expiresAt)} (${describeExpiry(expiresAt, now)})`,
    ],
    ['Lifetime', lifetimeWords({ record, token, profile })],
    ['Obtained', `${describeInstant(obtainedAt)} (${describeAge(obtainedAt, now)})`],
    ['Name', record.name],
    ['Account', record.label === unnamedToken ? undefined : clean(record.label, view)],
    ['Subject', account && clean(account.subject, view)],
    ['Issuer', account && account.issuer !== server ? clean(account.issuer, view) : undefined],
    ['Profile', profileWords(record.profile, profile, view)],
    ['Server', server && clean(server, view)],
    ['Token type', tokenType === 'DPoP' ? 'DPoP: bound to a key, each request needs a proof' : tokenType],
    ['Refresh token', refreshWords({ token, profile })],
    ['ID token', idTokenWords(tokenSet)],
    ['Kept', token.saved ? 'in the secret storage' : 'in this window only: the secret storage refused it'],
  ];
}

function stateWords(owned: OwnedToken, now: number): string {
  const { token } = owned;
  if (needsSignIn(token)) return 'the server does not renew it any more: sign in again';
  const words = abbreviateExpiry(token.expiresAt, now);
  if (token.expiresAt === undefined) return 'usable, as far as anyone here knows';
  if (now < token.expiresAt) return `usable, ${words} left`;
  return isRenewable(owned) ? 'expired; it is renewed when it is used' : 'expired; get a new one';
}

function lifetimeWords({ record, profile }: TokenDetails): string | undefined {
  const { obtainedAt, tokenSet } = record;
  const { expiresAt, expiryFrom } = tokenSet;
  if (expiresAt === undefined) return undefined;
  // It counts from the request, which was a little earlier.
  const minutes = Math.max(0, Math.round((expiresAt - obtainedAt) / 60_000));
  const source =
    expiryFrom === 'token'
      ? 'as the token says (exp), not verified'
      : isOtherSource(profile?.grantType)
        ? 'as whoever gave it said'
        : 'as the server said (expires_in)';
  return `${duration(minutes * 60_000)}, ${source}`;
}

function profileWords(name: string, profile: OwnedToken['profile'], view: DetailsView): string {
  if (profile === undefined) {
    return `${clean(name, view)}: gone from the settings, with mistakes, or with other endpoints now`;
  }
  const now = profile.name === name ? '' : `, called ${clean(name, view)} when the token was got`;
  return `${clean(profile.name, view)} (${describeGrant(profile)})${now}`;
}

function refreshWords(owned: OwnedToken): string {
  if (owned.token.hasRefreshToken) return 'yes';
  return isRenewable(owned) ? 'no, and none is needed: a new token is got without you' : 'no';
}

function idTokenWords({ idToken, idTokenSignature }: TokenSet): string {
  if (idToken === undefined) return 'none';
  return idTokenSignature === 'checked'
    ? 'yes, its signature was checked'
    : 'yes; its signature was not checked, since the server’s keys are not known or could not be read';
}

function scopeLines({ record, token }: TokenDetails, view: DetailsView): readonly Line[] {
  const { scope, requestedScope } = record.tokenSet;
  const named = (names: readonly string[]) => (names.length > 0 ? clean(names.join(' '), view) : undefined);
  return [
    ['Not granted', named(token.notGranted)],
    ['Beyond', named(token.grantedBeyond)],
    ['Granted', scope === undefined ? 'not stated by the server' : clean(scope, view) || 'none'],
    ['Asked for', requestedScope === undefined ? 'none' : clean(requestedScope, view)],
  ];
}

const unchecked = 'Signature not checked: this is only what the token says. It is for the API to judge.';

function jwtLines(token: string, trust: string, view: DetailsView): string[] {
  const jwt = viewJwt(token);
  if (jwt.header === undefined) return [jwt.why];
  const style = {
    redact: view.redact,
    relative: (member: string, date: number) =>
      member === 'exp' ? describeExpiry(date, view.now) : undefined,
  };
  return [trust, 'Header', ...memberLines(jwt.header, style), 'Claims', ...memberLines(jwt.claims, style)];
}

function idTokenLines({ idToken, idTokenSignature }: TokenSet, view: DetailsView): string[] {
  if (idToken === undefined) return [];
  const trust =
    idTokenSignature === 'checked'
      ? 'Signature checked when it came. It says who signed in, and opens nothing.'
      : 'Signature not checked: this is only what the token says.';
  return ['', heading('What the ID token says'), ...jwtLines(idToken, trust, view)];
}

function secretLines(tokenSet: TokenSet, { secretsShown }: DetailsView): readonly Line[] {
  const { accessToken, refreshToken, idToken, dpopKey } = tokenSet;
  const secret = (value: string | undefined) => {
    if (value === undefined) return undefined;
    if (secretsShown) return oneLine(value);
    return `${MASK} (${value.length.toLocaleString()} characters)`;
  };
  return [
    ['Access token', secret(accessToken)],
    ['Refresh token', secret(refreshToken)],
    ['ID token', secret(idToken)],
    ['DPoP key', dpopKey && `${MASK} (it is never shown)`],
  ];
}

/** As it is; what would break the line is escaped, as no server means it. */
function oneLine(value: string): string {
  return escapeInvisible(JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\'));
}

function heading(text: string): string {
  return `# ${text}`;
}

function fields(lines: readonly Line[]): string[] {
  return lines.flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(15)}${value}`] : []));
}

function quoted(text: string, view: DetailsView): string {
  return `“${clean(text, view)}”`;
}

function clean(text: string, { redact }: DetailsView): string {
  return cleanServerText(redact(text));
}
