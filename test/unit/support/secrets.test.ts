import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSecrets, forgetSecrets, registerSecret, scanForSecrets } from '../../support/secrets';

const secret = 's3c"r\\+/t=%é ü?~';

describe('the leak scanner', () => {
  beforeEach(() => registerSecret(secret));
  afterEach(forgetSecrets);

  const encodings: Record<string, (value: string) => string> = {
    'as it is': (value) => value,
    'percent-encoded': encodeURIComponent,
    'percent-encoded in lower case': (value) =>
      encodeURIComponent(value).replace(/%../g, (escape) => escape.toLowerCase()),
    'form-encoded': (value) => new URLSearchParams({ client_secret: value }).toString(),
    'in JSON': (value) => JSON.stringify({ value }),
    'in base64': (value) => Buffer.from(value).toString('base64'),
    'in base64, one byte in': (value) => Buffer.from(`a${value}b`).toString('base64'),
    'in base64, two bytes in': (value) => Buffer.from(`ab${value}cd`).toString('base64'),
    'in base64url': (value) => Buffer.from(`ab${value}`).toString('base64url'),
    'in the credentials of a Basic header': (value) =>
      Buffer.from(`web-app:${encodeURIComponent(value)}`).toString('base64'),
  };

  for (const [name, encode] of Object.entries(encodings)) {
    it(`finds a secret ${name}`, () => {
      assert.deepEqual(findSecrets(`before ${encode(secret)} after`), [secret]);
    });
  }

  it('finds nothing in a text that holds only parts of a secret', () => {
    assert.deepEqual(findSecrets(`before ${secret.slice(0, -1)} ${secret.slice(1)} after`), []);
  });

  it('refuses a value so short that it would be found by chance', () => {
    assert.throws(() => registerSecret('demo1'), /6 characters/);
  });

  it('names the text and the file that leaked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'valet-key-secrets-'));
    try {
      writeFileSync(join(folder, 'settings.json'), JSON.stringify({ secret }));
      assert.throws(
        () => scanForSecrets({ texts: { 'the log': secret, 'an error': 'harmless' }, folders: [folder] }),
        (error: Error) =>
          error.message.includes('the log') &&
          error.message.includes('settings.json') &&
          !error.message.includes('an error'),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
