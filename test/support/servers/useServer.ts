import { usesRedirect, type Profile } from '../../../src/core/profiles/profile';
import { profileOf, type Harness, type HarnessOptions } from '../harness';
import { untilFree } from '../httpServers';
import { ensureBrowser } from '../prerequisites';
import { forgetSecrets, registerSecret } from '../secrets';
import { skipUnless } from '../skipUnless';
import { startBrowser, type Acting, type PersonAtBrowser } from './browser';

export interface RunningServer {
  /** Where the tests' redirect URI listens. */
  readonly redirectUri: string;
  readonly clients: object;
  readonly person: { readonly username: string; readonly password: string };
  stop(): Promise<void>;
}

/** How to have a server, and how a person signs in there. */
export interface ServerKind<Server extends RunningServer> {
  /** @throws Error one sentence when this machine cannot have it */
  install(): Promise<unknown>;
  start(): Promise<Server>;
  signIn(server: Server): Acting;
  /** What the profiles of this server's tests have in common. */
  profile(server: Server): Readonly<Record<string, unknown>>;
}

/** What a test file has around it; only while its tests run. */
export interface Surroundings<Server> {
  readonly server: Server;
  readonly browser: PersonAtBrowser;
  /** The product, with a person who signs in on the server's own pages, one a test. */
  readonly harness: Harness;
  /** Another person, who does as told. */
  readonly person: (options?: HarnessOptions, act?: Acting) => Harness;
  /** One who types this secret into each box that comes up. */
  readonly typing: (secret: string) => Harness;
  readonly profile: (members?: Partial<Record<keyof Profile, unknown>>) => Profile;
}

/**
 * Gives the tests of a `describe` a server and a browser, or skips them.
 */
export function useServer<Server extends RunningServer>(kind: ServerKind<Server>): Surroundings<Server> {
  let running: { readonly server: Server; readonly browser: PersonAtBrowser } | undefined;
  let harness: Harness | undefined;
  const started = () => running ?? missing();

  before(async function () {
    await skipUnless(this, () => Promise.all([kind.install(), ensureBrowser(console.log)]));
    const server = await kind.start();
    running = { server, browser: await startBrowser() };
  });

  after(async () => {
    await running?.browser.close();
    await running?.server.stop();
  });

  beforeEach(() => {
    const { server } = started();
    secretsOf(server).forEach(registerSecret);
    harness = person();
  });

  afterEach(async () => {
    harness?.scanLog();
    forgetSecrets();
    await untilFree(Number(new URL(started().server.redirectUri).port));
  });

  const person = (options?: HarnessOptions, act = kind.signIn(started().server)) =>
    started().browser.createHarness(act, options);

  return {
    get server() {
      return started().server;
    },
    get browser() {
      return started().browser;
    },
    get harness() {
      return harness ?? missing();
    },
    person,
    typing: (secret) => person({ type: () => secret }),
    profile: (members = {}) => {
      const { server } = started();
      const { grantType = 'authorization_code' } = members as Partial<Profile>;
      const redirect = usesRedirect({ grantType }) ? { redirectUri: server.redirectUri } : {};
      return profileOf({ ...kind.profile(server), ...redirect, ...members });
    },
  };
}

function missing(): never {
  throw new Error('The server is there only while tests run.');
}

/** What must show up nowhere: of the clients, and of the person who signs in. */
function secretsOf({ clients, person }: RunningServer): readonly string[] {
  const secrets = (Object.values(clients) as { readonly clientSecret?: string }[]).flatMap(
    ({ clientSecret }) => clientSecret ?? [],
  );
  return [...secrets, person.password];
}
