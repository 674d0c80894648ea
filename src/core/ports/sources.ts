/** The sign-ins that the editor itself keeps, for GitHub, Microsoft and whatever extensions register. */
export interface EditorSessions {
  /**
   * @returns `undefined`: there is none, and nobody was to be asked
   * @throws ValetKeyError `cancelled`, `source_failed`. Cannot be stopped: the editor's own questions stay open.
   */
  get(request: SessionRequest): Promise<EditorSession | undefined>;
}

export interface SessionRequest {
  /** The id of an authentication provider, such as `github`. */
  readonly provider: string;
  readonly scopes: readonly string[];
  /** Whose session; absent: the one that was chosen before. */
  readonly account?: EditorAccount | undefined;
  /** Whom the editor may ask for it. `which_account`: even if one was chosen before. */
  readonly asking: 'nobody' | 'if_needed' | 'which_account';
}

export interface EditorAccount {
  readonly id: string;
  readonly label: string;
}

export interface EditorSession {
  readonly accessToken: string;
  readonly account: EditorAccount;
  readonly scopes: readonly string[];
}

/** Programs of this machine. */
export interface Programs {
  /**
   * Runs a program to its end, without a shell and with nothing to read, in the person's home folder. Once the signal
   * fires it is ended, with all that it started. Never rejects.
   * @param maxOutputBytes with more on its standard output it is ended
   */
  run(command: readonly string[], maxOutputBytes: number, signal: AbortSignal): Promise<ProgramRun>;
}

export type ProgramRun =
  /** It ended by itself. Without an exit code somebody killed it. */
  | {
      readonly kind: 'ended';
      readonly exitCode: number | undefined;
      readonly output: string;
      /** The end of its error output. */
      readonly errors: string;
    }
  /** The signal fired. */
  | { readonly kind: 'stopped'; readonly errors: string }
  | { readonly kind: 'too_much_output' }
  | {
      readonly kind: 'not_started';
      readonly reason: 'not_found' | 'not_allowed' | 'other';
      /** Scripts such as `az.cmd` start only through a command processor, as on Windows. */
      readonly scriptsNeedShell: boolean;
    };
