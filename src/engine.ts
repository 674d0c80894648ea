import { AuthorizationCodeGrant } from './core/grants/authorizationCode';
import { BrowserSignIn } from './core/grants/browserSignIn';
import { ClientCredentialsGrant } from './core/grants/clientCredentials';
import { CodeCredentialsGrant } from './core/grants/codeCredentials';
import { CodeExchange } from './core/grants/codeExchange';
import { CommandGrant } from './core/grants/command';
import { DeviceCodeGrant } from './core/grants/deviceCode';
import { ImplicitGrant } from './core/grants/implicit';
import { JwtBearerGrant } from './core/grants/jwtBearer';
import { PasswordGrant } from './core/grants/password';
import { PastedTokenGrant } from './core/grants/pastedToken';
import { Refresher, RefreshTokenGrant } from './core/grants/refreshToken';
import { TokenExchangeGrant } from './core/grants/tokenExchange';
import { VsCodeSessionGrant } from './core/grants/vsCodeSession';
import type { Browser, Clock, EditorSessions, Logger, Prompt } from './core/ports';
import { AuthorizationResponses } from './core/protocol/authorization/authorizationResponse';
import { AuthorizationServers } from './core/protocol/server/authorizationServers';
import { AuthorizationRequests } from './core/protocol/authorization/preparedRequest';
import { PushedAuthorization } from './core/protocol/authorization/pushedAuthorization';
import { TokenEndpoint } from './core/protocol/token/tokenEndpoint';
import { SessionEnder } from './core/protocol/inquiries/endSession';
import { Introspector } from './core/protocol/inquiries/introspection';
import { Revoker } from './core/protocol/inquiries/revocation';
import { UserInfoReader } from './core/protocol/inquiries/userinfo';
import type { PendingSignIns } from './core/signIn/pendingSignIns';
import type { Host } from './core/signIn/waysBack';
import type { Redactor } from './core/redactor';
import type { BrowserSurroundings } from './core/signIn/browsers';
import type { Engine } from './core/tokens/tokenService';
import { Clients } from './core/protocol/client/connectedClient';
import { createDpopProof } from './core/protocol/client/dpop';
import { createAxiosTransport } from './node/axiosTransport';
import { createChosenBrowser } from './node/browsers/chosenBrowser';
import { thisMachine } from './node/browsers/machine';
import { findPrivateWindow } from './node/browsers/privateWindow';
import { createClientKeys } from './node/keys/clientKeys';
import { createLocks } from './node/locks/locks';
import { createBrowserHop } from './node/loopback/hop';
import { createLoopbackReceiver } from './node/loopback/receiver';
import { createPrograms } from './node/programs';

export interface EngineDependencies {
  /** What opens the default browser. */
  readonly browser: Browser;
  readonly browsers: BrowserSurroundings;
  readonly pendingSignIns: PendingSignIns;
  readonly host: () => Host;
  readonly prompt: Prompt;
  readonly sessions: EditorSessions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  /** The folders that are open in the editor now, as absolute paths. */
  readonly workspaceFolders: () => readonly string[];
  /** What this window shares with others that see the same token records; `undefined`: nothing. */
  readonly storageFolder: string | undefined;
}

/**
 * Builds what speaks the protocol. Reached only through `import('./engine')`, when the first request is made: axios
 * and oauth4webapi are never loaded at activation.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  const {
    browser: system,
    browsers: surroundings,
    pendingSignIns,
    host,
    prompt,
    sessions,
    clock,
    logger,
    redactor,
    workspaceFolders,
    storageFolder,
  } = dependencies;
  const transport = createAxiosTransport({ logger });
  const choosing = { system, surroundings, logger };
  const browser = createChosenBrowser(choosing);
  // Where no program can be started, the person has signed in with the default browser, too.
  const signOutBrowser = createChosenBrowser({ ...choosing, withoutPrograms: 'default' });
  const receiver = createLoopbackReceiver({ browser, logger });
  const servers = new AuthorizationServers(transport, clock, logger);
  const clients = new Clients(servers, transport, logger, redactor);
  const tokenEndpoint = new TokenEndpoint(clock, logger, redactor);
  const refresher = new Refresher(clients, tokenEndpoint, logger);
  const pushed = new PushedAuthorization({ clock, logger, redactor });
  const requests = new AuthorizationRequests(pushed, clock, logger);
  const signIn = new BrowserSignIn({ requests, receiver, browser, pendingSignIns, host, clock, logger });
  const responses = new AuthorizationResponses(clock, logger, redactor);
  const exchange = new CodeExchange(tokenEndpoint, clock);
  const authorizationCode = new AuthorizationCodeGrant({
    clients,
    signIn,
    responses,
    exchange,
    prompt,
    clock,
    redactor,
  });
  const reading = { clock, logger, redactor };
  return {
    clientKeys: createClientKeys({ workspaceFolders, clock, logger }),
    locks: createLocks({ storageFolder, clock, logger }),
    refresher,
    dpopProof: createDpopProof,
    privateWindow: async () => (await findPrivateWindow(thisMachine))?.browser,
    inquiries: {
      revoker: new Revoker(clients, reading),
      introspector: new Introspector(clients, reading),
      userInfoReader: new UserInfoReader(clients, reading),
      sessionEnder: new SessionEnder(servers, createBrowserHop({ browser: signOutBrowser, logger })),
    },
    grants: {
      authorization_code: authorizationCode,
      hybrid: authorizationCode,
      code_credentials: new CodeCredentialsGrant({
        clients,
        responses,
        exchange,
        prompt,
        clock,
        logger,
        redactor,
      }),
      implicit: new ImplicitGrant({
        clients,
        signIn,
        responses,
        tokenEndpoint,
        prompt,
        clock,
        redactor,
      }),
      client_credentials: new ClientCredentialsGrant(clients, tokenEndpoint),
      device_code: new DeviceCodeGrant({
        clients,
        tokenEndpoint,
        prompt,
        browser,
        clock,
        logger,
        redactor,
      }),
      password: new PasswordGrant(clients, tokenEndpoint, prompt, redactor),
      jwt_bearer: new JwtBearerGrant({ clients, tokenEndpoint, prompt, clock, redactor }),
      token_exchange: new TokenExchangeGrant(clients, tokenEndpoint, prompt, redactor),
      refresh_token: new RefreshTokenGrant(refresher, prompt, redactor, clock, logger),
      vscode_session: new VsCodeSessionGrant(sessions, clock, redactor),
      command: new CommandGrant(createPrograms(), clock, redactor),
      pasted_token: new PastedTokenGrant(prompt, clock, redactor),
    },
  };
}
