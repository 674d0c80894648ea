import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Provider, TokenEndpointGrantContext } from 'oidc-provider';
import { person } from './person';

const password = 'password';
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';

type Parameters = Record<string, string | undefined>;

/** Grant types that oidc-provider itself does not have. */
export const moreGrantTypes = [password, jwtBearer, tokenExchange];

/** Adds them, by the hook that the library has for it; each checks what its RFC says. */
export async function registerMoreGrants(provider: Provider): Promise<void> {
  const { errors } = await import('oidc-provider');
  const refuse = (why: string): never => {
    throw new errors.InvalidGrant(why);
  };

  provider.registerGrantType<Parameters>(
    password,
    async (context) => {
      const { params } = context.oidc;
      const known = params.username === person.username && params.password === person.password;
      if (!known) return refuse('user name or password is wrong');
      context.body = await issue(provider, context, person.username);
    },
    ['username', 'password', 'scope'],
  );

  const seen = new Set<unknown>();
  provider.registerGrantType<Parameters>(
    jwtBearer,
    async (context) => {
      const { client, params } = context.oidc;
      const keys = createLocalJWKSet(client.jwks as JSONWebKeySet);
      const verified = await jwtVerify(params.assertion ?? '', keys, {
        issuer: client.clientId,
        audience: provider.issuer,
        requiredClaims: ['exp', 'iat', 'jti'],
      }).catch(() => undefined);
      if (verified === undefined) return refuse('the assertion is not valid');
      const { sub = '', jti } = verified.payload;
      if (seen.has(jti)) return refuse('the assertion was used before');
      seen.add(jti);
      context.body = await issue(provider, context, sub);
    },
    ['assertion', 'scope'],
  );

  provider.registerGrantType<Parameters>(
    tokenExchange,
    async (context) => {
      const { params } = context.oidc;
      const subject =
        params.subject_token_type === accessTokenType
          ? await provider.AccessToken.find(params.subject_token ?? '')
          : undefined;
      if (subject === undefined) return refuse('subject_token is not valid');
      const issued = await issue(provider, context, subject.accountId);
      context.body =
        params.requested_token_type === idTokenType
          ? { access_token: 'an-id-token', issued_token_type: idTokenType, token_type: 'N_A' }
          : { ...issued, issued_token_type: accessTokenType };
    },
    [
      'subject_token',
      'subject_token_type',
      'actor_token',
      'actor_token_type',
      'requested_token_type',
      'audience',
      'scope',
    ],
  );
}

/** A token of this person for the client that asks. */
async function issue(
  provider: Provider,
  { oidc: { client, params } }: TokenEndpointGrantContext<Parameters>,
  accountId: string,
): Promise<Record<string, unknown>> {
  const scope = params.scope ?? '';
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const token = new provider.AccessToken({
    client,
    accountId,
    grantId,
    scope,
    gty: params.grant_type,
  });
  return { access_token: await token.save(), token_type: 'Bearer', expires_in: token.expiration, scope };
}
