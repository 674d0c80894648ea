import { AuthorizationCodeGrant } from './core/grants/authorizationCode';
import { ClientCredentialsGrant } from './core/grants/clientCredentials';
import { Refresher, RefreshTokenGrant } from './core/grants/refreshToken';
import type { Browser, Clock, Logger, Prompt } from './core/ports';
import { AuthorizationServers } from './core/protocol/authorizationServers';
import { TokenEndpoint } from './core/protocol/tokenEndpoint';
import type { Redactor } from './core/redactor';
import type { Engine } from './core/tokens/tokenService';
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
  const tokenEndpoint = new TokenEndpoint(transport, clock, logger, redactor);
  const refresher = new Refresher(servers, tokenEndpoint);
  return {
    refresher,
    grants: {
      authorization_code: new AuthorizationCodeGrant({
        servers,
        tokenEndpoint,
        receiver,
        browser,
        clock,
        logger,
        redactor,
      }),
      client_credentials: new ClientCredentialsGrant(servers, tokenEndpoint),
      refresh_token: new RefreshTokenGrant(refresher, prompt, redactor),
    },
  };
}
