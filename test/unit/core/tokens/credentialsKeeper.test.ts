import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import type { ClientKeyMaterial, ClientKeys } from '../../../../src/core/ports';
import { Redactor } from '../../../../src/core/redactor';
import { ClientSecrets } from '../../../../src/core/tokens/clientSecrets';
import { CredentialsKeeper } from '../../../../src/core/tokens/credentialsKeeper';
import { createRecordingLogger, type RecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { profileOf } from '../../../support/harness';

const print = 'fingerprint';
const waiting = { signal: new AbortController().signal, progress: { report: () => undefined } };
const endpoints = { issuer: 'https://login.example.com', clientId: 'app', grantType: 'client_credentials' };
const signs = profileOf({ ...endpoints, tokenEndpointAuthMethod: 'private_key_jwt' });
const signsFromFile = profileOf({
  ...endpoints,
  tokenEndpointAuthMethod: 'private_key_jwt',
  clientKeyFile: '/keys/client.pem',
});
const showsCertificate = profileOf({ ...endpoints, tokenEndpointAuthMethod: 'tls_client_auth' });
const postsSecret = profileOf({ ...endpoints, tokenEndpointAuthMethod: 'client_secret_post' });

/** Keys of a make of their own: `locked:` ones open with `right`, `bad` is none. */
const fakeKeys: ClientKeys = {
  readFile: (file) => Promise.resolve({ file, key: file.includes('bad') ? 'bad' : 'locked:from the file' }),
  parse: ({ key, certificates, passphrase }) => {
    if (key === 'bad') {
      return Promise.reject(new ValetKeyError('client_key_invalid', 'No key.', { remedy: 'set_client_key' }));
    }
    if (key.startsWith('locked:') && passphrase !== 'right') {
      return Promise.reject(new ValetKeyError('client_key_locked', passphrase ? 'Wrong.' : 'Locked.'));
    }
    return Promise.resolve({ privateKey: key, certificates, thumbprint: key });
  },
};

describe('credentials of a client', () => {
  let secrets: FakeSecretStore;
  let logger: RecordingLogger;
  /** What the person answers, in turn; and what they were asked. */
  let answers: (string | ClientKeyMaterial | undefined)[];
  let asked: string[];
  let keeper: CredentialsKeeper;
  let variables: Record<string, string>;

  /** As after a restart: only the secret storage is left. */
  function newWindow(): CredentialsKeeper {
    const redactor = new Redactor();
    const kept = (kind?: 'clientKey' | 'clientKeyPassphrase') =>
      new ClientSecrets(secrets, redactor, logger, kind);
    const answer = (question: { title: string }) => {
      asked.push(question.title);
      return Promise.resolve(answers.shift()) as Promise<never>;
    };
    return new CredentialsKeeper({
      clientSecrets: kept(),
      clientKeys: kept('clientKey'),
      keyPassphrases: kept('clientKeyPassphrase'),
      prompt: {
        secret: answer,
        text: answer,
        clientKey: answer,
        clientCertificate: answer,
        userCode: () => Promise.reject(new Error('not asked for')),
      },
      keys: () => Promise.resolve(fakeKeys),
      environment: (name) => variables[name],
      logger,
      redactor,
    });
  }

  beforeEach(() => {
    secrets = new FakeSecretStore();
    logger = createRecordingLogger();
    answers = [];
    asked = [];
    variables = {};
    keeper = newWindow();
  });

  const gather = (profile = signs) => keeper.gather(profile, print, waiting);
  const isCancelled = (error: unknown) => error instanceof ValetKeyError && error.code === 'cancelled';

  it('G11: a secret in an environment variable is looked up at each use, asked for never, and kept nowhere', async () => {
    const fromVariable = { ...postsSecret, clientSecretVariable: 'SECRET' };
    for (const value of ['the first one', 'the second one']) {
      variables = { SECRET: value };
      assert.equal((await gather(fromVariable)).clientSecret, value);
      await keeper.confirm(print);
    }
    variables = {};
    await assert.rejects(gather(fromVariable), /SECRET, which clientSecret names, is not set/);
    assert.deepEqual(asked, []);
    assert.deepEqual([...secrets.values], []);
  });

  it('a key is asked for once, kept when the server accepted it, and there after a restart', async () => {
    answers = [{ file: 'app.pem', key: 'key' }];
    assert.equal((await gather()).clientKey?.privateKey, 'key');
    assert.equal(secrets.values.size, 0, 'not before a server has accepted it');
    assert.equal((await gather()).clientKey?.privateKey, 'key');
    await keeper.confirm(print);
    keeper = newWindow();
    assert.equal((await gather()).clientKey?.privateKey, 'key');
    assert.equal(asked.length, 1);
  });

  it('a key that was given just now and refused by the server is asked for again', async () => {
    answers = [{ key: 'wrong one' }, { key: 'right one' }];
    await gather();
    keeper.reject(print);
    assert.equal((await gather()).clientKey?.privateKey, 'right one');
  });

  it('a key that is stored stays when the server refuses it', async () => {
    answers = [{ key: 'key' }];
    await keeper.setClientKey(signs, print, waiting.signal);
    keeper.reject(print);
    assert.equal((await gather()).clientKey?.privateKey, 'key');
    assert.equal(asked.length, 1);
  });

  it('a locked key asks for its passphrase until one opens it, and keeps that', async () => {
    answers = [{ key: 'locked:key' }, 'wrong', 'right'];
    await keeper.setClientKey(signs, print, waiting.signal);
    assert.equal(asked.length, 3);
    keeper = newWindow();
    assert.equal((await gather()).clientKey?.privateKey, 'locked:key');
    assert.equal(asked.length, 3);
  });

  for (const { step, given } of [
    { step: 'the key', given: [undefined] },
    { step: 'the passphrase', given: [{ key: 'locked:key' }, undefined] },
    { step: 'the passphrase, after a wrong one', given: [{ key: 'locked:key' }, 'wrong', undefined] },
    { step: 'the certificate', given: [{ key: 'key' }, undefined] },
  ]) {
    it(`L18: Escape at ${step} leaves nothing`, async () => {
      answers = [...given];
      await assert.rejects(gather(showsCertificate), isCancelled);
      await keeper.confirm(print);
      assert.equal(secrets.values.size, 0);
      answers = [...given];
      await assert.rejects(keeper.setClientKey(showsCertificate, print, waiting.signal), isCancelled);
      assert.equal(secrets.values.size, 0);
    });
  }

  it('a certificate that is not with its key is asked for, and kept with it', async () => {
    answers = [{ key: 'key' }, 'certificate'];
    await keeper.setClientKey(showsCertificate, print, waiting.signal);
    keeper = newWindow();
    assert.equal((await gather(showsCertificate)).clientKey?.certificates, 'certificate');
    assert.equal(asked.length, 2);
  });

  it('what is no key is refused, and not kept', async () => {
    answers = [{ key: 'bad' }];
    await assert.rejects(gather(), { code: 'client_key_invalid', remedy: 'set_client_key' });
    await keeper.confirm(print);
    assert.equal(secrets.values.size, 0);
  });

  for (const stored of [
    '',
    'no JSON',
    '[]',
    'null',
    '{"key":7}',
    '{"key":""}',
    '{"key":"bad"}',
    '{"key":"locked:x"}',
  ]) {
    it(`a stored value that is no key counts as none: ${stored}`, async () => {
      await secrets.store(`valetKey.clientKey.${print}`, stored);
      answers = [{ key: 'new key' }];
      assert.equal((await gather()).clientKey?.privateKey, 'new key');
      assert.match(logger.lines.join('\n'), /private key in the secret storage cannot be used/);
    });
  }

  it('of a key in a file only the passphrase is kept', async () => {
    answers = ['right'];
    assert.equal((await gather(signsFromFile)).clientKey?.privateKey, 'locked:from the file');
    await keeper.confirm(print);
    assert.deepEqual([...secrets.values.values()], ['right']);
    keeper = newWindow();
    await gather(signsFromFile);
    assert.equal(asked.length, 1);
  });

  it('a kept passphrase that does not open the file any more is asked for anew', async () => {
    await secrets.store(`valetKey.clientKeyPassphrase.${print}`, 'old');
    answers = ['right'];
    await gather(signsFromFile);
    await keeper.confirm(print);
    assert.deepEqual([...secrets.values.values()], ['right']);
  });

  it('a mistake in a named file leads to the profile', async () => {
    const profile = { ...signsFromFile, clientKeyFile: '/keys/bad.pem' };
    await assert.rejects(gather(profile), { code: 'client_key_invalid', remedy: 'edit_profile' });
  });

  it('a secret and a key of the same endpoints are kept apart, and forgotten together', async () => {
    answers = ['secret', { key: 'key' }];
    assert.equal((await gather(postsSecret)).clientSecret, 'secret');
    assert.equal((await gather(postsSecret)).clientKey, undefined);
    assert.equal((await gather(signs)).clientKey?.privateKey, 'key');
    assert.equal((await gather(signs)).clientSecret, undefined);
    keeper.clear();
    answers = ['secret two', { key: 'key two' }];
    assert.equal((await gather(postsSecret)).clientSecret, 'secret two');
    assert.equal((await gather(signs)).clientKey?.privateKey, 'key two');
  });
});
