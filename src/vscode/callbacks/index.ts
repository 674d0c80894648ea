import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { contextKeys } from '../ids';
import type { CallbackDependencies } from './dependencies';
import type { CallbackLinks } from './links';

/**
 * Lets answers come in by links that open the editor, and shows what a waiting sign-in can be helped with. What it
 * needs is loaded when there is a link, or a sign-in that waits for one.
 */
export function registerCallbacks(dependencies: CallbackDependencies): Disposable {
  const { pendingSignIns } = dependencies;
  let links: CallbackLinks | undefined;
  const loadLinks = async () => {
    const { CallbackLinks } = await import('./links');
    return (links ??= new CallbackLinks(dependencies, vscode.env.uiKind === vscode.UIKind.Web));
  };
  let isPending = false;
  const update = async () => {
    if (isPending !== pendingSignIns.all.length > 0) {
      isPending = !isPending;
      void vscode.commands.executeCommand('setContext', contextKeys.signInPending, isPending);
    }
    if (pendingSignIns.all.some(({ awaited }) => awaited.ways.includes('uri_handler'))) {
      (await loadLinks()).watch();
    }
  };
  const registrations = [
    vscode.window.registerUriHandler({
      handleUri: async ({ path, query }) => (await loadLinks()).open({ path, query }),
    }),
    pendingSignIns.onDidChange(() => void update()),
  ];
  return {
    dispose: () => {
      for (const registration of registrations) registration.dispose();
      links?.dispose();
    },
  };
}
