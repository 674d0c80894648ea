// Runs in an extension host: what a request waits for when its token is stored and valid.
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { createHttpYacHook } from '../../src/core/feeds/httpYac/httpYacHook';
import type {
  HttpYacApi,
  HttpYacContext,
  HttpYacRequest,
  Interceptor,
} from '../../src/core/feeds/httpYac/httpYacTypes';
import { fingerprint } from '../../src/core/profiles/fingerprint';
import type { SecretStore } from '../../src/core/ports';
import { systemClock } from '../../src/vscode/clock';
import { RequestTokens } from '../../src/vscode/requests/requestTokens';
import { secretStore } from '../../src/vscode/secretStorage';
import { FakeSecretStore } from '../support/fakes/secretStore';
import { createHarness, profileOf } from '../support/harness';
import { readTask, writeResult, type SendResult, type SendTask } from './exchange';
import { secretStorages } from './hostProbe';

const url = 'https://api.example.com/items';
const accessToken = 'a-token-of-the-bench';
const hourMs = 3_600_000;

export async function run(): Promise<void> {
  const { samples } = (await readTask()) as SendTask;
  const { probe } = await secretStorages();
  const inMemory = await prepare(new FakeSecretStore());
  const inVsCode = await prepare(secretStore(probe));
  const result: SendResult = {
    inMemoryMs: await repeat(samples, inMemory.token),
    inVsCodeMs: await repeat(samples, inVsCode.token),
    httpYacMs: await repeat(samples, sendByHttpYac(inMemory)),
  };
  await inVsCode.remove();
  await writeResult(result);
}

async function repeat(samples: number, ask: () => Promise<string | undefined>): Promise<readonly number[]> {
  const milliseconds: number[] = [];
  for (let sample = -10; sample < samples; sample++) {
    const start = performance.now();
    const given = await ask();
    if (sample >= 0) milliseconds.push(performance.now() - start);
    if (given?.includes(accessToken) !== true) throw new Error('No token was given.');
  }
  return milliseconds;
}

async function prepare(keyring: SecretStore) {
  const members = { issuer: 'https://login.example.com', clientId: 'bench', apiBaseUrls: [url] };
  const profile = profileOf(members, 'bench');
  const { service, store, addProfile } = createHarness({ keyring });
  addProfile(profile);
  const id = 'bench';
  await store.put({
    id,
    profile: profile.name,
    fingerprint: await fingerprint(profile),
    label: 'bench@example.com',
    obtainedAt: Date.now(),
    tokenSet: { accessToken, tokenType: 'Bearer', expiresAt: Date.now() + hourMs },
  });
  const unasked = () => {
    throw new Error('Nobody is to be asked.');
  };
  const tokens = new RequestTokens({
    settings: { read: unasked, get: unasked, members: unasked, write: unasked },
    service,
    inUse: { environments: undefined, profileOfFile: unasked, rememberFile: unasked, use: () => undefined },
    clock: systemClock,
    pickers: unasked,
    askDestination: unasked,
  });
  const record = async () => await tokens.tokenFor(profile, { url });
  return {
    profile,
    record,
    token: async () => (await record()).tokenSet.accessToken,
    remove: async () => await store.remove(id),
  };
}

/** What the hook does from a reference in a file until the token is in the request that leaves. */
function sendByHttpYac({ profile, record }: Awaited<ReturnType<typeof prepare>>) {
  type Mark = Parameters<HttpYacApi['hooks']['replaceVariable']['addHook']>[1];
  let mark: Mark | undefined;
  let sending: Interceptor<[HttpYacRequest, HttpYacContext]> | undefined;
  const ignored = { addInterceptor: () => undefined };
  const plugin = createHttpYacHook(
    {
      profiles: () => Promise.resolve({ names: [profile.name], profiles: [profile] }),
      profile: () => Promise.resolve(profile),
      token: record,
      proof: () => Promise.reject(new Error('The token is bound to no key.')),
      report: (error) => void vscode.window.showErrorMessage(String(error)),
    },
    '0123456789abcdef',
  );
  plugin({
    hooks: {
      replaceVariable: { hasHook: () => true, addHook: (_id, action) => (mark = action) },
      onRequest: { addInterceptor: (interceptor) => (sending = interceptor) },
      onStreaming: ignored,
      onResponse: ignored,
      responseLogging: ignored,
    },
  });
  return async () => {
    const context: HttpYacContext = { variables: {}, httpRegion: {}, options: {} };
    const authorization = await mark?.('Bearer {{$auth.token("bench")}}', 'Authorization', context);
    const request: HttpYacRequest = { protocol: 'HTTP', method: 'GET', url, headers: { authorization } };
    await sending?.afterLoop?.({ args: [request, context] });
    const options = { method: 'GET', url: new URL(url), headers: { authorization: String(authorization) } };
    for (const before of request.options?.hooks?.beforeRequest ?? []) await before(options);
    return options.headers.authorization;
  };
}
