import { ValetKeyError, cleanServerText, isCancelled, toValetKeyError } from '../../errors';
import { inWords } from '../../profiles/inWords';
import { closest } from '../../profiles/memberNames';
import { ProfileVariables } from '../../requestFiles/profileVariables';
import type {
  HttpYacApi,
  HttpYacContext,
  HttpYacPlugin,
  HttpYacRequest,
  HttpYacResponse,
  Interceptor,
} from './httpYacTypes';
import { OutgoingRequest, type DpopNonces } from './outgoingRequest';
import { place, type ReadyToken } from './placing';
import { Masking, showStandIns } from './shownRequest';
import { putIntoOther } from './otherProtocols';
import { TokenMarks, referencesIn, replaceReferences, type TokenReference } from './tokenReferences';
import type { TokensForHttpYac } from './tokensForHttpYac';
import { checkWay } from './way';
import { urlWithoutTokens, wantedTokens, type WantedTokens } from './wantedTokens';

export const hookId = 'valetKey';

/**
 * The plugin for httpYac. References to our profiles are marked while httpYac fills in variables; once everything else
 * of the request is settled, the tokens are got for the address that it really goes to, and put in as it leaves.
 * @param nonce see `TokenMarks`
 */
export function createHttpYacHook(tokens: TokensForHttpYac, nonce: string): HttpYacPlugin {
  const hook = new HttpYacHook(tokens, new TokenMarks(nonce));
  return (api) => hook.addTo(api);
}

class HttpYacHook {
  readonly #wanted = new WeakMap<HttpYacRequest, WantedTokens>();
  readonly #masks = new WeakMap<HttpYacRequest, Masking>();
  readonly #restores = new WeakMap<HttpYacRequest, () => void>();
  readonly #handled = new WeakMap<HttpYacRequest, Promise<boolean>>();
  /** What a person has been told, or has refused, while the requests of one command are sent: once is enough. */
  readonly #failures = new WeakMap<object, Map<string, ValetKeyError>>();
  readonly #nonces: DpopNonces = new Map();

  /** The last of all: what ends a request before, such as making code of it, needs no token. */
  readonly #last: Interceptor<[HttpYacRequest, HttpYacContext]> = {
    id: `${hookId}Send`,
    afterLoop: async ({ args: [request, context] }) => await this.#prepareOnce(request, context),
  };
  readonly #sending: Interceptor<[HttpYacRequest, HttpYacContext]> = {
    id: hookId,
    beforeLoop: async ({ hook }) => {
      hook?.addInterceptor?.(this.#last);
      return await Promise.resolve(true);
    },
    afterLoop: async ({ args: [request, context], hook }) => {
      const wanted = this.#wanted.get(request) ?? wantedTokens(request, this.marks);
      if (wanted === undefined) return true;
      this.#wanted.set(request, wanted);
      showStandIns(request, wanted, this.marks);
      // An older one gives no chance to be the last.
      return hook?.addInterceptor === undefined ? await this.#prepareOnce(request, context) : true;
    },
  };
  readonly #masking: Interceptor<[HttpYacResponse, HttpYacContext]> = {
    id: hookId,
    beforeLoop: async ({ args: [response, { request }] }) => {
      if (request !== undefined) this.#masks.get(request)?.response(response);
      return await Promise.resolve(true);
    },
  };
  readonly #streaming: Interceptor<[HttpYacContext]> = {
    id: hookId,
    beforeLoop: async ({ args: [{ request }] }) => {
      if (request !== undefined) this.#restores.get(request)?.();
      return await Promise.resolve(true);
    },
  };

  constructor(
    private readonly tokens: TokensForHttpYac,
    private readonly marks: TokenMarks,
  ) {}

  addTo({ hooks }: HttpYacApi): void {
    // Before what knows the same syntax, and would not know our names.
    const before = [hooks.replaceVariable.hasHook('intellijDynamic') ? 'intellijDynamic' : 'name'];
    hooks.replaceVariable.addHook(hookId, (text, _type, context) => this.#mark(text, context), { before });
    hooks.onRequest.addInterceptor(this.#sending);
    hooks.onStreaming.addInterceptor(this.#streaming);
    hooks.onResponse.addInterceptor(this.#masking);
    hooks.responseLogging.addInterceptor(this.#masking);
  }

  async #mark(text: unknown, { variables }: HttpYacContext): Promise<unknown> {
    if (typeof text !== 'string' || referencesIn(text).length === 0) return text;
    const read = await this.tokens.profiles();
    const ours = new ProfileVariables(read);
    return replaceReferences(text, (reference) => {
      const { by, name } = reference;
      const isOurs =
        by === 'variable'
          ? ours.meaningOf(name) !== undefined
          : read.names.includes(name) || !isKnownToHttpYac(name, variables);
      return isOurs ? this.marks.of(reference) : undefined;
    });
  }

  /** A file that imports another has the hooks of both. */
  async #prepareOnce(request: HttpYacRequest, context: HttpYacContext): Promise<boolean> {
    const handled = this.#handled.get(request) ?? this.#prepare(request, context);
    this.#handled.set(request, handled);
    return await handled;
  }

  /** @returns whether the request is to be sent */
  async #prepare(request: HttpYacRequest, context: HttpYacContext): Promise<boolean> {
    const wanted = this.#wanted.get(request);
    if (wanted === undefined) return true;
    const key = failureKey(wanted, request, this.marks);
    try {
      const earlier = this.#failures.get(context.options)?.get(key);
      if (earlier !== undefined) throw earlier;
      await this.#putTokensIn(request, wanted, context);
      return true;
    } catch (error) {
      this.#fail(toValetKeyError(error), key, context);
      return false;
    }
  }

  async #putTokensIn(request: HttpYacRequest, wanted: WantedTokens, context: HttpYacContext): Promise<void> {
    const profiles = new Map(
      await Promise.all(
        wanted.references.map(
          async (reference) => [this.marks.of(reference), await this.#profile(reference)] as const,
        ),
      ),
    );
    const profileOf = (reference: TokenReference) => found(profiles.get(this.marks.of(reference)));
    request.url = urlWithoutTokens(request.url, this.marks, profileOf);
    // What a person is asked about is where the tokens go: a script may give the request another address meanwhile.
    const { url } = request;
    // httpYac says so itself.
    if (!URL.canParse(url)) return;
    const ready = new Map<string, ReadyToken>();
    for (const reference of wanted.references) {
      const profile = profileOf(reference);
      checkWay(request, profile.name);
      const record = await this.#token(profile, url, context);
      ready.set(this.marks.of(reference), { profile, record });
    }
    if (request.url !== url) throw changedMeanwhile();
    for (const { profile } of ready.values()) checkWay(request, profile.name);
    const placed = place(wanted, this.marks, (reference) => found(ready.get(this.marks.of(reference))));
    this.#masks.set(
      request,
      new Masking(
        [...ready.values()].map(({ profile, record }) => ({
          accessToken: record.tokenSet.accessToken,
          profile: profile.name,
        })),
      ),
    );
    if (request.protocol !== 'HTTP') {
      this.#restores.set(request, putIntoOther(request, wanted, placed));
      return;
    }
    const shownBody = typeof request.body === 'string' ? request.body : undefined;
    const outgoing = new OutgoingRequest(new URL(url).origin, wanted, placed, shownBody, {
      proof: this.tokens.proof,
      nonces: this.#nonces,
    });
    outgoing.addTo(((request.options ??= {}).hooks ??= {}));
  }

  async #token(profile: Parameters<TokensForHttpYac['token']>[0], url: string, context: HttpYacContext) {
    const controller = new AbortController();
    const dispose = context.progress?.register?.(() => controller.abort());
    context.progress?.report?.({ message: `access token for “${cleanServerText(profile.name)}”` });
    try {
      return await this.tokens.token(profile, url, controller.signal);
    } finally {
      dispose?.();
    }
  }

  async #profile({ by, name }: TokenReference) {
    const read = await this.tokens.profiles();
    const profile = by === 'profile' ? name : nameOf(name, new ProfileVariables(read));
    if (!read.names.includes(profile)) throw unknownProfile(profile, read.names);
    return await this.tokens.profile(profile);
  }

  /** httpYac would show the whole stack of what is thrown: the person is told by us, and it hears nothing. */
  #fail(error: ValetKeyError, key: string, context: HttpYacContext): void {
    const failures = this.#failures.get(context.options) ?? new Map<string, ValetKeyError>();
    this.#failures.set(context.options, failures);
    if (![...failures.values()].includes(error)) this.tokens.report(error);
    failures.set(key, error);
    const message = isCancelled(error) ? 'No token was given: not sent.' : error.message;
    context.httpRegion.testResults?.push({ message, status: isCancelled(error) ? 'SKIPPED' : 'ERROR' });
  }
}

