import { inspect } from 'node:util';
import { ValetKeyError } from '../../src/core/errors';
import type {
  ClientKeyMaterial,
  Clock,
  EditorSessions,
  Locks,
  Question,
  SecretStore,
  UserCode,
} from '../../src/core/ports';
import { readProfiles } from '../../src/core/profiles/readProfiles';
import type { Profile } from '../../src/core/profiles/profile';
import { PendingSignIns } from '../../src/core/signIn/pendingSignIns';
import type { Host } from '../../src/core/signIn/waysBack';
import { Redactor } from '../../src/core/redactor';
import { readBrowsers } from '../../src/core/signIn/browsers';
import type { SignInChoices } from '../../src/core/signIn/signInChoices';
import { ActiveTokens } from '../../src/core/tokens/activeTokens';
import { CredentialsKeeper } from '../../src/core/tokens/credentialsKeeper';
import { ClientSecrets } from '../../src/core/tokens/clientSecrets';
import type { Obtained } from '../../src/core/tokens/tokenKeeper';
import { TokenInquiries } from '../../src/core/tokens/tokenInquiries';
import type { ProfileApprovals } from '../../src/core/tokens/profileApprovals';
import { TokenService } from '../../src/core/tokens/tokenService';
import { TokenStore } from '../../src/core/tokens/tokenStore';
import { createEngine } from '../../src/engine';
import { systemClock } from '../../src/vscode/clock';
import { nothingShared } from './fakes/approvals';
import { FakeSecretStore } from './fakes/secretStore';
import { createRecordingLogger } from './fakes/logger';
import { scanForSecrets } from './secrets';
import { UserAgent, type Visit } from './userAgent';

export interface HarnessOptions {
  /** What a person does with the address that their browser is sent to. Default: follows it and signs in. */
  readonly browse?: (url: string) => Promise<unknown>;
  /** What the editor does with that address, in place of opening it. */
  readonly open?: (url: string) => Promise<void>;
  /** What a person types into a box; `undefined`: Escape. */
  readonly type?: (title: string, signal: AbortSignal) => string | undefined | Promise<string | undefined>;
  /** The private key that a person gives when asked. */
  readonly clientKey?: ClientKeyMaterial;
  /** The certificate that a person gives when asked. */
  readonly clientCertificate?: string;
  /** The folders that are open in the editor. */
  readonly workspaceFolders?: readonly string[];
  /** `valetKey.browsers`, as it is written. */
  readonly browsers?: unknown;
  /** Why no program can be started. */
  readonly obstacle?: string;
  /** The folder that this window shares with others; by default it shares none. */
  readonly storageFolder?: string;
  /** What a person does with a user code, and until when it shows; by default nothing, and they wait. */
  readonly onUserCode?: (
    code: UserCode,
    signal: AbortSignal,
    open: (url: string) => Promise<void>,
  ) => Promise<unknown>;
  /** The sign-ins that the editor keeps; by default none, and nobody signs in. */
  readonly sessions?: EditorSessions['get'];
  /** Where the editor is; by default on the person's own machine. */
  readonly host?: Host;
  /** By which address the browser reaches one of ours; by default the same. */
  readonly reach?: (url: string) => Promise<string>;
  readonly secrets?: FakeSecretStore;
  /** In place of that fake. */
  readonly keyring?: SecretStore;
  /** Stands in between what renews tokens and the locks. */
  readonly watchLocks?: (locks: Locks) => Locks;
  readonly clock?: Clock;
  readonly approvals?: ProfileApprovals;
}

