// Runs in an extension host: what the editor's features take after a keystroke, beside an empty extension and without.
import * as vscode from 'vscode';
import {
  extensionIds,
  readTask,
  writeResult,
  type Contender,
  type EditorResult,
  type EditorTask,
  type EditorTimes,
} from './exchange';
import { untilQuiet } from './hostProbe';

type Feature = keyof EditorTimes;

/** What VS Code asks for after a keystroke; each resolves once it has the answer. */
const features: Readonly<Record<Feature, (uri: vscode.Uri, at: vscode.Position) => Thenable<unknown>>> = {
  codeLens: (uri) => vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri),
  completion: (uri, at) => vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, at),
};

export async function run(): Promise<void> {
  const { requestCounts, samples } = (await readTask()) as EditorTask;
  const result: Record<Contender, EditorTimes[]> = { empty: [], ours: [] };
  // Nothing takes an extension back once it is active: the empty one is measured first.
  for (const contender of ['empty', 'ours'] as const) {
    await vscode.extensions.getExtension(extensionIds[contender])?.activate();
    await untilQuiet();
    for (const count of requestCounts) result[contender].push(await measure(count, samples));
  }
  await writeResult(result satisfies EditorResult);
}

async function measure(requests: number, samples: number): Promise<EditorTimes> {
  const content = Array.from(
    { length: requests },
    (_, at) =>
      `### Request ${at}\nPOST https://api.example.com/items/${at}\nContent-Type: application/json\nAuthorization: \n\n{ "a": ${at} }\n`,
  ).join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'http', content });
  const editor = await vscode.window.showTextDocument(document);
  // In the middle, so that what is above counts as much as what is below.
  const line = Math.floor(requests / 2) * 7 + 3;
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.InCenter);
  const times: Record<Feature, number[]> = { codeLens: [], completion: [] };
  const warmUps = 3;
  for (let sample = 0; sample < samples + warmUps; sample++) {
    for (const [feature, ask] of Object.entries(features) as [Feature, (typeof features)[Feature]][]) {
      const at = document.lineAt(line).range.end;
      const start = performance.now();
      await editor.edit((builder) => builder.insert(at, ' '), {
        undoStopBefore: false,
        undoStopAfter: false,
      });
      await ask(document.uri, document.lineAt(line).range.end);
      if (sample >= warmUps) times[feature].push(performance.now() - start);
    }
  }
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return times;
}
