import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ValetKeyError } from '../../../src/core/errors';
import { createClientKeys } from '../../../src/node/keys/clientKeys';
import { clientCertificates, clientKey, passphrase, pkcs12 } from '../../support/clientKeyFixtures';
import { FakeClock } from '../../support/fakes/clock';
import { createRecordingLogger } from '../../support/fakes/logger';

describe('a key file that a profile names', () => {
  let root: string;
  let workspace: string;
  let keyFile: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'valet-key-files-'));
    workspace = path.join(root, 'workspace');
    keyFile = path.join(root, 'client.pem');
    await mkdir(path.join(workspace, 'deep'), { recursive: true });
    await writeFile(keyFile, clientKey);
  });
  afterEach(() => rm(root, { recursive: true }));

  const keys = (folders = [workspace]) =>
    createClientKeys({
      workspaceFolders: () => folders,
      clock: new FakeClock(),
      logger: createRecordingLogger(),
    });

  async function failure(file: string, certificateFile?: string, folders?: string[]): Promise<ValetKeyError> {
    const error = await keys(folders)
      .readFile(file, certificateFile)
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    assert.ok(error instanceof ValetKeyError);
    assert.equal(error.code, 'client_key_invalid');
    return error;
  }

  it('is read with its certificate, from one file or two', async () => {
    const certificateFile = path.join(root, 'client.crt');
    await writeFile(certificateFile, clientCertificates.own);
    const material = await keys().readFile(keyFile, certificateFile);
    assert.equal((await keys().parse(material)).certificates, clientCertificates.own);
    const bundle = path.join(root, 'client.p12');
    await writeFile(bundle, Buffer.from(pkcs12.aes, 'base64'));
    const both = { ...(await keys().readFile(bundle, undefined)), passphrase };
    assert.equal((await keys().parse(both)).certificates, clientCertificates.own + clientCertificates.ca);
  });

  it('with a byte order mark is read', async () => {
    await writeFile(keyFile, `\uFEFF${clientKey}`);
    assert.equal((await keys().parse(await keys().readFile(keyFile, undefined))).privateKey, clientKey);
  });

  it('is not taken from a folder of the workspace', async () => {
    for (const file of [path.join(workspace, 'client.pem'), path.join(workspace, 'deep', 'client.pem')]) {
      await writeFile(file, clientKey);
      assert.match((await failure(file)).message, /client\.pem lies in a folder of the workspace/);
    }
    await failure(`${root}/elsewhere/../workspace/deep/client.pem`);
  });

  it('is not taken through a link, in either direction', async () => {
    const inside = path.join(workspace, 'client.pem');
    await symlink(keyFile, inside);
    assert.match((await failure(inside)).message, /workspace/, 'a link in the workspace to a file outside');
    const real = path.join(workspace, 'deep', 'real.pem');
    await writeFile(real, clientKey);
    const outside = path.join(root, 'link.pem');
    await symlink(real, outside);
    assert.match((await failure(outside)).message, /workspace/, 'a link outside to a file in the workspace');
    await symlink(path.join(workspace, 'deep'), path.join(root, 'folder'));
    assert.match(
      (await failure(path.join(root, 'folder', 'real.pem'))).message,
      /workspace/,
      'a linked folder',
    );
  });

  it('is not taken from a workspace that was opened under another name', async () => {
    const alias = path.join(root, 'alias');
    await symlink(workspace, alias);
    await writeFile(path.join(workspace, 'client.pem'), clientKey);
    assert.match(
      (await failure(path.join(workspace, 'client.pem'), undefined, [alias])).message,
      /workspace/,
    );
  });

  it('is taken from beside a workspace whose name it begins with, and when a folder is gone', async () => {
    const beside = path.join(root, 'workspace-keys');
    await mkdir(beside);
    await writeFile(path.join(beside, 'client.pem'), clientKey);
    await keys([workspace, path.join(root, 'gone')]).readFile(path.join(beside, 'client.pem'), undefined);
  });

  it('the certificate, too, must not lie in the workspace', async () => {
    const certificateFile = path.join(workspace, 'client.crt');
    await writeFile(certificateFile, clientCertificates.own);
    assert.match((await failure(keyFile, certificateFile)).message, /client\.crt lies in a folder/);
  });

  it('must be named by its whole path', async () => {
    assert.match((await failure('client.pem')).message, /client\.pem is not absolute/);
    assert.match((await failure('~/client.pem')).message, /not absolute/);
  });

  it('that is missing, a folder, empty or too large is named', async () => {
    assert.match((await failure(path.join(root, 'gone.pem'))).message, /gone\.pem cannot be read \(ENOENT\)/);
    assert.match((await failure(root)).message, /is not a file/);
    await writeFile(keyFile, '');
    assert.match((await failure(keyFile)).message, /client\.pem is empty/);
    await writeFile(keyFile, 'x'.repeat(1024 * 1024 + 1));
    assert.match((await failure(keyFile)).message, /client\.pem is larger than 1 MB/);
  });
});
