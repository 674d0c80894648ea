import { ValetKeyError, cancelled } from '../errors';
import type { ClientKey, ClientKeyMaterial, ClientKeys, Logger, Prompt, Question, Waiting } from '../ports';
import { clientCredentialKind, needsClientKey } from '../profiles/clientCredentialKind';
import type { Profile } from '../profiles/profile';
import { asWritten, unset, type Environment } from '../profiles/variables';
import type { ClientCredentials } from '../protocol/client/clientAuthentication';
import type { Redactor } from '../redactor';
import type { ClientSecrets } from './clientSecrets';

export interface CredentialsKeeperDependencies {
  readonly clientSecrets: ClientSecrets;
  /** Each a `ClientKeyMaterial` as JSON. */
  readonly clientKeys: ClientSecrets;
  /** Of the key files that profiles name; such a key itself is kept nowhere. */
  readonly keyPassphrases: ClientSecrets;
  readonly prompt: Prompt;
  /** Part of the engine, which is loaded for it (law 15). */
  readonly keys: () => Promise<ClientKeys>;
  /** For client secrets that profiles name a variable for; absent: none is set. */
  readonly environment?: Environment;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** A key, and what it was read from; a passphrase in there opens it. */
interface OpenedKey {
  readonly material: ClientKeyMaterial;
  readonly key: ClientKey;
}

/** What clients authenticate with: kept for their endpoints, asked for where it is missing (law 2). */
export class CredentialsKeeper {
  constructor(private readonly dependencies: CredentialsKeeperDependencies) {}

  /** @throws ValetKeyError `cancelled`, `client_key_invalid` */
  async gather(profile: Profile, print: string, waiting: Waiting): Promise<ClientCredentials> {
    return {
      clientSecret:
        clientCredentialKind(profile) === 'secret'
          ? await this.#clientSecret(profile, print, waiting)
          : undefined,
      clientKey: needsClientKey(profile) ? await this.#clientKey(profile, print, waiting) : undefined,
    };
  }

  /** One who asks nobody: what is not kept is missing. */
  quiet(): CredentialsKeeper {
    return new CredentialsKeeper({ ...this.dependencies, prompt: nobody });
  }

  /** The server accepted them: what was typed is kept from now on. */
  async confirm(print: string): Promise<void> {
    const { clientSecrets, clientKeys, keyPassphrases } = this.dependencies;
    await clientSecrets.confirm(print);
    await clientKeys.confirm(print);
    await keyPassphrases.confirm(print);
  }

  /**
   * The server refused the client: a secret or key that was given just now is forgotten, so that the next try asks
   * again. A passphrase has opened its key, and stays.
   */
  reject(print: string): void {
    this.dependencies.clientSecrets.reject(print);
    this.dependencies.clientKeys.reject(print);
  }

  /** Forgets what was given in this window. What is stored goes with `TokenStore.reset`. */
  clear(): void {
    const { clientSecrets, clientKeys, keyPassphrases } = this.dependencies;
    for (const kept of [clientSecrets, clientKeys, keyPassphrases]) kept.clear();
  }

  /**
   * Asks for a key, whatever is kept already, and keeps it.
   * @throws ValetKeyError `cancelled`, `client_key_invalid`, `storage_failed`
   */
  async setClientKey(profile: Profile, print: string, signal: AbortSignal): Promise<void> {
    const { material } = await this.#askForKey(profile, signal);
    await this.dependencies.clientKeys.store(print, JSON.stringify(material));
  }

  async #clientSecret(profile: Profile, print: string, { signal, progress }: Waiting): Promise<string> {
    const { clientSecrets, prompt } = this.dependencies;
    if (profile.clientSecretVariable !== undefined) return this.#secretOf(profile.clientSecretVariable);
    const kept = await clientSecrets.get(print);
    if (kept !== undefined) return kept;
    progress.report('Waiting for the client secret…');
    const typed = await prompt.secret(
      {
        title: `Client secret for “${profile.name}”`,
        prompt: `The secret of ${asWritten(profile).clientId}. Asked for once and kept in the secret storage, for these endpoints only.`,
      },
      signal,
    );
    if (typed === undefined) throw cancelled();
    clientSecrets.remember(print, typed);
    return typed;
  }

