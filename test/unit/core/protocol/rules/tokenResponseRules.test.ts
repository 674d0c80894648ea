import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { repair } from '../../../../../src/core/protocol/rules/repair';
import { tokenResponseRules } from '../../../../../src/core/protocol/rules/tokenResponseRules';
import { FakeClock } from '../../../../support/fakes/clock';
import { createRecordingLogger } from '../../../../support/fakes/logger';
import type { OddAnswer } from './answers';
import { answersToLeave } from './answersToLeave';
import { oddErrors } from './errorAnswers';
import { oddTokenResponses } from './tokenAnswers';

const oddTokenAnswers = [...oddErrors, ...oddTokenResponses];

type Sent = Pick<OddAnswer, 'raw' | 'status' | 'type' | 'headers' | 'host' | 'oidc'>;

const known = [
  'access_token',
  'token_type',
  'expires_in',
  'refresh_token',
  'scope',
  'id_token',
  'error',
  'error_description',
];

function answer({ raw, status = 200, type = 'application/json', headers }: Sent): Response {
  return new Response(raw, { status, headers: { 'content-type': type, ...headers } });
}

async function go(sent: Sent, strict = false) {
  const logger = createRecordingLogger();
  const response = answer(sent);
  const repaired = await repair(response, tokenResponseRules, {
    profile: { scope: sent.oidc ? 'openid' : 'read', strict },
    endpoint: `https://${sent.host ?? 'login.example.com'}/token`,
    clock: new FakeClock(),
    logger,
  });
  return { response, repaired, fired: logger.lines.map((line) => /rule (\S+)/.exec(line)?.[1]), logger };
}

/** What the library makes of an answer: the token response, or its refusal. */
async function processed(response: Response): Promise<oauth.TokenEndpointResponse> {
  const server = { issuer: 'https://login.example.com', token_endpoint: 'https://login.example.com/token' };
  return await oauth.processRefreshTokenResponse(server, { client_id: 'app' }, response);
}

async function isRefused(response: Response): Promise<boolean> {
  return await processed(response).then(
    () => false,
    () => true,
  );
}

describe('rules for token responses', () => {
  for (const odd of oddTokenAnswers) {
    const { rule, number, raw, becomes, strict } = odd;
    const firing = [rule, ...(odd.with ?? [])];

    it(`${number}: ${rule} repairs ${odd.status ?? 200} ${raw.slice(0, 90)}`, async () => {
      const { repaired, fired, logger } = await go(odd);
      assert.deepEqual([...fired].sort(), [...firing].sort());
      assert.equal(repaired.status, becomes.status ?? 200);
      assert.match(repaired.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(repaired.headers.get('www-authenticate'), null);
      const body = (await repaired.clone().json()) as Record<string, unknown>;
      const kept = Object.fromEntries(Object.entries(body).filter(([name]) => known.includes(name)));
      assert.deepEqual(kept, becomes.body);
      assert.doesNotMatch(logger.lines.join('\n'), /abc|def/, 'the log holds nothing of the answer');
    });

    it(`${number}: what ${rule} repairs of ${odd.status ?? 200} ${raw.slice(0, 60)} is ${strict} without it`, async () => {
      const { response, repaired, fired } = await go(odd, true);
      assert.equal(repaired, response);
      assert.deepEqual(fired, []);
      assert.equal(await isRefused(repaired), strict === 'refused');
    });

    if (becomes.status === undefined) {
      it(`${number}: the library takes what ${rule} makes of ${raw.slice(0, 60)}`, async () => {
        const { repaired } = await go(odd);
        assert.equal((await processed(repaired)).access_token, 'abc');
      });
    } else {
      it(`${number}: the library reads the error that ${rule} makes of ${raw.slice(0, 60)}`, async () => {
        const { repaired } = await go(odd);
        await assert.rejects(processed(repaired), (error) => {
          assert.ok(error instanceof oauth.ResponseBodyError);
          assert.equal(error.error, becomes.body.error);
          return true;
        });
      });
    }
  }

  for (const left of answersToLeave) {
    it(`no rule touches an answer that ${left.why}`, async () => {
      const { response, repaired, fired } = await go(left);
      assert.deepEqual(fired, []);
      assert.equal(repaired, response);
    });
  }

  it('every rule has a name of its own, a provider and a source', () => {
    assert.equal(new Set(tokenResponseRules.map(({ name }) => name)).size, tokenResponseRules.length);
    for (const { name, provider, source } of tokenResponseRules) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.ok(provider !== '' && source !== '', name);
    }
  });

  it('every rule has an answer here that it repairs', () => {
    const tested = new Set(oddTokenAnswers.map(({ rule }) => rule));
    assert.deepEqual(
      tokenResponseRules.map(({ name }) => name).filter((name) => !tested.has(name)),
      [],
    );
  });

  it('#24, #62: what is repaired pollutes nothing and can be as deep as it likes', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const raw = `{"access_token":"abc","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"x":${deep}}`;
    const { repaired } = await go({ raw });
    const body = (await repaired.json()) as Record<string, unknown>;
    assert.equal(body.token_type, 'bearer');
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('#20: a byte order mark does not matter', async () => {
    const { repaired, fired } = await go({ raw: '\uFEFF{"access_token":"abc"}' });
    assert.deepEqual(fired, ['token-type-missing']);
    assert.equal((await processed(repaired)).access_token, 'abc');
  });
});
