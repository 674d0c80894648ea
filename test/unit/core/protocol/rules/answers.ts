/** An answer as a provider was seen to send it, and what the rules make of it. */
export interface OddAnswer {
  /** The rule that fires, and its number in the table of odd answers. */
  readonly rule: string;
  readonly number: string;
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Byte for byte. */
  readonly raw: string;
  readonly host?: string;
  readonly oidc?: boolean;
  readonly becomes: { readonly status?: number; readonly body: Readonly<Record<string, unknown>> };
  /** What the library does with it when no rule may help. */
  readonly strict: 'refused' | 'accepted';
  /** Other rules that have to help, too. */
  readonly with?: readonly string[];
}
