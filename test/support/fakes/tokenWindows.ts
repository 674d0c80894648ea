import type { Granted } from '../../../src/core/protocol/token/tokenEndpoint';
import type { Grants } from '../../../src/core/grants/grant';
import type { Refresher, RefreshRequest } from '../../../src/core/grants/refreshToken';
import type { Locks, Prompt } from '../../../src/core/ports';
import type { Profile } from '../../../src/core/profiles/profile';
import { Redactor } from '../../../src/core/redactor';
import { ActiveTokens } from '../../../src/core/tokens/activeTokens';
import { ClientSecrets } from '../../../src/core/tokens/clientSecrets';
import { CredentialsKeeper } from '../../../src/core/tokens/credentialsKeeper';
import { orAborted } from '../../../src/core/tokens/sharedWork';
import type { TokenRecord } from '../../../src/core/tokens/tokenRecord';
import type { ProfileApprovals } from '../../../src/core/tokens/profileApprovals';
import { TokenService, type Engine } from '../../../src/core/tokens/tokenService';
import { TokenStore } from '../../../src/core/tokens/tokenStore';
import { createLocks } from '../../../src/node/locks/locks';
import { nothingShared } from './approvals';
import { FakeClock } from './clock';
import { createRecordingLogger } from './logger';
import { FakeSecretStore } from './secretStore';

/** A server that answers as told, and what it was asked. */
export class FakeServer {
  /** The refresh tokens that were sent to it. */
  readonly refreshes: string[] = [];
  /** How often it was asked for a new token. */
  grants = 0;
  /** What it does about one refresh after another; the last stays. Default: gives tokens. */
  onRefresh: (() => Granted | Promise<Granted>)[] = [];
  onGrant: () => Granted | Promise<Granted> = () => this.give();
  #given = 0;

  constructor(private readonly clock: FakeClock) {}

  give(): Granted {
    this.#given += 1;
    return {
      tokenSet: {
        accessToken: `access-${this.#given}`,
        refreshToken: `refresh-${this.#given}`,
        tokenType: 'Bearer',
        expiresAt: this.clock.now() + 3_600_000,
      },
    };
  }

  async refresh({ tokenSet, beforeSending }: RefreshRequest): Promise<Granted> {
    await beforeSending?.();
    this.refreshes.push(tokenSet.refreshToken ?? 'none');
    const answer = this.onRefresh.length > 1 ? this.onRefresh.shift() : this.onRefresh[0];
    return await (answer ?? (() => this.give()))();
  }

  async grant(): Promise<Granted> {
    this.grants += 1;
    return await this.onGrant();
  }
}

/** What windows have in common: a server, a secret storage, locks and the time. */
export class TokenWindows {
  readonly clock = new FakeClock();
  readonly server = new FakeServer(this.clock);
  readonly values = new Map<string, string>();
  readonly #locks = createLocks({
    storageFolder: undefined,
    clock: this.clock,
    logger: createRecordingLogger(),
  });

  constructor(private readonly profiles: readonly Profile[]) {}

  /** Another window. Its locks hold for all of them, as those of files do. */
  open(locks: Locks = this.#locks, approvals: ProfileApprovals = nothingShared) {
    const { clock, server, profiles } = this;
    const secrets = new FakeSecretStore(this.values);
    const logger = createRecordingLogger();
    const redactor = new Redactor();
    const asked: string[] = [];
    const ask = ({ title }: { readonly title: string }) => {
      asked.push(title);
      return Promise.resolve('typed-secret');
    };
    const prompt = { secret: ask, text: ask } as unknown as Prompt;
    const kept = (kind: 'clientSecret' | 'clientKey' | 'clientKeyPassphrase') =>
      new ClientSecrets(secrets, redactor, logger, kind);
    const grant: Grants['authorization_code'] = {
      run: async ({ signal }, keep) => await keep(await orAborted(server.grant(), signal)),
    };
    const engine = {
      locks,
      refresher: { refresh: (request: RefreshRequest) => server.refresh(request) } as unknown as Refresher,
      grants: { authorization_code: grant, client_credentials: grant } as Grants,
      inquiries: { userInfoReader: { label: () => Promise.resolve(undefined) } },
    } as unknown as Engine;
    const hostId = () => Promise.resolve('host');
    const store = new TokenStore(secrets, hostId, logger);
    const active = new ActiveTokens(secrets, hostId, logger);
    const service = new TokenService({
      store,
      active,
      clock,
      logger,
      redactor,
      profiles: () => Promise.resolve({ names: profiles.map(({ name }) => name), profiles }),
      credentials: new CredentialsKeeper({
        clientSecrets: kept('clientSecret'),
        clientKeys: kept('clientKey'),
        keyPassphrases: kept('clientKeyPassphrase'),
        prompt,
        keys: () => Promise.reject(new Error('No keys here.')),
        logger,
        redactor,
      }),
      engine: () => Promise.resolve(engine),
      approvals,
    });
    const waiting = (signal = new AbortController().signal) => ({
      signal,
      progress: { report: () => undefined },
    });
    return {
      service,
      store,
      active,
      secrets,
      logger,
      asked,
      getNew: (profile: Profile) => service.getNew(profile, waiting()),
      get: (profile: Profile, interactive = false, signal?: AbortSignal) =>
        service.getAccessToken(profile, { interactive }, waiting(signal)),
      refresh: (profile: Profile, id: string) => service.refresh(profile, id, waiting()),
      /** The record as the secret storage has it. */
      stored: async (id: string): Promise<TokenRecord | undefined> =>
        await new TokenStore(new FakeSecretStore(this.values), () => Promise.resolve('host'), logger).get(id),
    };
  }

  get locks(): Locks {
    return this.#locks;
  }
}

export type TokenWindow = ReturnType<TokenWindows['open']>;