/** The product without the editor: real transport, real listener, real protocol; a person and a keyring as told. */
export function createHarness(options: HarnessOptions = {}) {
  const logger = createRecordingLogger();
  const redactor = new Redactor();
  const secrets = options.secrets ?? new FakeSecretStore();
  const clock = options.clock ?? systemClock;
  const agent = new UserAgent();
  const visits: Promise<unknown>[] = [];
  const opened: string[] = [];
  const asked: string[] = [];
  const type = async ({ title }: Question, signal: AbortSignal) => {
    asked.push(title);
    return await options.type?.(title, signal);
  };
  const prompt = {
    secret: type,
    text: type,
    clientKey: ({ title }: Question) => {
      asked.push(title);
      return Promise.resolve(options.clientKey);
    },
    clientCertificate: ({ title }: Question) => {
      asked.push(title);
      return Promise.resolve(options.clientCertificate);
    },
    userCode: async (code: UserCode, signal: AbortSignal, open: (url: string) => Promise<void>) => {
      await options.onUserCode?.(code, signal, open);
    },
  };
  const browser = {
    open: (url: string) => {
      opened.push(url);
      if (options.open) return options.open(url);
      const visit = (options.browse ?? ((address) => agent.visit(address)))(url);
      visit.catch(() => undefined);
      visits.push(visit);
      return Promise.resolve();
    },
    reach: options.reach ?? ((url: string) => Promise.resolve(url)),
  };
  const pendingSignIns = new PendingSignIns();
  const steps: string[] = [];
  const host = options.host ?? localHost;
  const profiles = new Map<string, Profile>();
  const known = (profile: Profile) => profiles.set(profile.name, profile) && profile;
  const keyring = options.keyring ?? secrets;
  const store = new TokenStore(keyring, () => Promise.resolve('host'), logger);
  const active = new ActiveTokens(keyring, () => Promise.resolve('host'), logger);
  const clientSecrets = new ClientSecrets(keyring, redactor, logger);
  const clientKeys = new ClientSecrets(keyring, redactor, logger, 'clientKey');
  const keyPassphrases = new ClientSecrets(keyring, redactor, logger, 'clientKeyPassphrase');
  const built = createEngine({
    browser,
    browsers: {
      named: () => Promise.resolve(readBrowsers(options.browsers)),
      obstacle: () => options.obstacle,
    },
    pendingSignIns,
    host: () => host,
    prompt,
    sessions: { get: options.sessions ?? (() => Promise.resolve(undefined)) },
    clock,
    logger,
    redactor,
    workspaceFolders: () => options.workspaceFolders ?? [],
    storageFolder: options.storageFolder,
  });
  const engine = { ...built, locks: options.watchLocks?.(built.locks) ?? built.locks };
  const credentials = new CredentialsKeeper({
    clientSecrets,
    clientKeys,
    keyPassphrases,
    prompt,
    keys: () => Promise.resolve(engine.clientKeys),
    logger,
    redactor,
  });
  const keeping = {
    engine: () => Promise.resolve(engine),
    store,
    active,
    profiles: () => Promise.resolve({ names: [...profiles.keys()], profiles: [...profiles.values()] }),
    credentials,
    approvals: options.approvals ?? nothingShared,
    clock,
    logger,
    redactor,
  };
  const service = new TokenService(keeping);
  const inquiries = new TokenInquiries(keeping);
  const waiting = (signal = new AbortController().signal) => ({
    signal,
    progress: { report: (step: string) => void steps.push(step) },
  });
  const redactedLog = () => logger.lines.map((line) => redactor.redact(line)).join('\n');

  return {
    service,
    store,
    active,
    clientSecrets,
    clientKeys,
    credentials,
    secrets,
    logger,
    /** Every address that the browser was sent to. */
    opened,
    /** The titles of the password boxes that came up. */
    asked,
    /** The sign-ins that wait. */
    pendingSignIns,
    /** What the progress said, in order. */
    steps,
    getNew: (profile: Profile, signal?: AbortSignal, choices?: SignInChoices): Promise<Obtained> =>
      service.getNew(known(profile), waiting(signal), choices),
    refresh: (profile: Profile, id: string, signal?: AbortSignal) =>
      service.refresh(known(profile), id, waiting(signal)),
    getAccessToken: (profile: Profile, interactive = false, signal?: AbortSignal) =>
      service.getAccessToken(known(profile), { interactive }, waiting(signal)),
    getFresh: (profile: Profile, id: string) => service.getFresh(known(profile), id, waiting()),
    revoke: (profile: Profile, id: string, signal?: AbortSignal) =>
      inquiries.revoke(known(profile), id, waiting(signal)),
    introspect: (profile: Profile, id: string) => inquiries.introspect(known(profile), id, waiting()),
    userInfo: (profile: Profile, id: string) => inquiries.userInfo(known(profile), id, waiting()),
    signOut: (profile: Profile, id: string, signal?: AbortSignal) =>
      inquiries.signOut(known(profile), id, waiting(signal)),
    /** Puts a profile into the settings before its first use. */
    addProfile: (profile: Profile) => void known(profile),
    /** Takes a profile out of the settings; one is in them from its first use. */
    removeProfile: (name: string) => profiles.delete(name),
    /** What the last browser ended on. */
    lastPage: async () => (await visits.at(-1)) as Visit,
    /** The error of a request that must fail; it and the log are searched for registered secrets. */
    failure: async (request: Promise<unknown>): Promise<ValetKeyError> => {
      const error = await request.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof ValetKeyError))
        throw new Error(`A ValetKeyError was expected, not ${inspect(error)}`);
      scanForSecrets({
        texts: {
          log: logger.lines.join('\n'),
          message: `${error.message} ${error.hint ?? ''} ${error.stack ?? ''}`,
          inspected: inspect(error),
          json: JSON.stringify(error),
        },
      });
      return error;
    },
    scanLog: () => scanForSecrets({ texts: { log: logger.lines.join('\n'), redacted: redactedLog() } }),
  };
}

const localHost: Host = { kind: 'local', appUri: 'vscode://valetkey.valet-key/callback' };

export type Harness = ReturnType<typeof createHarness>;

/**
 * A profile as the settings would give it, among those that it builds on.
 * @throws Error with its problems, when the test wrote a bad one
 */
export function profileOf(members: Readonly<Record<string, unknown>>, name = 'test'): Profile {
  const others = [members.subjectProfile, members.actorProfile]
    .filter((other) => typeof other === 'string')
    .map((other) => [other, { issuer: 'https://other.example', clientId: 'other' }]);
  const { profiles, problems } = readProfiles({ ...Object.fromEntries(others), [name]: members });
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(problems.map(({ message }) => message).join(' '));
  return profile;
}
