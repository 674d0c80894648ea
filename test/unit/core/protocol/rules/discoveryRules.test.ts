import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../../src/core/errors';
import { Refresher } from '../../../../../src/core/grants/refreshToken';
import type { Transport } from '../../../../../src/core/ports';
import { AuthorizationServers } from '../../../../../src/core/protocol/server/authorizationServers';
import { Clients } from '../../../../../src/core/protocol/client/connectedClient';
import { discoveryRules } from '../../../../../src/core/protocol/rules/discoveryRules';
import { TokenEndpoint } from '../../../../../src/core/protocol/token/tokenEndpoint';
import { Redactor } from '../../../../../src/core/redactor';
import { systemClock } from '../../../../../src/vscode/clock';
import { createRecordingLogger } from '../../../../support/fakes/logger';
import { profileOf } from '../../../../support/harness';
import { jwks, signToken } from '../../../../support/signedTokens';

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}

describe('rules for discovery', () => {
  const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
  const entra = 'https://login.microsoftonline.com';
  const accepted = (issuer: string, stated: string) =>
    discoveryRules.find(({ accepts }) => accepts(new URL(issuer), stated))?.name;

  for (const [issuer, stated, rule] of [
    [`${entra}/common/v2.0`, `${entra}/{tenantid}/v2.0`, 'entra-tenant'],
    [`${entra}/organizations/v2.0`, `${entra}/{tenantid}/v2.0`, 'entra-tenant'],
    [`${entra}/consumers/v2.0`, `${entra}/${tenant}/v2.0`, 'entra-tenant'],
    [`${entra}/contoso.onmicrosoft.com/v2.0`, `${entra}/${tenant}/v2.0`, 'entra-tenant'],
    ['https://login.microsoftonline.com.evil.tld/common/v2.0', `${entra}/{tenantid}/v2.0`, undefined],
    ['http://login.microsoftonline.com/common/v2.0', `${entra}/{tenantid}/v2.0`, undefined],
    [`${entra}:8443/common/v2.0`, `${entra}/{tenantid}/v2.0`, undefined],
    [`${entra}/common/v2.0`, 'https://evil.tld/{tenantid}/v2.0', undefined],
    [`${entra}/common/v2.0`, `${entra}/evil/x/v2.0`, undefined],
    [
      'https://a.b2clogin.com/a.onmicrosoft.com/B2C_1_x/v2.0',
      `https://a.b2clogin.com/${tenant}/v2.0/`,
      'b2c-policy',
    ],
    ['https://a.b2clogin.com/x/v2.0', 'https://b.b2clogin.com/x/v2.0', undefined],
    ['https://a.b2clogin.com/x/v2.0', 'https://evil.tld/x/v2.0', undefined],
    ['https://b2clogin.com.evil.tld/x/v2.0', 'https://b2clogin.com.evil.tld/y/v2.0', undefined],
    ['https://evilb2clogin.com/x/v2.0', 'https://evilb2clogin.com/y/v2.0', undefined],
    ['https://login.example.com', 'https://other.example.com', undefined],
  ] as const) {
    it(`C4: metadata of ${issuer} that name ${stated} are ${rule === undefined ? 'refused' : 'accepted'}`, () => {
      assert.equal(accepted(issuer, stated), rule);
    });
  }

  const issuer = `${entra}/common/v2.0`;
  const metadata = {
    issuer: `${entra}/{tenantid}/v2.0`,
    token_endpoint: `${entra}/common/oauth2/v2.0/token`,
    jwks_uri: `${entra}/common/discovery/v2.0/keys`,
  };
  const logger = createRecordingLogger();
  /** The core before Microsoft's endpoints for every tenant, which answer with this ID token. */
  const coreWith = (idToken?: string) => {
    const transport: Transport = {
      fetch: (url) =>
        Promise.resolve(
          json(
            url.endsWith('/token')
              ? { access_token: 'abc', token_type: 'Bearer', id_token: idToken }
              : url.endsWith('/keys')
                ? jwks()
                : metadata,
          ),
        ),
    };
    const servers = new AuthorizationServers(transport, systemClock, logger);
    const redactor = new Redactor();
    const clients = new Clients(servers, transport, logger, redactor);
    const refresher = new Refresher(clients, new TokenEndpoint(systemClock, logger, redactor), logger);
    return { servers, refresher };
  };
  const { signal } = new AbortController();

  it('C4: a profile for every tenant finds its endpoints, and the log names the rule', async () => {
    const found = await coreWith().servers.find(profileOf({ issuer, clientId: 'app' }), signal, {
      needed: ['token_endpoint'],
    });
    assert.equal(found.metadata.token_endpoint, metadata.token_endpoint);
    assert.match(logger.lines.join('\n'), /rule entra-tenant/);
  });

  it('C4: with strict the metadata of another issuer are refused', async () => {
    const profile = profileOf({ issuer, clientId: 'app', strict: true });
    await assert.rejects(
      coreWith().servers.find(profile, signal, { needed: ['token_endpoint'] }),
      (error) => error instanceof ValetKeyError && error.code === 'discovery_failed',
    );
  });

  const accountOf = async (claims: Readonly<Record<string, unknown>>) => {
    const now = Math.floor(Date.now() / 1000);
    const idToken = signToken({ aud: 'app', sub: 'p1', iat: now, exp: now + 300, ...claims });
    const granted = await coreWith(idToken).refresher.refresh({
      profile: profileOf({ issuer, clientId: 'app', scope: 'openid' }),
      credentials: {},
      signal,
      tokenSet: { refreshToken: 'r' },
      account: undefined,
    });
    return granted.account;
  };

  it('C4: an ID token of a tenant is then that of the tenant that it names', async () => {
    const account = await accountOf({ iss: `${entra}/${tenant}/v2.0`, tid: tenant });
    assert.equal(account?.issuer, `${entra}/${tenant}/v2.0`);
  });

  for (const [what, claims] of [
    [
      'names another tenant than its issuer',
      { iss: `${entra}/${tenant}/v2.0`, tid: tenant.replace('9', '8') },
    ],
    ['names no tenant', { iss: `${entra}/${tenant}/v2.0` }],
    ['comes from elsewhere', { iss: `https://evil.tld/${tenant}/v2.0`, tid: tenant }],
    ['names a tenant that is none', { iss: `${entra}/x/../y/v2.0`, tid: 'x/../y' }],
  ] as const) {
    it(`C4: an ID token that ${what} is refused`, async () => {
      await assert.rejects(
        accountOf(claims),
        (error) => error instanceof ValetKeyError && error.code === 'id_token_invalid',
      );
    });
  }
});
