import { cli, io, send, store, utils, type HttpFile, type ProcessedHttpRegion } from 'httpyac';
import type { HttpYacPlugin } from '../../../src/core/feeds/httpYac/httpYacTypes';

/** What httpYac made of the requests of a file. */
export interface Sent {
  /** Whether it says that all went well. */
  readonly ok: boolean;
  readonly statuses: readonly (number | undefined)[];
  /** Of its tests, where a request that was not sent says why. */
  readonly results: readonly string[];
  /** Everything that it logs at any level, shows, and keeps for later. */
  readonly kept: string;
  /** What its error handler would have put into a message. */
  readonly thrown: readonly string[];
}

/** The library as its editor extension has it: with a plugin of ours, and with all that it logs and shows collected. */
export class HttpYacLibrary {
  readonly #store = new store.HttpFileStore();
  #version = 0;

  constructor(plugin: HttpYacPlugin) {
    cli.initFileProvider();
    store.pluginStore['valet-key'] = plugin as never;
  }

  dispose(): void {
    Reflect.deleteProperty(store.pluginStore, 'valet-key');
    Reflect.deleteProperty(io.log.options, 'logMethod');
  }

  /** Reads the text as a file and sends its requests, one after another, as one command. */
  async send(text: string, { variables = {}, cancelled }: SendOptions = {}): Promise<Sent> {
    const kept: string[] = [];
    const keep = (...values: unknown[]) => void kept.push(...values.map(asLogged));
    const logMethod = (_level: unknown, ...values: unknown[]) => keep(...values);
    io.log.options.logMethod = logMethod;
    const level = 1 as never; // trace; the enum is there for the compiler alone
    const config = { log: { level, supportAnsiColors: false } };
    const file = await this.#store.getOrCreate('/test.http', () => Promise.resolve(text), ++this.#version, {
      config,
    });
    const thrown: string[] = [];
    file.hooks.execute.addInterceptor({
      id: 'errorNotification',
      onError: (error) => Promise.resolve(thrown.push(asLogged(error)) > 0),
    });
    const processedHttpRegions: ProcessedHttpRegion[] = [];
    const requestLog = utils.requestLoggerFactory(keep, {
      requestOutput: true,
      requestHeaders: true,
      requestBodyLength: 1024,
      responseHeaders: true,
    });
    const context = {
      httpFile: file,
      config,
      variables,
      processedHttpRegions,
      scriptConsole: new io.Logger({ level, logMethod }),
      logResponse: async (
        response: Parameters<typeof requestLog>[0],
        region?: Parameters<typeof requestLog>[1],
      ) => {
        keep(response);
        await requestLog(response, region);
      },
      logStream: (_type: string, response: unknown) => Promise.resolve(keep(response)),
      progress: {
        divider: 1,
        isCanceled: () => false,
        register: (end: () => void) => {
          cancelled?.addEventListener('abort', end);
          return () => cancelled?.removeEventListener('abort', end);
        },
        report: keep,
      },
    };
    const ok = await send(context);
    keep(variables, processedHttpRegions, store.userSessionStore.userSessions, regionVariables(file));
    return {
      ok,
      statuses: processedHttpRegions.map(({ response }) => response?.statusCode),
      results: processedHttpRegions.flatMap(({ testResults = [] }) =>
        testResults.map(({ message }) => message),
      ),
      kept: kept.join('\n'),
      thrown,
    };
  }
}

export interface SendOptions {
  /** As an environment has them. */
  readonly variables?: Record<string, unknown>;
  /** Somebody presses Cancel in httpYac's own progress. */
  readonly cancelled?: AbortSignal;
}

/** As the editor extension writes a value into its output channels. */
function asLogged(value: unknown): string {
  if (value instanceof Error) return `${value.message}\n${value.stack ?? ''}\n${utils.stringifySafe(value)}`;
  return utils.toString(value) ?? '';
}

function regionVariables({ httpRegions }: HttpFile): unknown {
  return httpRegions.map(({ variablesPerEnv, response }) => ({ variablesPerEnv, response }));
}
