import type { ListenOptions, PendingAuthorizationResponse } from '../../src/core/ports';
import { createLoopbackReceiver } from '../../src/node/loopback/receiver';
import { get, type RawAnswer } from './rawHttp';
import { createRecordingLogger, type RecordingLogger } from './fakes/logger';

export const state = 'Zm9yLXRoaXMtdGVzdC1vbmx5LWFuZC1ub3RoaW5nLWVsc2U';
const code = 'SplxlOBeZQQYbYS6WxSbIA';

/** A pending flow on the loopback interface, and a browser that goes there. */
export interface LoopbackFlow extends PendingAuthorizationResponse {
  readonly port: number;
  readonly logger: RecordingLogger;
  /** What the flow got so far. */
  readonly taken: URLSearchParams[];
  /** The redirect URI with these parameters added to its own. */
  answerUrl(parameters: Readonly<Record<string, string>> | string): string;
  /** Brings the answer that the flow waits for. */
  bringAnswer(): Promise<RawAnswer>;
}

export interface FlowOptions extends Partial<ListenOptions> {
  readonly lingerMs?: number;
  readonly reach?: (url: string) => Promise<string>;
}

const opened: LoopbackFlow[] = [];

export async function listen({ reach, lingerMs = 400, ...options }: FlowOptions = {}): Promise<LoopbackFlow> {
  const logger = createRecordingLogger();
  const browser = { open: () => Promise.resolve(), reach: reach ?? ((url) => Promise.resolve(url)) };
  const pending = await createLoopbackReceiver({ browser, logger, lingerMs }).listen({
    redirectUri: undefined,
    elsewhere: false,
    signal: new AbortController().signal,
    callbackId: 'a1B2c3D4',
    state,
    stateOf: (parameters) => parameters.get('state') ?? undefined,
    responseMode: 'query',
    ...options,
  });
  const { redirectUri, response } = pending;
  const taken: URLSearchParams[] = [];
  void response.then((parameters) => taken.push(parameters));
  const answerUrl: LoopbackFlow['answerUrl'] = (parameters) =>
    `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters).toString()}`;
  const flow: LoopbackFlow = {
    redirectUri,
    response,
    port: Number(new URL(redirectUri).port),
    logger,
    taken,
    answerUrl,
    bringAnswer: () => get(answerUrl({ code, state })),
    startAt: (url, current) => pending.startAt(url, current),
    finish: (outcome) => pending.finish(outcome),
    close: () => pending.close(),
  };
  opened.push(flow);
  return flow;
}

/** For afterEach: no flow survives its test. */
export async function closeFlows(): Promise<void> {
  await Promise.all(opened.splice(0).map((flow) => flow.close()));
}