/** The profile that a variable stands for, which may have mistakes; where there is none, the variable itself. */
function nameOf(variable: string, variables: ProfileVariables): string {
  const meaning = variables.meaningOf(variable);
  switch (meaning?.kind) {
    case 'several': {
      const names = meaning.profiles.map(({ name }) => `“${cleanServerText(name)}”`);
      throw new ValetKeyError(
        'profile_invalid',
        `${inWords(names)} share the variable ${variable}, so it is of no use. The request was not sent.`,
        { hint: 'Rename one of them, or write {{$auth.token("…")}} with the name of the profile.' },
      );
    }
    case 'profile':
      return meaning.profile.name;
    case 'unusable':
      return meaning.name;
    case undefined:
      return variable;
  }
}

/** The same tokens for the same place. */
function failureKey({ references }: WantedTokens, { url }: HttpYacRequest, marks: TokenMarks): string {
  const origin = URL.canParse(url) ? new URL(url).origin : url;
  return JSON.stringify([origin, ...references.map((reference) => marks.of(reference))]);
}

/** JetBrains' own configuration, or a script's variable, answers for this name. */
function isKnownToHttpYac(
  name: string,
  { Security: security, $auth: auth }: Record<string, unknown>,
): boolean {
  const configured = (security as { Auth?: Record<string, unknown> } | undefined)?.Auth;
  return auth !== undefined || Object.keys(configured ?? {}).includes(name);
}

function changedMeanwhile(): ValetKeyError {
  return new ValetKeyError(
    'document_not_changed',
    'The address of this request was changed while its token was being got, so it was not sent.',
    { hint: 'Let its script say the address at once, and not after a time.' },
  );
}

function unknownProfile(name: string, names: readonly string[]): ValetKeyError {
  const meant = closest(name, names);
  const shown = names.slice(0, 10).map((one) => `“${cleanServerText(one)}”`);
  const there =
    names.length === 0
      ? 'You have none yet.'
      : `There ${names.length === 1 ? 'is' : 'are'} ${inWords(shown)}${names.length > 10 ? ' and more' : ''}.`;
  return new ValetKeyError(
    'profile_not_found',
    `There is no profile “${cleanServerText(name)}” for this request, so it was not sent.`,
    { hint: meant === undefined ? there : `Did you mean “${cleanServerText(meant)}”? ${there}` },
  );
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ValetKeyError('internal', 'A token was lost on its way.');
  return value;
}
