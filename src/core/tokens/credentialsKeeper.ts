import { cancelled } from '../errors';
import type { ClientKeyMaterial, Prompt } from '../ports';
import { clientCredentialKind, needsClientKey, type Profile } from '../profiles/profile';
import type { ClientCredentials } from '../protocol/connectedClient';
import type { ClientSecrets } from './clientSecrets';
import type { Waiting } from './tokenService';

export interface CredentialsKeeperDependencies {
  readonly clientSecrets: ClientSecrets;
  readonly clientKeys: ClientSecrets;
  readonly prompt: Prompt;
}

/** What clients authenticate with: kept for their endpoints, asked for where it is missing (law 2). */
export class CredentialsKeeper {
  constructor(private readonly dependencies: CredentialsKeeperDependencies) {}

  /** @throws ValetKeyError `cancelled` */
  async gather(profile: Profile, print: string, waiting: Waiting): Promise<ClientCredentials> {
    return {
      clientSecret:
        clientCredentialKind(profile) === 'secret'
          ? await this.#clientSecret(profile, print, waiting)
          : undefined,
      clientKey:
        needsClientKey(profile) && profile.clientKeyFile === undefined
          ? await this.#clientKey(profile, print, waiting)
          : undefined,
    };
  }

  /** The server accepted them: what was typed is kept from now on. */
  async confirm(print: string): Promise<void> {
    await this.dependencies.clientSecrets.confirm(print);
    await this.dependencies.clientKeys.confirm(print);
  }

  /** The server refused the client: what was typed is forgotten, so that the next try asks again. */
  reject(print: string): void {
    this.dependencies.clientSecrets.reject(print);
    this.dependencies.clientKeys.reject(print);
  }

  async #clientSecret(profile: Profile, print: string, { signal, progress }: Waiting): Promise<string> {
    const { clientSecrets, prompt } = this.dependencies;
    const kept = await clientSecrets.get(print);
    if (kept !== undefined) return kept;
    progress.report('Waiting for the client secret…');
    const typed = await prompt.secret(
      {
        title: `Client secret for “${profile.name}”`,
        prompt: `The secret of ${profile.clientId}. Asked for once and kept in the secret storage, for these endpoints only.`,
      },
      signal,
    );
    if (typed === undefined) throw cancelled();
    clientSecrets.remember(print, typed);
    return typed;
  }

  async #clientKey(
    profile: Profile,
    print: string,
    { signal, progress }: Waiting,
  ): Promise<ClientKeyMaterial> {
    const { clientKeys, prompt } = this.dependencies;
    const kept = await clientKeys.get(print);
    if (kept !== undefined) return JSON.parse(kept) as ClientKeyMaterial;
    progress.report('Waiting for the client’s private key…');
    const given = await prompt.clientKey(
      {
        title: `Private key for “${profile.name}”`,
        prompt: `The private key of ${profile.clientId}. Asked for once and kept in the secret storage, for these endpoints only.`,
      },
      signal,
    );
    if (given === undefined) throw cancelled();
    clientKeys.remember(print, JSON.stringify(given));
    return given;
  }
}
