import type { Clock, Logger } from '../../ports';
import { isOidc, type Profile } from '../../profiles/profile';
import type { AnswerDraft, ResponseRule } from './rule';

export interface RepairOptions {
  readonly profile: Pick<Profile, 'scope' | 'strict'>;
  /** The endpoint that answered. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How deep what is kept of an answer may be nested: no member of a standard goes further. */
const MAX_DEPTH = 8;

/**
 * Lets rules go over an answer before the library sees it. One that no rule changes, or any answer to a `strict`
 * profile, is handed on as it came. Every rule that fires is one line in the log.
 */
export async function repair(
  response: Response,
  rules: readonly ResponseRule[],
  { profile, endpoint, clock, logger }: RepairOptions,
): Promise<Response> {
  if (profile.strict) return response;
  const text = await response.clone().text();
  const answer: AnswerDraft = {
    status: response.status,
    headers: new Headers(response.headers),
    text,
    body: readObject(text),
  };
  const context = {
    host: new URL(endpoint).hostname.toLowerCase(),
    oidc: isOidc(profile),
    now: clock.now(),
  };
  const fired = rules.filter((rule) => rule.apply(answer, context));
  for (const { name, provider } of fired) {
    logger.info(`The answer of ${context.host} was repaired by rule ${name} (seen with ${provider}).`);
  }
  if (fired.length === 0) return response;
  const { status, headers, body } = answer;
  return new Response(JSON.stringify(bounded(body, MAX_DEPTH)), { status, headers });
}

/** The members of a JSON object; none for anything else, which the library refuses in its own words. */
function readObject(text: string): Record<string, unknown> {
  const members = Object.create(null) as Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(members, value);
  } catch {
    // Not JSON: there is nothing in it for a rule.
  }
  return members;
}

/** A copy without what is nested deeper: an answer may be nested too deep to be written out again. */
function bounded(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => bounded(item, depth - 1));
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) copy[name] = bounded(member, depth - 1);
  return copy;
}
