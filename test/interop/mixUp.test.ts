import assert from 'node:assert/strict';
import { createHarness, profileOf } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

/** The parameters of the authorization request that a start address leads to. */
const asked = async (start: string) =>
  new URL((await fetch(start, { redirect: 'manual' })).headers.get('location') ?? '').searchParams;

describe('two profiles of one authorization server, with token endpoints of their own', () => {
  let servers: ScriptedServer[];

  beforeEach(async () => {
    servers = await Promise.all([startScriptedServer(), startScriptedServer()]);
  });

  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    forgetSecrets();
  });

  const profile = (index: number) =>
    profileOf(
      {
        authorizationEndpoint: `${servers[0]!.issuer}/authorize`,
        tokenEndpoint: `${servers[index]!.issuer}/token`,
        clientId: 'app',
        scope: 'read',
      },
      `profile ${index}`,
    );

  it('A16: a code of the other, brought with this one’s state, goes to this one’s token endpoint alone', async () => {
    registerSecret('code-of-the-other');
    const harness = createHarness({
      browse: async (start) => {
        const request = await asked(start);
        const answer = new URL(request.get('redirect_uri') ?? '');
        answer.search = new URLSearchParams({
          code: 'code-of-the-other',
          state: request.get('state') ?? '',
        }).toString();
        await fetch(answer);
      },
    });
    await harness.getNew(profile(0));
    assert.equal(servers[0]!.tokenRequests().length, 1);
    assert.deepEqual(servers[1]!.requests, []);
    harness.scanLog();
  });

  it('A16, A17: their redirect URIs differ, and an answer for the one is none for the other', async () => {
    const statuses: number[] = [];
    let second: Promise<unknown> | undefined;
    let first: URLSearchParams | undefined;
    const harness = createHarness({
      browse: async (start) => {
        const request = await asked(start);
        if (first === undefined) {
          first = request;
          second = harness.getNew(profile(1));
          return;
        }
        const [ours, theirs] = [first, request].map(
          (parameters) => new URL(parameters.get('redirect_uri') ?? ''),
        );
        assert.notEqual(ours!.pathname, theirs!.pathname);
        const bring = async (to: URL, path: string, parameters: URLSearchParams) => {
          const address = new URL(path, to);
          address.search = new URLSearchParams({
            code: 'c',
            state: parameters.get('state') ?? '',
          }).toString();
          return (await fetch(address)).status;
        };
        statuses.push(await bring(ours!, theirs!.pathname, first));
        statuses.push(await bring(ours!, ours!.pathname, request));
        await Promise.all([bring(ours!, ours!.pathname, first), bring(theirs!, theirs!.pathname, request)]);
      },
    });
    await harness.getNew(profile(0));
    await second;
    assert.deepEqual(statuses, [404, 400]);
    assert.deepEqual(
      servers.map((server) => server.tokenRequests().length),
      [1, 1],
    );
  });

  it('A23: a server that encodes the state twice brings it back all the same, since nothing in it is encoded', async () => {
    const [server] = servers;
    server!.answerWith(() => ({
      state: encodeURIComponent(encodeURIComponent(server!.authorizationRequest().get('state') ?? '')),
    }));
    assert.equal((await createHarness().getNew(profile(0))).saved, true);
  });
});
