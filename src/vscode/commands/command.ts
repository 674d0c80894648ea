import type { Clock, Logger, Prompt } from '../../core/ports';
import type { ClientSecrets } from '../../core/tokens/clientSecrets';
import type { CredentialsKeeper } from '../../core/tokens/credentialsKeeper';
import type { PendingSignIns } from '../../core/signIn/pendingSignIns';
import type { Redactor } from '../../core/redactor';
import type { TokenInquiries } from '../../core/tokens/tokenInquiries';
import type { TokenService } from '../../core/tokens/tokenService';
import type { TokenStore } from '../../core/tokens/tokenStore';
import type { AnswerDocuments } from '../answerDocuments';
import type { ErrorReporter } from '../errorReporter';
import type { Pickers, Target } from '../pickers';
import type { ProfileSettings } from '../settings';

/** What the container has for commands. */
export interface Services {
  readonly settings: ProfileSettings;
  readonly service: TokenService;
  readonly inquiries: TokenInquiries;
  readonly store: TokenStore;
  readonly clientSecrets: ClientSecrets;
  readonly credentials: CredentialsKeeper;
  readonly pendingSignIns: PendingSignIns;
  readonly prompt: Prompt;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly answers: AnswerDocuments;
  readonly errors: ErrorReporter;
  readonly showLog: () => void;
}

/** What a command works with. */
export interface CommandDependencies extends Services {
  readonly pickers: Pickers;
}

/**
 * One command: gathers input, calls one service, shows the result. What it throws is shown by the error reporter. It
 * never waits for a notification to be dismissed.
 */
export type Command = (
  dependencies: CommandDependencies,
  target: Target,
  argument?: unknown,
) => Promise<unknown>;
