import * as vscode from 'vscode';
import type { Prompt } from '../core/ports';
import { showInput } from './messages';
import { tokenOf } from './waiting';

const blanksAround = /^\s|\s$/;

/** Password boxes: what is typed is not shown, and stays when the focus goes elsewhere to fetch it. */
export const editorPrompt: Prompt = {
  secret: async ({ title, prompt }, signal) => {
    const value = await showInput(
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
    const value = await showInput({ title, prompt, ignoreFocusOut: true }, tokenOf(signal));
    return value === '' ? undefined : value;
  },
  clientKey: async (question, signal) =>
    await (await import('./keyPrompt')).askForClientKey(question, signal),
  clientCertificate: async (question, signal) =>
    await (await import('./keyPrompt')).askForClientCertificate(question, signal),
  userCode: async (code, signal, open) => {
    const { showUserCode } = await import('./userCode');
    await showUserCode(code, signal, open);
  },
};
