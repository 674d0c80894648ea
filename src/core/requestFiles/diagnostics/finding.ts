/** What a finding is about; the editor shows it, and docs/request-files.md explains it. Never renamed. */
export const findingCodes = [
  'literalToken',
  'expiredToken',
  'missingToken',
  'unknownProfile',
  'unusableProfile',
  'emptyVariable',
  'sharedVariable',
  'foreignHost',
  'plainHttp',
  'tokenInUrl',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A place in one line. Lines count from the first one of the section, or of the file where that is said. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** How a text names a profile. */
export type MentionForm = 'processEnv' | 'auth.token' | 'valetkey' | 'hint';

/** Something wrong with one place of a request file. */
export interface Finding extends Place {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong and what to do. Never a token. */
  readonly message: string;
  /** The same of a file that git tracks, where that makes it worse. */
  readonly messageIfTracked?: string;
  /** The profile that is named, or should be. */
  readonly profile?: string | undefined;
  /** How it is named here; `undefined`: it is not, for a token stands here as it is. */
  readonly form?: MentionForm | undefined;
  /** Other profiles that may be meant; the best first. */
  readonly others?: readonly string[];
  /** Where the request goes, as far as it is known. */
  readonly url?: string | undefined;
  /** Whether it is a whole header, whose line can go. */
  readonly isHeader?: boolean;
}

/** The place in a file, of a finding whose lines count from `start`. */
export function placedAt<T extends Place>(start: number, finding: T): T {
  return start === 0 ? finding : { ...finding, line: finding.line + start };
}
