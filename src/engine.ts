import { AuthorizationCodeGrant } from './core/grants/authorizationCode';
import { ClientCredentialsGrant } from './core/grants/clientCredentials';
import { DeviceCodeGrant } from './core/grants/deviceCode';
import { JwtBearerGrant } from './core/grants/jwtBearer';
import { PasswordGrant } from './core/grants/password';
import { Refresher, RefreshTokenGrant } from './core/grants/refreshToken';
import { TokenExchangeGrant } from './core/grants/tokenExchange';
import type { Browser, Clock, Logger, Prompt } from './core/ports';
import { AuthorizationServers } from './core/protocol/authorizationServers';
import { TokenEndpoint } from './core/protocol/tokenEndpoint';
import type { Redactor } from './core/redactor';
import type { Engine } from './core/tokens/tokenService';
import { Clients } from './core/protocol/connectedClient';
import { createAxiosTransport } from './node/axiosTransport';
import { createClientKeys } from './node/keys/clientKeys';
import { createLoopbackReceiver } from './node/loopback/receiver';

export interface EngineDependencies {
  readonly browser: Browser;
  readonly prompt: Prompt;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  /** The folders that are open in the editor now, as absolute paths. */
  readonly workspaceFolders: () => readonly string[];
}

/**
 * Builds what speaks the protocol. Reached only through `import('./engine')`, when the first request is made: axios
 * and oauth4webapi are never loaded at activation.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  const { browser, prompt, clock, logger, redactor, workspaceFolders } = dependencies;
  const transport = createAxiosTransport({ logger });
  const receiver = createLoopbackReceiver({ browser, logger });
  const servers = new AuthorizationServers(transport, clock, logger);
  const clients = new Clients(servers, transport, logger, redactor);
  const tokenEndpoint = new TokenEndpoint(clock, logger, redactor);
  const refresher = new Refresher(clients, tokenEndpoint);
  return {
    clientKeys: createClientKeys({ workspaceFolders, clock, logger }),
    refresher,
    grants: {
      authorization_code: new AuthorizationCodeGrant({
        clients,
        tokenEndpoint,
        receiver,
        browser,
        clock,
        logger,
        redactor,
      }),
      client_credentials: new ClientCredentialsGrant(clients, tokenEndpoint),
      device_code: new DeviceCodeGrant({ clients, tokenEndpoint, prompt, clock, logger, redactor }),
      password: new PasswordGrant(clients, tokenEndpoint, prompt, redactor),
      jwt_bearer: new JwtBearerGrant({ clients, tokenEndpoint, prompt, clock, redactor }),
      token_exchange: new TokenExchangeGrant(clients, tokenEndpoint, prompt, redactor),
      refresh_token: new RefreshTokenGrant(refresher, prompt, redactor),
    },
  };
}
