import * as vscode from 'vscode';
import { createHttpYacHook, hookId } from '../../../core/feeds/httpYac/httpYacHook';
import type { HttpYacPlugin } from '../../../core/feeds/httpYac/httpYacTypes';
import type { Disposable } from '../../../core/ports';
import type { HttpYacDependencies } from './start';

/** What the extension gives to others (`extensionApi.ts` in its sources). */
interface HttpYacExtension {
  readonly httpyac: { readonly store: { readonly pluginStore: Record<string, HttpYacPlugin> } };
  /** Files that are read already have the plugins of that time. */
  readonly documentStore: { clear(): void };
}

/**
 * @param api what httpYac exports, which may be anything
 * @returns `undefined` when this httpYac takes no plugins
 */
export function plugIntoHttpYac(
  api: unknown,
  { settings, services, errors }: HttpYacDependencies,
): Disposable | undefined {
  if (!takesPlugins(api)) return undefined;
  const { documentStore } = api;
  const { pluginStore } = api.httpyac.store;
  const resend = () => vscode.commands.executeCommand('httpyac.resend');
  pluginStore[hookId] = createHttpYacHook(
    {
      profiles: async () => await settings.read(),
      profile: async (name) => await settings.get(name),
      token: async (profile, url, signal) =>
        await (await services()).requestTokens.tokenFor(profile, { url, signal }),
      proof: async (request) => await (await services()).dpopProof(request),
      report: (error) => errors.report(error, resend),
    },
    randomHex(),
  );
  documentStore.clear();
  return {
    dispose: () => {
      Reflect.deleteProperty(pluginStore, hookId);
      documentStore.clear();
    },
  };
}

function takesPlugins(api: unknown): api is HttpYacExtension {
  const { httpyac, documentStore } = (api ?? {}) as Partial<HttpYacExtension>;
  return typeof httpyac?.store?.pluginStore === 'object' && typeof documentStore?.clear === 'function';
}

function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
