import { AuthorizationCodeGrant } from './core/grants/authorizationCode';
import { ClientCredentialsGrant } from './core/grants/clientCredentials';
import { Refresher, RefreshTokenGrant } from './core/grants/refreshToken';
import type { Browser, ClientKeys, Clock, Logger, Prompt } from './core/ports';
import { AuthorizationServers } from './core/protocol/authorizationServers';
import { TokenEndpoint } from './core/protocol/tokenEndpoint';
import type { Redactor } from './core/redactor';
import type { Engine } from './core/tokens/tokenService';
import { Clients } from './core/protocol/connectedClient';
import { createClientKeys } from './node/clientKeys';
import { createAxiosTransport } from './node/axiosTransport';
import { createLoopbackReceiver } from './node/loopback/receiver';

export interface EngineDependencies {
  readonly browser: Browser;
  readonly prompt: Prompt;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/**
 * Builds what speaks the protocol. Reached only through `import('./engine')`, when the first request is made: axios
 * and oauth4webapi are never loaded at activation.
 */
export function createEngine({ browser, prompt, clock, logger, redactor }: EngineDependencies): Engine {
  const transport = createAxiosTransport({ logger });
  const receiver = createLoopbackReceiver({ browser, logger });
  const servers = new AuthorizationServers(transport, clock, logger);
  const keys: ClientKeys = createClientKeys();
  const clients = new Clients(servers, transport, keys, logger);
  const tokenEndpoint = new TokenEndpoint(clock, logger, redactor);
  const refresher = new Refresher(clients, tokenEndpoint);
  return {
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
      refresh_token: new RefreshTokenGrant(refresher, prompt, redactor),
    },
  };
}
