import { randomBytes } from 'node:crypto';
import { createHttpYacHook } from '../../../src/core/feeds/httpYac/httpYacHook';
import type { Profile } from '../../../src/core/profiles/profile';
import { createDpopProof } from '../../../src/core/protocol/client/dpop';
import type { TokenRecord, TokenSet } from '../../../src/core/tokens/tokenRecord';
import { json, startFaultServer, type FaultServer } from '../faultServer';
import { profileOf } from '../harness';
import { forgetSecrets, registerSecret, scanForSecrets } from '../secrets';
import { HttpYacLibrary, type SendOptions, type Sent } from './library';

/** A token that no other test has, and that is to be found nowhere but in requests. */
function freshToken(): string {
  const token = `token-${randomBytes(9).toString('hex')}+/=`;
  registerSecret(token);
  return token;
}

/** A new token of a profile. */
export function issued(profile: string, tokenSet: Partial<TokenSet> = {}): TokenRecord {
  return {
    id: profile,
    profile,
    fingerprint: 'f',
    label: 'Access token',
    obtainedAt: 0,
    tokenSet: { accessToken: freshToken(), tokenType: 'Bearer', ...tokenSet },
  };
}

export function profileNamed(name: string, members: Readonly<Record<string, unknown>> = {}): Profile {
  return profileOf({ issuer: 'https://id.example', clientId: 'a', ...members }, name);
}

export interface HttpYacTest {
  /** Where `/orders` is. */
  readonly api: FaultServer;
  /** A server of somebody else, which has `/orders`, too. */
  readonly foreign: FaultServer;
  /** The profiles that there are: at first “okta-dev” and “other”. */
  profiles: Profile[];
  /** What giving out a token does: at first, a new one each time. */
  give: (profile: Profile, url: string, signal: AbortSignal) => Promise<TokenRecord>;
  /** Every token that was given out, and for where. */
  readonly given: { readonly record: TokenRecord; readonly url: string }[];
  /** What a person was told. */
  readonly reported: unknown[];
  /** Sends, and looks for the tokens in everything that httpYac logs, shows and keeps. */
  send(text: string, options?: SendOptions): Promise<Sent>;
  tokens(): readonly string[];
}

/** Gives each test of a `describe` httpYac's library with our hook in it, and two servers. */
export function useHttpYac(): HttpYacTest {
  let api: FaultServer;
  let foreign: FaultServer;
  let httpYac: HttpYacLibrary;
  const test: HttpYacTest = {
    get api() {
      return api;
    },
    get foreign() {
      return foreign;
    },
    profiles: [],
    give: ({ name }) => Promise.resolve(issued(name)),
    given: [],
    reported: [],
    send: async (text, options) => {
      const sent = await httpYac.send(text, options);
      const texts = { 'httpYac’s logs, views and variables': sent.kept + sent.thrown.join('\n') };
      scanForSecrets({ texts });
      return sent;
    },
    tokens: () => test.given.map(({ record }) => record.tokenSet.accessToken),
  };

  beforeEach(async () => {
    [api, foreign] = await Promise.all([startFaultServer(), startFaultServer()]);
    for (const server of [api, foreign]) server.on('/orders', json({ orders: [] }));
    test.profiles = [profileNamed('okta-dev'), profileNamed('other')];
    test.give = ({ name }) => Promise.resolve(issued(name));
    const tokens = {
      profiles: () =>
        Promise.resolve({ names: test.profiles.map(({ name }) => name), profiles: test.profiles }),
      profile: (name: string) => Promise.resolve(test.profiles.find((one) => one.name === name)!),
      token: async (profile: Profile, url: string, signal: AbortSignal) => {
        const record = await test.give(profile, url, signal);
        test.given.push({ record, url });
        return record;
      },
      proof: createDpopProof,
      report: (error: unknown) => void test.reported.push(error),
    };
    httpYac = new HttpYacLibrary(createHttpYacHook(tokens, randomBytes(8).toString('hex')));
  });

  afterEach(async () => {
    httpYac.dispose();
    await Promise.all([api.stop(), foreign.stop()]);
    forgetSecrets();
    test.given.length = 0;
    test.reported.length = 0;
  });

  return test;
}
