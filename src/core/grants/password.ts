import type { Prompt } from '../ports';
import type { Clients } from '../protocol/client/connectedClient';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import { askWhoSignsIn } from './askWhoSignsIn';
import type { Grant, GrantRequest } from './grant';
import { requestDirectly } from './tokenEndpointGrant';

/**
 * The resource owner password credentials grant (RFC 6749 §4.3). Insecure, since the client sees the password
 * (RFC 9700 §2.4): only where a profile names it. The password is asked for each time and kept nowhere.
 */
export class PasswordGrant implements Grant {
  constructor(
    private readonly clients: Clients,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly prompt: Prompt,
    private readonly redactor: Redactor,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await this.clients.connect(request, ['token_endpoint']);
    progress.report('Waiting for user name and password…');
    const { prompt, redactor } = this;
    const { username, password } = await askWhoSignsIn(request, 'token endpoint', { prompt, redactor });
    progress.report('Asking for a token…');
    const granted = await requestDirectly(this.tokenEndpoint, connected, {
      grantType: 'password',
      parameters: { username, password },
    });
    return await keep({ label: username, ...granted });
  }
}