  /** As it is now: looked up at each use, and kept nowhere. */
  #secretOf(variable: string): string {
    const { environment, redactor } = this.dependencies;
    const secret = environment?.(variable);
    if (!secret) {
      throw new ValetKeyError('profile_invalid', unset('clientSecret', variable), { remedy: 'edit_profile' });
    }
    redactor.protect(secret);
    return secret;
  }

  async #clientKey(profile: Profile, print: string, waiting: Waiting): Promise<ClientKey> {
    if (profile.clientKeyFile !== undefined) {
      return await this.#keyInFile(profile, profile.clientKeyFile, print, waiting.signal);
    }
    const kept = await this.#keptKey(profile, print);
    if (kept !== undefined) return kept;
    waiting.progress.report('Waiting for the client’s private key…');
    const { material, key } = await this.#askForKey(profile, waiting.signal);
    this.dependencies.clientKeys.remember(print, JSON.stringify(material));
    return key;
  }

  /** Read at each use, so that a key that was renewed on disk is the one that is used. */
  async #keyInFile(profile: Profile, file: string, print: string, signal: AbortSignal): Promise<ClientKey> {
    const { keys, keyPassphrases } = this.dependencies;
    const passphrase = await keyPassphrases.get(print);
    try {
      const material = await (await keys()).readFile(file, profile.clientCertificateFile);
      const opened = await this.#open({ ...material, passphrase }, profile, signal);
      const typed = opened.material.passphrase;
      if (typed !== undefined && typed !== passphrase) keyPassphrases.remember(print, typed);
      return opened.key;
    } catch (error) {
      throw mendedInProfile(error);
    }
  }

  /** A kept value that is no usable key counts as none: the person can only give it anew. */
  async #keptKey(profile: Profile, print: string): Promise<ClientKey | undefined> {
    const { clientKeys, keys, logger } = this.dependencies;
    const value = await clientKeys.get(print);
    if (value === undefined) return undefined;
    const { readClientKeyMaterial } = await import('./clientKeyMaterial');
    const material = readClientKeyMaterial(value);
    try {
      if (material !== undefined)
        return this.#protected({ material, key: await (await keys()).parse(material) }).key;
    } catch (error) {
      if (!(error instanceof ValetKeyError)) throw error;
    }
    logger.warn(
      `“${profile.name}”: the private key in the secret storage cannot be used, so it is asked for anew.`,
    );
    return undefined;
  }

  async #askForKey(profile: Profile, signal: AbortSignal): Promise<OpenedKey> {
    const { prompt } = this.dependencies;
    const given = await prompt.clientKey(
      {
        title: `Private key for “${profile.name}”`,
        prompt: `The private key of ${asWritten(profile).clientId}. Asked for once and kept in the secret storage, for these endpoints only.`,
      },
      signal,
    );
    if (given === undefined) throw cancelled();
    const opened = await this.#open(given, profile, signal);
    if (clientCredentialKind(profile) !== 'certificate' || opened.key.certificates !== undefined)
      return opened;
    const certificates = await prompt.clientCertificate(
      {
        title: `Certificate for “${profile.name}”`,
        prompt:
          'The certificate that belongs to the key, with those of the authorities between, if there are any.',
      },
      signal,
    );
    if (certificates === undefined) throw cancelled();
    return await this.#open({ ...opened.material, certificates }, profile, signal);
  }

  /** Reads a key, and asks for its passphrase until one opens it. */
  async #open(material: ClientKeyMaterial, profile: Profile, signal: AbortSignal): Promise<OpenedKey> {
    const { prompt, redactor } = this.dependencies;
    const keys = await this.dependencies.keys();
    for (let tried = material; ;) {
      try {
        return this.#protected({ material: tried, key: await keys.parse(tried) });
      } catch (error) {
        if (!(error instanceof ValetKeyError) || error.code !== 'client_key_locked') throw error;
        const question = { title: `Passphrase for the key of “${profile.name}”`, prompt: error.message };
        const passphrase = await prompt.secret(question, signal);
        if (passphrase === undefined) throw cancelled();
        redactor.protect(passphrase);
        tried = { ...material, passphrase };
      }
    }
  }

  #protected(opened: OpenedKey): OpenedKey {
    const { material, key } = opened;
    this.dependencies.redactor.protect(material.key, material.passphrase, key.privateKey);
    return opened;
  }
}

/** Whom a request in the background asks. */
const nobody: Prompt = {
  secret: missing,
  text: missing,
  clientKey: missing,
  clientCertificate: missing,
  userCode: () => Promise.resolve(),
};

function missing({ title }: Question): Promise<never> {
  throw new ValetKeyError('nothing_to_refresh', `${title}: it is missing, and was not asked for just now.`, {
    hint: 'Get a new token; that asks for it.',
    remedy: 'get_new_token',
  });
}

/** No key can be set in place of a file that the profile names: the profile is where its mistakes are mended. */
function mendedInProfile(error: unknown): unknown {
  if (!(error instanceof ValetKeyError) || error.code !== 'client_key_invalid') return error;
  const { code, message, hint, cause } = error;
  return new ValetKeyError(code, message, { hint, cause, remedy: 'edit_profile' });
}
