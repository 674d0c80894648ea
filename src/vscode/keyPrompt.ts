import path from 'node:path';
import * as vscode from 'vscode';
import { ValetKeyError } from '../core/errors';
import type { ClientKeyMaterial, Question } from '../core/ports';
import { checkKeyFileSize, keyFileText } from '../core/tokens/clientKeyMaterial';
import { showInput } from './messages';
import { tokenOf } from './waiting';

/** What a person can choose from, in their words. */
interface Ways {
  readonly file: string;
  readonly paste: string;
}

/** A private key, from a file that is read once, or pasted. `undefined`: cancelled, at whichever step. */
export function askForClientKey(
  question: Question,
  signal: AbortSignal,
): Promise<ClientKeyMaterial | undefined> {
  return fileOrText(
    question,
    { file: 'PEM, JWK or PKCS#12 (.p12, .pfx); read once', paste: 'Paste a PEM or JWK' },
    signal,
  );
}

/** A certificate, in the same ways. */
export async function askForClientCertificate(
  question: Question,
  signal: AbortSignal,
): Promise<string | undefined> {
  const given = await fileOrText(
    question,
    { file: 'PEM or DER (.crt, .cer); read once', paste: 'Paste a PEM' },
    signal,
  );
  return given?.key;
}

async function fileOrText(
  { title, prompt }: Question,
  ways: Ways,
  signal: AbortSignal,
): Promise<ClientKeyMaterial | undefined> {
  const file = { label: '$(file) Choose a File…', description: ways.file };
  const paste = { label: `$(clippy) ${ways.paste}`, description: 'its lines may run together' };
  const chosen = await vscode.window.showQuickPick(
    [file, paste],
    { title, placeHolder: prompt, ignoreFocusOut: true },
    tokenOf(signal),
  );
  if (chosen === undefined) return undefined;
  const given = chosen === file ? await chooseFile(title) : await pasteText(title, ways.paste, signal);
  return signal.aborted ? undefined : given;
}

async function chooseFile(title: string): Promise<ClientKeyMaterial | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title, openLabel: 'Use This File' })) ?? [];
  if (uri === undefined) return undefined;
  const name = path.posix.basename(uri.path);
  const { fs } = vscode.workspace;
  try {
    checkKeyFileSize(name, (await fs.stat(uri)).size);
    return { file: name, key: keyFileText(await fs.readFile(uri)) };
  } catch (error) {
    if (error instanceof ValetKeyError) throw error;
    const code = error instanceof vscode.FileSystemError ? error.code : 'unknown';
    throw new ValetKeyError('client_key_invalid', `The file ${name} cannot be read (${code}).`, {
      hint: 'Nothing was kept. Choose another file.',
    });
  }
}

async function pasteText(
  title: string,
  prompt: string,
  signal: AbortSignal,
): Promise<ClientKeyMaterial | undefined> {
  const text = await showInput({ title, prompt, password: true, ignoreFocusOut: true }, tokenOf(signal));
  return text === undefined || text.trim() === '' ? undefined : { key: text };
}
