import * as v from 'valibot';
import { isMembers, seconds, text, type ValueCheck } from './memberChecks';
import { unknownMember } from './memberNames';
import { resourceMistake, textMistake } from './textMembers';

/** RFC 7523 §3: what the assertion's own members say, and the library adds. */
const ownClaims: ReadonlyMap<string, string> = new Map([
  ['iss', 'Write assertion.issuer instead.'],
  ['sub', 'Write assertion.subject instead.'],
  ['aud', 'Write assertion.audience instead.'],
  ['exp', 'Write assertion.lifetime instead.'],
  ['iat', 'It is made anew for each request.'],
  ['nbf', 'It is made anew for each request.'],
  ['jti', 'It is made anew for each request.'],
]);

/** A day: an assertion is as good as a password for as long as it lives. */
const MAX_ASSERTION_SECONDS = 86_400;

/** JSON that is sent as it is written; deeper than anything that means something is a slip, or an attack. */
const MAX_DEPTH = 32;

const assertionSchema = v.object(
  {
    issuer: v.exactOptional(text('assertion.issuer', textMistake)),
    subject: text('assertion.subject', textMistake),
    audience: v.exactOptional(text('assertion.audience', textMistake)),
    lifetime: v.exactOptional(seconds('assertion.lifetime', 1, MAX_ASSERTION_SECONDS)),
    claims: v.exactOptional(v.unknown()),
  },
  // The one member that must be there.
  'assertion.subject is missing. Write whom the token is for: a user name, or the client itself.',
);

/** The members of `assertion`. */
export const assertionMembers: readonly string[] = Object.keys(assertionSchema.entries);

export const assertionMistakes: ValueCheck = (member, value) => {
  if (!isMembers(value))
    return [`${member} must be an object: { "subject": "whom the token is for", "audience": "…" }.`];
  const shape = v.safeParse(assertionSchema, value);
  return [
    ...(shape.issues ?? []).map((issue) => issue.message),
    ...Object.keys(value)
      .filter((name) => !assertionMembers.includes(name))
      .map((name) => unknownMember(name, assertionMembers, member)),
    ...('claims' in value ? assertionClaimsMistakes(`${member}.claims`, value.claims) : []),
  ];
};

const assertionClaimsMistakes: ValueCheck = (member, value) => {
  const mistakes = objectMistakes(member, value);
  if (mistakes.length > 0) return mistakes;
  return Object.keys(value as object).flatMap((claim) => {
    const instead = ownClaims.get(claim);
    return instead === undefined
      ? []
      : [`${member}.${claim} cannot be added: Valet Key writes it itself. ${instead}`];
  });
};

/** An object that is sent as JSON. */
export const objectMistakes: ValueCheck = (member, value) => {
  if (!isMembers(value)) return [`${member} must be an object: { "name": … }.`];
  if (Object.keys(value).length === 0) return [`${member} is empty. Leave it out, or write what to ask for.`];
  return isTooDeep(value, MAX_DEPTH) ? [tooDeep(member)] : [];
};

/** RFC 9396 §2: a list of objects, each with a type. */
export const authorizationDetailsMistakes: ValueCheck = (member, value) => {
  if (!Array.isArray(value) || value.length === 0)
    return [`${member} must be a list of objects, even when it is only one: [{ "type": "…" }].`];
  if (isTooDeep(value, MAX_DEPTH)) return [tooDeep(member)];
  return value.flatMap((detail: unknown, index) => {
    const path = `${member}[${index}]`;
    if (!isMembers(detail)) return [`${path} must be an object: { "type": "…" }.`];
    return typeof detail.type === 'string' && detail.type.trim() !== ''
      ? []
      : [`${path} needs a type in quotes, as the server’s documentation names it (RFC 9396 §2).`];
  });
};

/** One URI or several (RFC 8707 §2). */
export const resourcesMistakes: ValueCheck = (member, value) => {
  if (typeof value === 'string') return oneOrNone(resourceMistake(member, value));
  if (!Array.isArray(value)) return [`${member} must be text in quotes, or a list of such texts.`];
  if (value.length === 0) return [`${member} is empty. Leave it out, or write an absolute URI.`];
  return value.flatMap((one: unknown, index) => {
    const path = `${member}[${index}]`;
    return typeof one === 'string'
      ? oneOrNone(resourceMistake(path, one))
      : [`${path} must be text in quotes.`];
  });
};

function oneOrNone(message: string | undefined): readonly string[] {
  return message === undefined ? [] : [message];
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

function tooDeep(member: string): string {
  return `${member} is nested too deep: more than ${MAX_DEPTH} levels. Is a bracket in the wrong place?`;
}
