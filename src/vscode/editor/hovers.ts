import * as vscode from 'vscode';
import {
  hoverTargetAt,
  literalHover,
  missingProfileHover,
  profileHover,
  sharedVariableHover,
  type HoverTarget,
  type LinkTo,
} from '../../core/requestFiles/hovers';
import type { RequestFile } from '../../core/requestFiles/requestFile';
import { resolveUrl } from '../../core/requestFiles/requestFile';
import type { Snapshot } from '../../core/requestFiles/snapshot';
import { commands } from '../ids';
import type { EditorRoom } from './editorFeatures';

const linked = {
  get_token: commands.getNewAccessToken,
  details: commands.showTokenDetails,
  insert_placeholder: commands.insertBearerPlaceholder,
  add_profile: commands.addProfile,
  open_profiles: commands.openProfiles,
} as const;

/** What a token or a placeholder in a request file is. */
export async function provideHover(
  room: EditorRoom,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const snapshot = await room.snapshot.loaded();
  if (snapshot === undefined || document.isClosed) return undefined;
  const file = room.services.requestDocuments.fileOf(document);
  const { line, character } = position;
  const target = hoverTargetAt(file, line, document.lineAt(line).text, character, snapshot);
  if (target === undefined) return undefined;
  const text = await textOf(target, snapshot, room, file, document, line);
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: Object.values(linked) };
  return new vscode.Hover(markdown, new vscode.Range(line, target.start, line, target.end));
}

async function textOf(
  target: HoverTarget,
  snapshot: Snapshot,
  { snapshot: tokens }: EditorRoom,
  file: RequestFile,
  { uri }: vscode.TextDocument,
  line: number,
): Promise<string> {
  const link: LinkTo = (title, command, argument) => {
    const place = command === 'insert_placeholder' ? [{ uri: uri.toString(), line }] : [];
    const args = argument === undefined ? [] : [argument, ...place];
    // A bracket in it would end the link.
    const encoded = encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29');
    return `[${title}](command:${linked[command]}?${encoded})`;
  };
  switch (target.kind) {
    case 'profile':
      return profileHover(target.profile, snapshot, link);
    case 'no_such_profile':
      return missingProfileHover(target.name, link, target.inComment);
    case 'shared_variable':
      return sharedVariableHover(target.variable, target.profiles, link);
    case 'literal': {
      const { request, token } = target;
      const hint = request.profileHint?.name;
      const suggestion = snapshot.suggest({
        url: resolveUrl(file, request),
        hint,
        last: tokens.lastChoice(uri),
      });
      const suggested = suggestion?.kind === 'profile' ? suggestion.profile.name : undefined;
      return literalHover(token, await tokens.ownerOf(token), suggested, snapshot.now(), link);
    }
  }
}
