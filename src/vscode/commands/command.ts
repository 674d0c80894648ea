import type { Clock, Logger, Prompt } from '../../core/ports';
import type { ForgetfulClipboard } from '../../core/forgetfulClipboard';
import type { ActiveTokens } from '../../core/tokens/activeTokens';
import type { ClientSecrets } from '../../core/tokens/clientSecrets';
import type { DpopProofRequest } from '../../core/protocol/client/dpop';
import type { SignInBrowsers } from '../../core/signIn/browsers';
import type { CredentialsKeeper } from '../../core/tokens/credentialsKeeper';
import type { FreshTokens } from '../../core/tokens/freshTokens';
import type { PendingSignIns } from '../../core/signIn/pendingSignIns';
import type { Redactor } from '../../core/redactor';
import type { TokenInquiries } from '../../core/tokens/tokenInquiries';
import type { TokenService } from '../../core/tokens/tokenService';
import type { TokenStore } from '../../core/tokens/tokenStore';
import type { AnswerDocuments } from '../answerDocuments';
import type { RequestDocuments } from '../editor/requestDocuments';
import type { ErrorReporter } from '../errorReporter';
import type { HttpYacFeed } from '../feeds/httpYac/start';
import type { TokensForOthers } from '../feeds/tokensForOthers';
import type { RestClientFeed } from '../feeds/restClient/restClientFeed';
import type { InUse } from '../inUse';
import type { Pickers, Target } from '../pickers';
import type { RequestTokens } from '../requests/requestTokens';
import type { ProfileSettings } from '../settings';
import type { TokenDocuments } from '../tokenDocuments';
import type { WorkspaceApprovals } from '../workspaceApprovals';
import type { TreeOptions } from '../views/treeOptions';

/** What is there from activation on. */
export interface Basics {
  readonly settings: ProfileSettings;
  readonly approvals: WorkspaceApprovals;
  readonly store: TokenStore;
  readonly active: ActiveTokens;
  readonly inUse: InUse;
  readonly pendingSignIns: PendingSignIns;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly treeOptions: TreeOptions;
  readonly errors: ErrorReporter;
  readonly httpYac: Pick<HttpYacFeed, 'isPluggedIn'>;
  readonly showLog: () => void;
}

/** What there is for commands. */
export interface Services extends Basics {
  readonly service: TokenService;
  /** For what reads tokens without asking: terminals, variables of other extensions. */
  readonly freshTokens: FreshTokens;
  /** For tokens and what holds one. */
  readonly clipboard: ForgetfulClipboard;
  /** For tasks and other extensions. */
  readonly tokensForOthers: TokensForOthers;
  readonly inquiries: TokenInquiries;
  readonly clientSecrets: ClientSecrets;
  readonly credentials: CredentialsKeeper;
  readonly browsers: SignInBrowsers;
  readonly prompt: Prompt;
  readonly answers: AnswerDocuments;
  readonly requestTokens: RequestTokens;
  /** The `DPoP` header of one request with a token that is bound to a key (RFC 9449 §4). */
  readonly dpopProof: (request: DpopProofRequest) => Promise<string>;
  readonly requestDocuments: RequestDocuments;
  /** Loaded when it is first needed. */
  readonly restClient: () => Promise<RestClientFeed>;
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
