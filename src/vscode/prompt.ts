import * as vscode from 'vscode';
import type { Prompt, UserCode } from '../core/ports';
import { tokenOf } from './waiting';

const blanksAround = /^\s|\s$/;

/** Password boxes: what is typed is not shown, and stays when the focus goes elsewhere to fetch it. */
export const editorPrompt: Prompt = {
  secret: async ({ title, prompt }, signal) => {
    const value = await vscode.window.showInputBox(
      {
        title,
        prompt,
        password: true,
        ignoreFocusOut: true,
        validateInput: (typed) => {
          if (typed === '')
            return {
              message: 'Paste it here, or press Escape.',
              severity: vscode.InputBoxValidationSeverity.Info,
            };
          return blanksAround.test(typed)
            ? {
                message: 'It begins or ends with a space, which was probably copied by mistake.',
                severity: vscode.InputBoxValidationSeverity.Warning,
              }
            : undefined;
        },
      },
      tokenOf(signal),
    );
    return value === '' ? undefined : value;
  },
  text: async ({ title, prompt }, signal) => {
    const value = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }, tokenOf(signal));
    return value === '' ? undefined : value;
  },
  clientKey: async (question, signal) =>
    await (await import('./keyPrompt')).askForClientKey(question, signal),
  clientCertificate: async (question, signal) =>
    await (await import('./keyPrompt')).askForClientCertificate(question, signal),
  userCode: async (code, signal) => {
    if (!(await showUserCode(code))) return 'cancelled';
    return await new Promise((resolve) => {
      if (signal.aborted) resolve('ended');
      else signal.addEventListener('abort', () => resolve('ended'), { once: true });
    });
  },
};

async function showUserCode({ profile, userCode, verificationUri, verificationUriComplete }: UserCode) {
  const detail = `Enter this code at ${verificationUri} to sign in for “${profile}”.`;
  const copy = 'Copy Code and Open Browser';
  const chosen = await vscode.window.showInformationMessage(userCode, { modal: true, detail }, copy);
  if (chosen !== copy) return false;
  await vscode.env.clipboard.writeText(userCode);
  return await vscode.env.openExternal(vscode.Uri.parse(verificationUriComplete ?? verificationUri, true));
}
