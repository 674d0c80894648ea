import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json, startFaultServer, type FaultServer } from '../support/faultServer';
import { projectFolder } from '../support/projectFolder';

/** What people copy from the page. */
async function pluginOfTheDocs(): Promise<string> {
  const page = await readFile(path.join(projectFolder, 'docs', 'httpyac.md'), 'utf8');
  return /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
}

describe('the plugin for httpYac’s command line, as docs/httpyac.md has it', () => {
  let api: FaultServer;
  let folder: string;

  beforeEach(async () => {
    api = await startFaultServer();
    api.on('/orders', json({ orders: [] }));
    folder = await mkdtemp(path.join(tmpdir(), 'valet-key-httpyac-'));
    await writeFile(path.join(folder, 'valet-key.cjs'), await pluginOfTheDocs());
  });

  afterEach(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  /** @returns what the command prints */
  async function send(
    lines: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<string> {
    const requests = lines.map((line) => `GET ${api.url}/orders\nAuthorization: ${line}\n`);
    await writeFile(path.join(folder, 'requests.http'), requests.join('\n###\n'));
    const program = path.join(projectFolder, 'node_modules', 'httpyac', 'bin', 'httpyac.js');
    const env = { ...process.env, HTTPYAC_PLUGIN: path.join(folder, 'valet-key.cjs'), ...environment };
    return await new Promise((resolve) => {
      execFile(
        process.execPath,
        [program, 'send', 'requests.http', '--all'],
        { cwd: folder, env },
        (_e, out, err) => resolve(out + err),
      );
    });
  }

  it('R8: the same lines as in the editor, with the tokens of the environment', async () => {
    const lines = [
      'valetkey okta-dev',
      'Bearer {{$auth.token("okta-dev")}}',
      "Bearer {{ $auth.token('okta-dev') }}",
      'Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
    ];
    await send(lines, { VALET_KEY_OKTA_DEV: 'from-the-pipeline' });
    assert.deepEqual(
      api.requests.map(({ headers }) => headers.authorization),
      lines.map(() => 'Bearer from-the-pipeline'),
    );
  });

  it('R8: sends nothing, and says which variable to set, when there is no token', async () => {
    const printed = await send(['valetkey okta-dev'], {});
    assert.deepEqual(api.requests, []);
    assert.match(printed, /Set VALET_KEY_OKTA_DEV to the access token of "okta-dev"/);
  });
});
