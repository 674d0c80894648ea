import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt } from 'jose';
import { serviceClient } from '../support/authorizationServer/clients';
import { useEditor } from '../support/editor/useEditor';
import { registerSecret } from '../support/secrets';

const passphrase = 'open sesame';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const lockedKey = privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();
/** As the one-line box has it after a paste. */
const pasted = lockedKey.replaceAll('\n', '');

describe('client keys', () => {
  const editor = useEditor({
    moreClients: [
      {
        ...serviceClient({ clientId: 'signs', clientSecret: 'of no use' }),
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [createPublicKey(privateKey).export({ format: 'jwk' })] },
      },
    ],
  });
  const profile = () => ({
    issuer: editor.server.issuer,
    grantType: 'client_credentials',
    clientId: 'signs',
    tokenEndpointAuthMethod: 'private_key_jwt',
  });

  beforeEach(() => {
    for (const secret of [passphrase, pasted, lockedKey.split('\n')[1]!]) registerSecret(secret);
  });

  it('A2, S2: a key is pasted once, unseen, and its passphrase typed; both outlive the window', async () => {
    const window = await editor.open({ profiles: { signs: profile() } });
    const { quickInput, tokens, notifications } = window;
    await window.run('Get New Access Token');
    await quickInput.titled('Private key for “signs”').waitFor();
    await quickInput.type('Paste', 'Paste a PEM or JWK');
    await quickInput.password.fill(pasted);
    await quickInput.password.press('Enter');
    await quickInput.titled('Passphrase for the key of “signs”').waitFor();
    await quickInput.password.fill('open barley');
    await quickInput.password.press('Enter');
    await quickInput.message('The passphrase does not open the pasted text.').waitFor();
    await quickInput.password.fill(passphrase);
    await quickInput.password.press('Enter');
    await tokens.row(/^Access token signs, /).waitFor();

    await window.reload();
    await tokens.row(/^Access token signs, /).waitFor();
    await window.run('Get New Access Token');
    await notifications.saying('Access token for “signs” is ready').waitFor();
    const requests = editor.server.requests.filter(({ path }) => path === '/token');
    assert.deepEqual(
      requests.map(({ form }) => decodeJwt(form.get('client_assertion') ?? '').aud),
      [editor.server.issuer, editor.server.issuer],
    );
  });

  it('Set Client Key… keeps a key before it is needed, and says so where a profile has no use for one', async () => {
    const { issuer, clients } = editor.server;
    const service = { issuer, grantType: 'client_credentials', clientId: clients.service.clientId };
    const window = await editor.open({ profiles: { signs: profile(), service } });
    const { quickInput, tokens, notifications } = window;
    await window.run('Set Client Key…');
    await quickInput.choose('Set Client Key', 'service');
    await notifications.saying('The profile “service” uses no private key.').waitFor();

    await window.run('Set Client Key…');
    await quickInput.choose('Set Client Key', 'signs');
    await quickInput.titled('Private key for “signs”').waitFor();
    await quickInput.type('Paste', 'Paste a PEM or JWK');
    await quickInput.password.fill(pasted);
    await quickInput.password.press('Enter');
    await quickInput.titled('Passphrase for the key of “signs”').waitFor();
    await quickInput.password.fill(passphrase);
    await quickInput.password.press('Enter');
    await quickInput.titled('Passphrase for the key of “signs”').waitFor({ state: 'hidden' });
    await window.run('Get New Access Token');
    await quickInput.choose('Get New Access Token', 'signs');
    await tokens.row(/^Access token signs, /).waitFor();
  });
});
