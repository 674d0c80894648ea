import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { ValetKeyError } from '../../../../src/core/errors';
import { ClientCredentialsGrant } from '../../../../src/core/grants/clientCredentials';
import { Refresher } from '../../../../src/core/grants/refreshToken';
import type { Transport } from '../../../../src/core/ports';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { AuthorizationServers } from '../../../../src/core/protocol/server/authorizationServers';
import { Clients } from '../../../../src/core/protocol/client/connectedClient';
import { endpointNames, isUsableEndpoint } from '../../../../src/core/protocol/server/endpoints';
import { TokenEndpoint, type Granted } from '../../../../src/core/protocol/token/tokenEndpoint';
import { Redactor } from '../../../../src/core/redactor';
import { readRecord, writeRecord } from '../../../../src/core/tokens/recordFormat';
import {
  answers,
  discoveryDocuments,
  idTokenClaims,
  tokenResponses,
  type RawAnswer,
} from '../../../support/arbitraries';
import { FakeClock } from '../../../support/fakes/clock';
import { createRecordingLogger } from '../../../support/fakes/logger';

const runs = { numRuns: 300 };
const issuer = 'https://login.example.com';
const signal = new AbortController().signal;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };

/** The core before a server that answers as it likes. The transport is the port: real sockets would add nothing here. */
function coreBefore(answer: (url: string) => RawAnswer) {
  const transport: Transport = {
    fetch: (url) => {
      const { status, headers, body } = answer(url);
      const hasBody = status !== 204;
      return Promise.resolve(new Response(hasBody ? Buffer.from(body) : null, { status, headers }));
    },
  };
  const logger = createRecordingLogger();
  const clock = new FakeClock();
  const redactor = new Redactor();
  const servers = new AuthorizationServers(transport, clock, logger);
  const clients = new Clients(servers, transport, logger, redactor);
  const tokenEndpoint = new TokenEndpoint(clock, logger, redactor);
  return { servers, clients, tokenEndpoint, logger, clock };
}

function profileOf(members: Readonly<Record<string, unknown>>) {
  const { profiles, problems } = readProfiles({ p: members });
  assert.deepEqual(problems, []);
  return profiles[0]!;
}

/** What may come of it: a token that is fit to be stored, or one of our errors. */
async function tokenOrError(attempt: Promise<Granted>, lines: readonly string[]): Promise<void> {
  let granted: Granted;
  try {
    granted = await attempt;
  } catch (error) {
    assert.ok(error instanceof ValetKeyError, String(error));
    assert.notEqual(error.code, 'internal');
    assertFitToShow(`${error.message} ${error.hint ?? ''}`);
    return;
  } finally {
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    for (const line of lines) assertFitToShow(line);
  }
  const { tokenSet, account } = granted;
  assert.match(tokenSet.accessToken, /^[\x21-\x7E]([\x20-\x7E]*[\x21-\x7E])?$/);
  assert.ok(tokenSet.accessToken.length <= 64 * 1024);
  if (tokenSet.refreshToken !== undefined) assert.match(tokenSet.refreshToken, /^[\x20-\x7E]+$/);
  if (tokenSet.expiresAt !== undefined) new Date(tokenSet.expiresAt).toISOString();
  if (account?.label !== undefined) assertFitToShow(account.label);
  const record = { id: 'i', profile: 'p', fingerprint: 'f', label: 'l', obtainedAt: 1, ...granted };
  assert.deepEqual(readRecord(writeRecord(record)), record, 'what is stored is read again');
}

/** One line of plain text of a bearable length. */
function assertFitToShow(text: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  assert.ok(text.length < 4000, 'short enough to read');
}

describe('hostile answers', () => {
  const request = (profile: ReturnType<typeof profileOf>) => ({
    profile,
    credentials: { clientSecret: 'a secret of the client' },
    signal,
  });

  it('whatever the token endpoint answers, a fit token is stored or an error says why not', async () => {
    const profile = profileOf({
      grantType: 'client_credentials',
      tokenEndpoint: `${issuer}/token`,
      clientId: 'app',
    });
    await fc.assert(
      fc.asyncProperty(answers(tokenResponses), async (answer) => {
        const { clients, tokenEndpoint, logger } = coreBefore(() => answer);
        const run = new ClientCredentialsGrant(clients, tokenEndpoint).run(
          {
            ...request(profile),
            choices: {},
            unattended: false,
            account: undefined,
            callbackId: '',
            progress: { report: () => undefined },
            tokenOf: () => Promise.reject(new Error()),
          },
          (granted) => Promise.resolve(granted),
        );
        await tokenOrError(run, logger.lines);
      }),
      runs,
    );
  });

  it('whatever a discovery document holds, only endpoints that are safe to use come out of it', async () => {
    const profile = profileOf({ issuer, clientId: 'app' });
    await fc.assert(
      fc.asyncProperty(
        answers(discoveryDocuments(issuer, endpointNames)),
        fc.boolean(),
        async (answer, mutualTls) => {
          const { servers, logger } = coreBefore(() => answer);
          try {
            const { metadata } = await servers.find(profile, signal, {
              needed: ['token_endpoint'],
              mutualTls,
            });
            assert.equal(metadata.issuer, issuer);
            for (const name of endpointNames) {
              const url = metadata[name];
              assert.ok(url === undefined || isUsableEndpoint(name, url, profile), `${name}: ${String(url)}`);
            }
          } catch (error) {
            assert.ok(error instanceof ValetKeyError, String(error));
            assert.notEqual(error.code, 'internal');
            assertFitToShow(error.message);
          }
          for (const line of logger.lines) assertFitToShow(line);
          assert.equal(({} as Record<string, unknown>).polluted, undefined);
        },
      ),
      runs,
    );
  });

  it('whatever an ID token claims, signed or not, nobody is believed to be another', async () => {
    const profile = profileOf({ issuer, clientId: 'app', scope: 'openid' });
    // The library asks the machine's clock.
    const now = Math.floor(Date.now() / 1000);
    let believed = 0;
    const good = { iss: issuer, aud: 'app', sub: 'person-1', iat: now, exp: now + 300 };
    await fc.assert(
      fc.asyncProperty(
        idTokenClaims(good),
        fc.constantFrom('good', 'mangled', 'none'),
        async (claims, signature) => {
          const signed = await new SignJWT(claims)
            .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
            .sign(privateKey);
          const [header = '', payload = '', sound = ''] = signed.split('.');
          const idToken = {
            good: signed,
            mangled: `${header}.${payload}.${sound.split('').reverse().join('')}`,
            none: `${header}.${payload}.`,
          }[signature];
          const body = { access_token: 'a-token-of-the-server', token_type: 'Bearer', id_token: idToken };
          const { clients, tokenEndpoint, logger } = coreBefore((url) => ({
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(
              url.endsWith('/token')
                ? body
                : url.endsWith('/jwks')
                  ? { keys: [jwk] }
                  : { issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` },
            ),
          }));
          const attempt = new Refresher(clients, tokenEndpoint, logger).refresh({
            ...request(profile),
            tokenSet: { refreshToken: 'a-refresh-token', idToken: 'the.former.one' },
            account: { issuer, subject: 'person-1' },
          });
          await tokenOrError(attempt, logger.lines);
          const accepted = await attempt.then(
            () => true,
            () => false,
          );
          if (signature !== 'good') assert.equal(accepted, false, 'without a good signature nothing is used');
          if (accepted) {
            believed += 1;
            assert.equal(claims.iss, issuer);
            assert.equal(claims.sub, 'person-1');
            assert.ok([claims.aud].flat().includes('app'));
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(believed > 0, 'good ones are believed');
  });
});
