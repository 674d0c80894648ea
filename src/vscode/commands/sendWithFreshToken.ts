import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import type { Profile } from '../../core/profiles/profile';
import { placeholderOffer, profileOfHeader } from '../../core/requestFiles/placeholderOffer';
import type { FileRequest } from '../../core/requestFiles/requestFile';
import { isRequestDocument } from '../editor/requestDocuments';
import { readRequest } from '../feeds/restClient/sentRequest';
import { sendFresh } from '../feeds/restClient/freshSend';
import { requireVariable } from '../feeds/restClient/profilesOfVariables';
import { findNeighbour } from '../feeds/restClient/requestSender';
import { commands } from '../ids';
import { showInformation } from '../messages';
import { writePlaceholder } from '../requests/writePlaceholder';
import type { Command, CommandDependencies } from './command';

const TITLE = 'Send with Fresh Token';

/** Where a placeholder is to be written first, as a person has agreed to: into this very request. */
interface Agreed {
  readonly line: number;
  readonly text: string;
}

/** Given the URI of the file and the line, from 0, by a lens; the URI alone by the menu; nothing by the palette. */
export const sendWithFreshToken: Command = async (dependencies, target: unknown, argument) => {
  const editor = await editorOf(target);
  const agreed = isAgreed(argument) ? argument : undefined;
  const line = agreed?.line ?? (typeof argument === 'number' ? argument : editor.selection.active.line);
  const feed = await dependencies.restClient();
  const { variables, history } = feed;
  const sending = {
    ...dependencies,
    findNeighbour: () => findNeighbour(dependencies.httpYac),
    variables,
    history,
  };
  const chosen = agreed && (await writeAgreed(dependencies, editor, agreed));
  if ((await sendFresh(sending, editor.document, line, chosen)) === 'no_placeholder') {
    const { text, request } = readRequest(dependencies.requestDocuments, editor.document, line);
    void offerPlaceholder(editor.document.uri, request, { line, text });
  }
};

async function editorOf(target: unknown): Promise<vscode.TextEditor> {
  const active = vscode.window.activeTextEditor;
  // What a lens gives comes as text.
  const uri = typeof target === 'string' ? vscode.Uri.parse(target) : target;
  if (uri instanceof vscode.Uri && active?.document.uri.toString() !== uri.toString())
    return await vscode.window.showTextDocument(uri);
  if (active !== undefined && isRequestDocument(active.document)) return active;
  throw new ValetKeyError('no_request', 'There is no request here to send.', {
    hint: 'Open an .http or .rest file, or a Markdown file with ```http, and put the cursor into a request.',
  });
}

async function offerPlaceholder(uri: vscode.Uri, request: FileRequest, agreed: Agreed): Promise<void> {
  const { message, button } = placeholderOffer(request.headers);
  if ((await showInformation(message, button)) === undefined) return;
  await vscode.commands.executeCommand(commands.sendWithFreshToken, uri, agreed);
}

/** @returns the profile, where the person has chosen it */
async function writeAgreed(
  dependencies: CommandDependencies,
  editor: vscode.TextEditor,
  { line, text }: Agreed,
): Promise<Profile | undefined> {
  const { requestDocuments, requestTokens, settings } = dependencies;
  const read = () => {
    const request = readRequest(requestDocuments, editor.document, line);
    if (request.text === text) return request;
    throw new ValetKeyError('document_not_changed', 'The request has changed, so it was not sent.', {
      hint: 'Send it again.',
    });
  };
  const { url, request } = read();
  const named = profileOfHeader(request.headers);
  const { profiles } = await settings.read();
  // The file names it, as a comment would: whether its token may go there is asked about all the same.
  const isThere = profiles.some(({ name }) => name === named);
  const hint = isThere ? named : request.profileHint?.name;
  const file = editor.document.uri.toString();
  const { profile, chosenByPerson } = await requestTokens.chooseProfile({ url, hint, file }, TITLE);
  // What REST Client does not fill in would lead to the same question again.
  if (!(await findNeighbour(dependencies.httpYac)).asksForTokens)
    requireVariable(profile, await settings.read());
  read();
  await writePlaceholder(dependencies, { editor, lines: [line] }, profile);
  return chosenByPerson ? profile : undefined;
}

function isAgreed(value: unknown): value is Agreed {
  return typeof value === 'object' && value !== null && 'line' in value && 'text' in value;
}
