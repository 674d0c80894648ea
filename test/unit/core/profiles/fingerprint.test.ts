import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { callbackId, fingerprint } from '../../../../src/core/profiles/fingerprint';
import type { Profile } from '../../../../src/core/profiles/profile';

const full: Profile = {
  name: 'p',
  source: 'user',
  issuer: 'https://login.example.com',
  authorizationEndpoint: 'https://login.example.com/authorize',
  tokenEndpoint: 'https://login.example.com/token',
  jwksUri: 'https://login.example.com/keys',
  grantType: 'authorization_code',
  clientId: 'app',
  tokenEndpointAuthMethod: 'none',
  scope: 'read',
  redirectUri: 'http://127.0.0.1:7890/cb',
  allowHttp: false,
  scopeSeparator: ' ',
  codeChallengeMethod: 'S256',
  codeVerifier: 'generate',
  requirePushedAuthorizationRequests: false,
  dpopBoundAccessTokens: false,
  strict: false,
};

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64url');

describe('fingerprint', () => {
  it('is SHA-256, base64url, of canonical JSON (RFC 8785): members sorted, no blanks', async () => {
    assert.equal(
      await fingerprint(full),
      sha256(
        '{"authorizationEndpoint":"https://login.example.com/authorize","clientId":"app","issuer":"https://login.example.com","jwksUri":"https://login.example.com/keys","tokenEndpoint":"https://login.example.com/token"}',
      ),
    );
    const { authorizationEndpoint, tokenEndpoint, jwksUri, ...small } = full;
    assert.ok(authorizationEndpoint && tokenEndpoint && jwksUri);
    assert.equal(
      await fingerprint({ ...small, clientId: 'ä"\\\n€' }),
      sha256('{"clientId":"ä\\"\\\\\\n€","issuer":"https://login.example.com"}'),
    );
  });

  it('changes with each member that binds a secret to a place or a client, and with its absence', async () => {
    const before = await fingerprint(full);
    const seen = new Set([before]);
    for (const member of [
      'issuer',
      'authorizationEndpoint',
      'tokenEndpoint',
      'jwksUri',
      'clientId',
    ] as const) {
      seen.add(await fingerprint({ ...full, [member]: `${full[member] ?? ''}x` }));
      const without = Object.fromEntries(Object.entries(full).filter(([name]) => name !== member));
      seen.add(await fingerprint(without as unknown as Profile));
    }
    assert.equal(seen.size, 11);
  });

  it('stays with every other member, and with the order in which they are written', async () => {
    const changes: readonly Partial<Profile>[] = [
      { name: 'renamed' },
      { grantType: 'refresh_token' },
      { tokenEndpointAuthMethod: 'client_secret_post' },
      { scope: 'write' },
      { redirectUri: 'http://127.0.0.1:1/' },
      { allowHttp: true },
    ];
    for (const change of changes)
      assert.equal(await fingerprint({ ...full, ...change }), await fingerprint(full));
    const reversed = Object.fromEntries(Object.entries(full).reverse()) as unknown as Profile;
    assert.equal(await fingerprint(reversed), await fingerprint(full));
  });

  it('is held in 43 base64url characters, the first 8 of which are the callback id', async () => {
    const print = await fingerprint(full);
    assert.match(print, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(callbackId(print), print.slice(0, 8));
    assert.match(callbackId(print), /^[A-Za-z0-9_-]{8}$/);
  });

  it('is reckoned once for the same endpoints, however often the settings are read', async () => {
    const { subtle } = crypto;
    const original = subtle.digest.bind(subtle);
    let digests = 0;
    subtle.digest = (...parameters) => {
      digests += 1;
      return original(...parameters);
    };
    try {
      const read = () => fingerprint({ ...full, issuer: 'https://once.example' });
      const prints = new Set(await Promise.all(Array.from({ length: 50 }, read)));
      assert.equal(prints.size, 1);
      assert.equal(digests, 1);
    } finally {
      subtle.digest = original;
    }
  });
});
