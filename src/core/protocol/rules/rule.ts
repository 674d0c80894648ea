/**
 * What real servers do differently, repaired between transport and library (law 13, decision 15). A rule is small,
 * has a name, its provider and its source, and is in the log when it fires. None touches state, PKCE, iss, nonce or
 * audience. A profile with `strict` has none.
 */
export interface Rule {
  readonly name: string;
  /** Who was seen to do it. */
  readonly provider: string;
  readonly source: string;
}

/** A rule for what an endpoint answers. */
export interface ResponseRule extends Rule {
  /** Changes the answer in place. Returns whether it did; for an answer that conforms it never does. */
  apply(answer: AnswerDraft, context: ResponseContext): boolean;
}

/** An answer while the rules go over it. */
export interface AnswerDraft {
  status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The members of the JSON object in `text`; none when it holds something else. No prototype. */
  body: Record<string, unknown>;
}

/** What surrounds an answer. */
export interface ResponseContext {
  /** Of the endpoint, in lower case, without a port. Rules for one provider's oddity hold for its own hosts alone. */
  readonly host: string;
  /** An ID token was asked for. */
  readonly oidc: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether a host is this domain or below it. */
export function isHostOf(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** The members of an object that came as JSON; none for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
