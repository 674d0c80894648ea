/**
 * Stands in for REST Client (humao.rest-client), as far as a token is concerned: the request of a line of the active
 * editor, `$processEnv` read when it is sent, an empty text where there is no such variable, what it does not know sent
 * as it stands, a header split at its first colon, and the resolved headers of the last 50 requests in history.json.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

const historyLimit = 50;
const delimiter = /^#{3,}/;
const comment = /^\s*(#|\/{2})/;
const fileVariable = /^\s*@([^\s=]+)\s*=\s*(.*?)\s*$/;

interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export async function activate({ subscriptions }: vscode.ExtensionContext): Promise<void> {
  await mkdir(path.dirname(historyFile()), { recursive: true });
  const send = async (_document?: vscode.TextDocument, range?: vscode.Range) => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return;
    const text = requestText(editor.document, (range?.start ?? editor.selection.active).line);
    if (text === undefined) return;
    const parsed = parse(resolve(text, variablesOf(editor.document)));
    try {
      vscode.window.setStatusBarMessage(`${await sendNow(parsed)}`, 4000);
      await remember(parsed);
    } catch (error) {
      void vscode.window.showErrorMessage(String(error));
    }
  };
  subscriptions.push(vscode.commands.registerCommand('rest-client.request', send));
}

/** The lines around a line that no delimiter parts, or those of its fence. */
function requestText(document: vscode.TextDocument, line: number): string | undefined {
  const lines = document.getText().split(/\r?\n/);
  const isEdge = (text: string) =>
    document.languageId === 'markdown' ? text.startsWith('```') : delimiter.test(text);
  if (isEdge(lines[line] ?? '')) return undefined;
  let start = line;
  while (start > 0 && !isEdge(lines[start - 1] ?? '')) start--;
  let end = line;
  while (end < lines.length && !isEdge(lines[end] ?? '')) end++;
  const block = lines.slice(start, end).filter((text) => !comment.test(text));
  const first = block.findIndex((text) => text.trim() !== '' && !fileVariable.test(text));
  return first === -1 ? undefined : block.slice(first).join('\n').trimEnd();
}

function variablesOf(document: vscode.TextDocument): ReadonlyMap<string, string> {
  const found = document
    .getText()
    .split(/\r?\n/)
    .map((text) => fileVariable.exec(text));
  return new Map(found.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? ''] as const] : [])));
}

function resolve(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  return text.replace(/\{{2}(.+?)\}{2}/g, (written, inner: string) => {
    const name = inner.trim();
    const variable = /^\$processEnv\s(\w+)/.exec(name)?.[1];
    if (variable !== undefined) return process.env[variable] ?? '';
    const value = variables.get(name);
    return value === undefined || depth > 5 ? written : resolve(value, variables, depth + 1);
  });
}

function parse(text: string): HttpRequest {
  const [head = '', ...rest] = text.split(/\n\s*\n/);
  const [requestLine = '', ...headerLines] = head.split('\n');
  const [, method = 'GET', url = ''] = /^\s*(?:([A-Za-z]+)\s+)?(\S+)/.exec(requestLine) ?? [];
  const headers = headerLines.map((line) => {
    const colon = line.indexOf(':');
    return colon === -1
      ? ([line.trim(), ''] as const)
      : ([line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const);
  });
  return {
    method: method.toUpperCase(),
    url,
    headers: { 'User-Agent': 'vscode-restclient', ...Object.fromEntries(headers) },
    body: rest.length === 0 ? undefined : rest.join('\n\n'),
  };
}

/** Resolves with the status of the answer once that is there. */
function sendNow({ method, url, headers, body }: HttpRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}

function historyFile(): string {
  const own = process.env.VSC_REST_CLIENT_HOME ?? path.join(homedir(), '.rest-client');
  const cache = process.env.XDG_CACHE_HOME;
  const folder = existsSync(own) || cache === undefined ? own : path.join(cache, 'rest-client');
  return path.join(folder, 'history.json');
}

async function remember(sent: HttpRequest): Promise<void> {
  const former = await readFile(historyFile(), 'utf8').then(
    (text) => JSON.parse(text) as unknown[],
    () => [],
  );
  const history = [{ ...sent, startTime: Date.now() }, ...former].slice(0, historyLimit);
  await writeFile(historyFile(), `${JSON.stringify(history)}\n`);
}
