import assert from 'node:assert/strict';
import type { TextEditor } from 'vscode';
import type { ProfilesRead } from '../../../../src/core/profiles/readProfiles';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import type { CommandDependencies } from '../../../../src/vscode/commands/command';
import { curlOfRequest } from '../../../../src/vscode/requests/curlOfRequest';
import { good, readWithWorkspace } from '../../core/profiles/exampleProfiles';
import { recordOf } from '../../core/tokens/exampleTokens';

describe('a request as a curl command', () => {
  /** What the command of one request has for this value of its header. */
  async function copied(read: ProfilesRead, authorization: string): Promise<string> {
    const lines = ['GET https://api.example.com/me', `Authorization: ${authorization}`];
    const source = { lineCount: lines.length, lineAt: (line: number) => lines[line] ?? '' };
    const document = {
      ...source,
      uri: 'file:///requests.http',
      lineAt: (line: number) => ({ text: source.lineAt(line) }),
    };
    const dependencies = {
      settings: { read: () => Promise.resolve(read) },
      requestDocuments: { fileOf: () => RequestFile.parse(source, 'http') },
      requestTokens: {
        tokenFor: ({ name }: { readonly name: string }) =>
          Promise.resolve(recordOf({ accessToken: `token-of-${name}` })),
      },
    } as unknown as CommandDependencies;
    const editor = { document, selection: { active: { line: 0 } } } as unknown as TextEditor;
    const { command } = await curlOfRequest(dependencies, editor);
    return /Authorization: (.*)'$/.exec(command)?.[1] ?? assert.fail(command);
  }

  const variable = 'Bearer {{$processEnv VALET_KEY_OKTA_DEV}}';

  it('G1, R7: a variable is filled in with the person’s own, whatever a workspace calls a profile', async () => {
    const read = readWithWorkspace({ 'okta-dev': good }, { 'okta.dev': good });
    assert.equal(await copied(read, variable), 'Bearer token-of-okta-dev');
    assert.equal(await copied(read, 'Bearer {{$auth.token("okta.dev")}}'), 'Bearer token-of-okta.dev');
  });

  it('R7: a variable that several profiles share stays as it is written', async () => {
    const mine = readWithWorkspace({ 'okta-dev': good, 'okta.dev': good }, { OKTA_DEV: good });
    const theirs = readWithWorkspace({}, { 'okta-dev': good, 'okta.dev': good });
    for (const read of [mine, theirs]) assert.equal(await copied(read, variable), variable);
  });
});
