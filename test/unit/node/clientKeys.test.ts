import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { ValetKeyError } from '../../../src/core/errors';
import type { ClientKeyMaterial } from '../../../src/core/ports';
import { keyFileText } from '../../../src/core/tokens/clientKeyMaterial';
import { createClientKeys } from '../../../src/node/keys/clientKeys';
import {
  clientCertificates,
  clientKey,
  passphrase,
  passphraseBeyondAscii,
  pkcs12,
} from '../../support/clientKeyFixtures';
import { FakeClock } from '../../support/fakes/clock';
import { createRecordingLogger } from '../../support/fakes/logger';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;
const pem = (type: 'pkcs8' | 'pkcs1' | 'sec1', key = rsa, cipher?: string) =>
  key
    .export({ type, format: 'pem', ...(cipher !== undefined && { cipher, passphrase }) } as {
      type: 'pkcs8';
      format: 'pem';
    })
    .toString();
const jwk = (key = rsa, members: object = {}) =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...members });
/** What a one-line box makes of a paste. */
const inOneLine = (text: string) => text.replaceAll('\n', '');

describe('a client’s private key', () => {
  let logger: ReturnType<typeof createRecordingLogger>;

  beforeEach(() => (logger = createRecordingLogger()));

  const parse = (material: ClientKeyMaterial, now = '2027-01-01T00:00:00Z') =>
    createClientKeys({ workspaceFolders: () => [], clock: new FakeClock(Date.parse(now)), logger }).parse(
      material,
    );

  async function failure(material: ClientKeyMaterial): Promise<ValetKeyError> {
    const error = await parse(material).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ValetKeyError, 'a ValetKeyError was expected');
    const inside = material.key.replace(/-----[A-Z ]+-----/g, '').trim();
    const shown = `${error.message} ${error.hint ?? ''}`;
    for (const part of inside.match(/\S{12,}/g) ?? []) assert.ok(!shown.includes(part), shown);
    return error;
  }

  for (const { form, material, key } of [
    { form: 'PKCS#8', material: { key: pem('pkcs8') }, key: rsa },
    { form: 'PKCS#1', material: { key: pem('pkcs1') }, key: rsa },
    { form: 'SEC 1', material: { key: pem('sec1', ec) }, key: ec },
    { form: 'Ed25519', material: { key: pem('pkcs8', ed) }, key: ed },
    { form: 'encrypted PKCS#8', material: { key: pem('pkcs8', rsa, 'aes-256-cbc'), passphrase }, key: rsa },
    { form: 'encrypted PKCS#1', material: { key: pem('pkcs1', rsa, 'aes-128-cbc'), passphrase }, key: rsa },
    { form: 'encrypted SEC 1', material: { key: pem('sec1', ec, 'des-ede3-cbc'), passphrase }, key: ec },
    { form: 'PKCS#8 in one line', material: { key: inOneLine(pem('pkcs8')) }, key: rsa },
    {
      form: 'PKCS#8 with spaces for newlines',
      material: { key: pem('pkcs8').replaceAll('\n', ' ') },
      key: rsa,
    },
    {
      form: 'PKCS#8 with \\n for newlines',
      material: { key: pem('pkcs8').replaceAll('\n', '\\n') },
      key: rsa,
    },
    {
      form: 'PKCS#8 with Windows’ newlines',
      material: { key: pem('pkcs8').replaceAll('\n', '\r\n') },
      key: rsa,
    },
    {
      form: 'encrypted PKCS#1 in one line',
      material: { key: inOneLine(pem('pkcs1', rsa, 'aes-128-cbc')), passphrase },
      key: rsa,
    },
    {
      form: 'encrypted SEC 1 in one line',
      material: { key: inOneLine(pem('sec1', ec, 'des-ede3-cbc')), passphrase },
      key: ec,
    },
    { form: 'JWK', material: { key: jwk() }, key: rsa },
    { form: 'JWK, Ed25519', material: { key: jwk(ed) }, key: ed },
    {
      form: 'JWKS with one private key',
      material: {
        key: `{"keys":[${JSON.stringify(createPublicKey(ec).export({ format: 'jwk' }))},${jwk(rsa)}]}`,
      },
      key: rsa,
    },
    {
      form: 'the key file of a Google service account',
      material: { key: JSON.stringify({ type: 'service_account', private_key: pem('pkcs8') }) },
      key: rsa,
    },
    {
      form: 'DER',
      material: { key: keyFileText(rsa.export({ type: 'pkcs8', format: 'der' })) },
      key: rsa,
    },
    { form: 'PKCS#12 with AES', material: { key: pkcs12.aes, passphrase }, key: createPrivateKey(clientKey) },
    {
      form: 'PKCS#12 with 3DES and RC2',
      material: { key: pkcs12.legacy, passphrase },
      key: createPrivateKey(clientKey),
    },
    {
      form: 'PKCS#12, a passphrase beyond ASCII',
      material: { key: pkcs12.beyondAscii, passphrase: passphraseBeyondAscii },
      key: createPrivateKey(clientKey),
    },
    {
      form: 'PKCS#12 with an empty passphrase',
      material: { key: pkcs12.empty },
      key: createPrivateKey(clientKey),
    },
    {
      form: 'PKCS#12 without a certificate',
      material: { key: pkcs12.keyOnly, passphrase },
      key: createPrivateKey(clientKey),
    },
  ]) {
    it(`${form} is read`, async () => {
      const { privateKey } = await parse(material);
      assert.equal(privateKey, key.export({ type: 'pkcs8', format: 'pem' }));
    });
  }

  it('PKCS#12 with an RSA key is read, certificate and all', async () => {
    const { privateKey, certificates } = await parse({ key: pkcs12.rsa, passphrase });
    assert.equal(createPrivateKey(privateKey).asymmetricKeyType, 'rsa');
    assert.equal(certificates, clientCertificates.foreign);
  });

  it('a JWK’s kid and alg are kept', async () => {
    const { keyId, algorithm } = await parse({ key: jwk(rsa, { kid: 'k1', alg: 'PS256' }) });
    assert.deepEqual({ keyId, algorithm }, { keyId: 'k1', algorithm: 'PS256' });
  });

  it('one key has one thumbprint, in whatever form it comes', async () => {
    const [first, second, third] = await Promise.all(
      [{ key: pem('pkcs8') }, { key: jwk() }, { key: jwk(ec) }].map((material) => parse(material)),
    );
    assert.equal(first!.thumbprint, second!.thumbprint);
    assert.notEqual(first!.thumbprint, third!.thumbprint);
  });

  for (const { what, key, words } of [
    {
      what: 'nothing like a key',
      key: 'Dear provider, here is what you asked for',
      words: /holds no private key/,
    },
    { what: 'broken JSON', key: '{"kty":"RSA","d":"secretsecretsecret', words: /holds no private key/ },
    {
      what: 'a JSON that is no key',
      key: '{"access_token":"secretsecretsecret"}',
      words: /holds no private key/,
    },
    {
      what: 'a symmetric JWK',
      key: '{"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0"}',
      words: /holds no private key/,
    },
    {
      what: 'a JWK that is cut short',
      key: '{"kty":"RSA","d":"secretsecretsecret"}',
      words: /holds no private key/,
    },
    { what: 'a PEM that is cut short', key: pem('pkcs8').slice(0, 300), words: /holds no private key/ },
    { what: 'a PEM with a hole', key: pem('pkcs8').replace(/\n.*\n/, '\n'), words: /holds no private key/ },
    {
      what: 'a public PEM',
      key: createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString(),
      words: /holds a public key only/,
    },
    {
      what: 'a public JWK',
      key: JSON.stringify(createPublicKey(rsa).export({ format: 'jwk' })),
      words: /holds a public key only/,
    },
    { what: 'a certificate', key: clientCertificates.own, words: /holds a certificate only/ },
    { what: 'two keys', key: pem('pkcs8') + pem('sec1', ec), words: /holds 2 private keys/ },
    { what: 'a JWKS with two keys', key: `{"keys":[${jwk()},${jwk(ec)}]}`, words: /holds 2 private keys/ },
    {
      what: 'a key of OpenSSH',
      key: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n',
      words: /OpenSSH/,
    },
    {
      what: 'noise',
      key: keyFileText(Buffer.from([0x30, 3, 2, 1, 3, 0xff, 0, 0x80])),
      words: /holds no private key/,
    },
  ]) {
    it(`${what} is refused by the file’s name, with nothing of what is in it`, async () => {
      const error = await failure({ file: 'client.key', key });
      assert.equal(error.code, 'client_key_invalid');
      assert.match(error.message, words);
      assert.match(error.message, /client\.key/);
      assert.ok(error.hint);
    });
  }

  it('a PKCS#12 file with certificates alone says so', async () => {
    assert.match(
      (await failure({ key: pkcs12.certificateOnly, passphrase })).message,
      /holds a certificate only/,
    );
  });

  for (const { form, key } of [
    { form: 'PEM', key: pem('pkcs8', rsa, 'aes-256-cbc') },
    { form: 'traditional PEM', key: pem('pkcs1', rsa, 'aes-128-cbc') },
    { form: 'PKCS#12', key: pkcs12.aes },
    { form: 'old PKCS#12', key: pkcs12.legacy },
  ]) {
    it(`locked ${form}: told apart whether a passphrase is missing or wrong`, async () => {
      const missing = await failure({ file: 'client.key', key });
      assert.equal(missing.code, 'client_key_locked');
      assert.match(missing.message, /client\.key is locked/);
      const wrong = await failure({ file: 'client.key', key, passphrase: 'open barley' });
      assert.equal(wrong.code, 'client_key_locked');
      assert.match(wrong.message, /does not open the file client\.key/);
      assert.doesNotMatch(wrong.message, /barley/);
    });
  }

  it('a wrong passphrase is called wrong also where what it decrypts to looks like something by chance', async () => {
    const key = pem('pkcs1', rsa, 'aes-128-cbc');
    for (let tried = 0; tried < 1000; tried++) {
      const { code } = await failure({ key, passphrase: `open barley ${tried}` });
      assert.equal(code, 'client_key_locked');
    }
  });

  it('the key’s own certificate comes first, the authority’s after it', async () => {
    const { ca, own } = clientCertificates;
    const expected = own + ca;
    assert.equal((await parse({ key: ca + own + clientKey })).certificates, expected, 'in one file');
    assert.equal((await parse({ key: clientKey, certificates: ca + own })).certificates, expected, 'in two');
    assert.equal((await parse({ key: pkcs12.legacy, passphrase })).certificates, expected, 'in PKCS#12');
  });

  it('a certificate is read from DER and from a JWK’s x5c, too', async () => {
    const { raw } = new X509Certificate(clientCertificates.own);
    const key = createPrivateKey(clientKey);
    assert.equal(
      (await parse({ key: clientKey, certificates: keyFileText(raw) })).certificates,
      clientCertificates.own,
    );
    const withChain = jwk(key, { x5c: [raw.toString('base64')] });
    assert.equal((await parse({ key: withChain })).certificates, clientCertificates.own);
  });

  it('a certificate of another key is refused', async () => {
    const error = await failure({
      file: 'client.key',
      key: clientKey,
      certificates: clientCertificates.foreign,
    });
    assert.equal(error.code, 'client_key_invalid');
    assert.match(error.message, /certificate does not belong to the private key in the file client\.key/);
  });

  it('a text that is no certificate is refused', async () => {
    const error = await failure({ key: clientKey, certificates: 'nothing' });
    assert.match(error.message, /holds no certificate/);
  });

  it('an expired certificate is used, with a warning', async () => {
    const { certificates } = await parse({ file: 'old.pem', key: clientKey + clientCertificates.expired });
    assert.equal(certificates, clientCertificates.expired);
    assert.match(logger.lines.join('\n'), /old\.pem expired on Jan {1,2}2 .*2020/);
  });

  it('a certificate that is valid gives no warning; one of the future does', async () => {
    await parse({ key: clientKey, certificates: clientCertificates.own });
    assert.deepEqual(logger.lines, []);
    await parse({ key: clientKey, certificates: clientCertificates.own }, '2020-01-01T00:00:00Z');
    assert.match(logger.lines.join('\n'), /not valid before/);
  });
});
