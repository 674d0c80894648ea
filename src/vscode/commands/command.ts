import type { Clock, Logger, Prompt } from '../../core/ports';
import type { ActiveTokens } from '../../core/tokens/activeTokens';
import type { ClientSecrets } from '../../core/tokens/clientSecrets';
import type { SignInBrowsers } from '../../core/signIn/browsers';
import type { CredentialsKeeper } from '../../core/tokens/credentialsKeeper';
import type { PendingSignIns } from '../../core/signIn/pendingSignIns';
import type { Redactor } from '../../core/redactor';
import type { TokenInquiries } from '../../core/tokens/tokenInquiries';
import type { TokenService } from '../../core/tokens/tokenService';
import type { TokenStore } from '../../core/tokens/tokenStore';
import type { AnswerDocuments } from '../answerDocuments';
import type { RequestDocuments } from '../editor/requestDocuments';
import type { ErrorReporter } from '../errorReporter';
import type { InUse } from '../inUse';
import type { Pickers, Target } from '../pickers';
import type { RequestTokens } from '../requests/requestTokens';
import type { ProfileSettings } from '../settings';
import type { TokenDocuments } from '../tokenDocuments';
import type { TreeOptions } from '../views/treeOptions';

/** What is there from activation on. */
export interface Basics {
  readonly settings: ProfileSettings;
  readonly store: TokenStore;
  readonly active: ActiveTokens;
  readonly inUse: InUse;
  readonly pendingSignIns: PendingSignIns;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly treeOptions: TreeOptions;
  readonly errors: ErrorReporter;
  readonly showLog: () => void;
}

/** What there is for commands. */
export interface Services extends Basics {
  readonly service: TokenService;
  readonly inquiries: TokenInquiries;
  readonly clientSecrets: ClientSecrets;
  readonly credentials: CredentialsKeeper;
  readonly browsers: SignInBrowsers;
  readonly prompt: Prompt;
  readonly answers: AnswerDocuments;
  readonly requestDocuments: RequestDocuments;
  readonly requestTokens: RequestTokens;
  /** Loaded when the first one is shown. */
  readonly tokenDocuments: () => Promise<TokenDocuments>;
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
