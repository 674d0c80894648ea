import * as vscode from 'vscode';
import type { BrowserSurroundings } from '../core/signIn/browsers';
import { settings } from './ids';
import { ownValue } from './ownSettings';

/**
 * The person's own browsers: `valetKey.browsers` of this machine alone, since an entry is a program to run. In a window
 * that works on another machine none is run at all, whoever wrote it.
 */
export const browserSurroundings: BrowserSurroundings = {
  named: async () => {
    // Loaded when browsers are first needed: activation needs none.
    const { readBrowsers } = await import('../core/signIn/browsers');
    return readBrowsers(ownValue(settings.browsers));
  },
  obstacle: () => {
    if (vscode.env.uiKind === vscode.UIKind.Web)
      return 'This VS Code is a page in your browser, and runs on a server: from there it cannot start a program on your machine.';
    const { remoteName } = vscode.env;
    return remoteName === undefined
      ? undefined
      : `This window works on another machine (${remoteName}): from there it cannot start a program on yours.`;
  },
};
