import { cancelled } from '../errors';
import type { Prompt } from '../ports';
import type { Clients } from '../protocol/connectedClient';
import type { Granted, TokenEndpoint } from '../protocol/tokenEndpoint';
import type { Redactor } from '../redactor';
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
    const { profile, progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await this.clients.connect(request, ['token_endpoint']);
    progress.report('Waiting for user name and password…');
    const username = profile.username ?? (await this.#askForUsername(request));
    const password = await this.#askForPassword(request, username);
    progress.report('Asking for a token…');
    const granted = await requestDirectly(this.tokenEndpoint, connected, {
      grantType: 'password',
      parameters: { username, password },
    });
    return await keep({ label: username, ...granted });
  }

  async #askForUsername({ profile, signal }: GrantRequest): Promise<string> {
    const username = await this.prompt.text(
      {
        title: `User name for “${profile.name}”`,
        prompt: 'Who signs in. Write it as username in the profile, and it is not asked for again.',
      },
      signal,
    );
    if (username === undefined || signal.aborted) throw cancelled();
    return username;
  }

  async #askForPassword({ profile, signal }: GrantRequest, username: string): Promise<string> {
    const password = await this.prompt.secret(
      {
        title: `Password for “${profile.name}”`,
        prompt: `The password of ${username}. It is sent to the token endpoint, and kept nowhere.`,
      },
      signal,
    );
    if (password === undefined || signal.aborted) throw cancelled();
    this.redactor.protect(password);
    return password;
  }
}
