import type * as vscode from 'vscode';
import { ValetKeyError } from '../../../core/errors';
import type { Profile } from '../../../core/profiles/profile';
import { restClientPlaceholder } from '../../../core/requestFiles/placeholders';
import { headerNameOf, prefixOf } from '../../../core/requestFiles/tokenPlacement';
import type { SentRequest } from './sentRequest';

/**
 * Writes a header with the placeholder of a profile into a request, in place of what that header says now.
 * @throws ValetKeyError `not_offered`, `document_not_changed`
 */
export async function insertPlaceholder(
  editor: vscode.TextEditor,
  { request }: SentRequest,
  profile: Profile,
): Promise<void> {
  const placeholder = restClientPlaceholder(profile.name);
  if (request.isCurl || profile.tokenQueryParameter !== undefined) {
    throw new ValetKeyError(
      'not_offered',
      `Valet Key cannot write the placeholder into this request: ${
        request.isCurl
          ? 'it is a curl command.'
          : `“${profile.name}” puts its token into the URL (tokenQueryParameter).`
      }`,
      { hint: `Write ${placeholder} where the token belongs, and send it again.` },
    );
  }
  const name = headerNameOf(profile);
  const prefix = prefixOf(profile, 'Bearer');
  const { document } = editor;
  const existing = request.headers.find((header) => header.name === name.toLowerCase());
  const indentation = /^\s*/.exec(document.lineAt(request.requestLine).text)?.[0] ?? '';
  const text = `${indentation}${name}: ${prefix === '' ? '' : `${prefix} `}${placeholder}`;
  const { version } = document;
  const hasAlready = existing !== undefined && document.lineAt(existing.line).text === text;
  const accepted = await editor.edit((builder) => {
    if (existing !== undefined) return builder.replace(document.lineAt(existing.line).range, text);
    const last = request.headers.at(-1)?.line ?? request.lastUrlLine;
    builder.insert(document.lineAt(last).range.end, `\n${text}`);
  });
  // VS Code accepts edits of a read-only document, and makes none of them.
  if (accepted && (document.version !== version || hasAlready)) return;
  throw new ValetKeyError('document_not_changed', 'The placeholder was not inserted. Is the file read-only?');
}
