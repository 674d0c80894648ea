/**
 * What the hook needs of httpYac (6.x), as its sources have it. The library is no dependency of ours: the editor
 * extension hands over its own copy.
 */

/** A request as httpYac has read it from a file, filled in step by step. */
export interface HttpYacRequest {
  /** `HTTP`, `WS`, `SSE`, …. */
  readonly protocol?: string;
  readonly method?: string;
  url: string;
  headers?: Record<string, unknown>;
  body?: unknown;
  readonly contentType?: { readonly mimeType?: string };
  readonly proxy?: unknown;
  /** Whether any certificate is taken. */
  readonly noRejectUnauthorized?: unknown;
  /** Of the library that sends HTTP requests (got 11). */
  options?: { hooks?: SendingHooks };
}

/** The hooks of got 11. */
export interface SendingHooks {
  /** Before each attempt, so also before a redirect is followed. */
  beforeRequest?: ((options: SendingOptions) => unknown)[];
  beforeRedirect?: ((options: SendingOptions, response: Answer) => unknown)[];
  afterResponse?: ((response: Answer, retry: (options: object) => unknown) => unknown)[];
}

/** One request with the redirects that it is led to: the same object all the way. */
export interface SendingOptions {
  readonly method: string;
  url: URL;
  /** Names in lower case. */
  readonly headers: Record<string, string | string[] | undefined>;
  body?: unknown;
}

export interface Answer {
  readonly statusCode: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What httpYac shows, logs and keeps of an answer. */
export interface HttpYacResponse {
  name?: string;
  request?: { url: string; headers?: Record<string, unknown>; body?: unknown };
}

export interface HttpYacContext {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request?: HttpYacRequest;
  readonly httpRegion: { readonly testResults?: { message: string; status: string }[] };
  /** One object for all requests that are sent by one command. */
  readonly options: object;
  readonly progress?: {
    register?(cancelled: () => void): () => void;
    report?(value: { message: string }): void;
  };
}

/** What runs around a chain of hooks; `false` ends the sending without a word. */
export interface Interceptor<T extends unknown[]> {
  id: string;
  beforeLoop?(context: Triggered<T>): Promise<boolean>;
  afterLoop?(context: Triggered<T>): Promise<boolean>;
}

interface Triggered<T extends unknown[]> {
  readonly args: T;
  readonly hook?: { addInterceptor?(interceptor: Interceptor<T>): void };
}

interface Intercepted<T extends unknown[]> {
  addInterceptor(interceptor: Interceptor<T>): void;
}

/** What a plugin is given for each file that is read. */
export interface HttpYacApi {
  readonly hooks: {
    readonly replaceVariable: {
      hasHook(id: string): boolean;
      addHook(
        id: string,
        action: (text: unknown, type: string, context: HttpYacContext) => Promise<unknown>,
        options: { before: string[] },
      ): void;
    };
    readonly onRequest: Intercepted<[HttpYacRequest, HttpYacContext]>;
    readonly onStreaming: Intercepted<[HttpYacContext]>;
    readonly onResponse: Intercepted<[HttpYacResponse, HttpYacContext]>;
    readonly responseLogging: Intercepted<[HttpYacResponse, HttpYacContext]>;
  };
}

export type HttpYacPlugin = (api: HttpYacApi) => void;
