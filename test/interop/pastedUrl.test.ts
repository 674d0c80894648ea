import assert from 'node:assert/strict';
import { startAuthorizationServer } from '../support/authorizationServer';
import { signInClient } from '../support/authorizationServer/clients';
import { eventually } from '../support/eventually';
import { profileOf, type Harness } from '../support/harness';
import { endOf, paste, pasteEnd, theOneWaiting } from '../support/pasting';
import { UserAgent } from '../support/userAgent';
import { foreignPage, isRefused, useWaysBack } from '../support/useWaysBack';

describe('the URL that a browser ended on, pasted', () => {
  const ways = useWaysBack();

  it('A21: works with any redirect URI; state and PKCE are checked, and the token request says the same URI', async () => {
    const harness: Harness = ways.harnessWith({ browse: (start) => pasteEnd(harness, start) });
    const { record } = await harness.getNew(ways.elsewhere());
    assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
    assert.equal(ways.asked().get('redirect_uri'), foreignPage);
    const [exchange, ...others] = ways.exchanges();
    assert.deepEqual(others, []);
    assert.equal(exchange!.form.get('redirect_uri'), foreignPage);
    assert.equal(exchange!.form.get('code_verifier')!.length, 43);
  });

  it('RFC 8252 §7.1: works with the scheme of an app', async () => {
    const harness: Harness = ways.harnessWith({ browse: (start) => pasteEnd(harness, start) });
    const { record } = await harness.getNew(ways.elsewhere({ redirectUri: 'com.example.app:/cb' }));
    assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
  });

  it('L2: the browser is led there byte for byte, by a hop that is closed with the sign-in', async () => {
    const harness: Harness = ways.harnessWith({
      browse: async (start) => {
        assert.match(start, /^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]{32}$/);
        const response = await fetch(start, { redirect: 'manual' });
        assert.match(
          response.headers.get('location')!,
          /&redirect_uri=https%3A%2F%2Fsuccess.example%2Foauth2%2Fsuccess%3Ffrom%3Da%2520b&/,
        );
        await pasteEnd(harness, response.headers.get('location')!);
      },
    });
    await harness.getNew(ways.elsewhere());
    await eventually('the hop to be closed', () => isRefused(harness.opened[0]!));
  });

  it('A11: a denial is taken like any other answer', async () => {
    const harness: Harness = ways.harnessWith({
      browse: async (start) => paste(harness, await endOf(start, foreignPage, { deny: true })),
    });
    const error = await harness.failure(harness.getNew(ways.elsewhere()));
    assert.equal(error.server?.error, 'access_denied');
    assert.equal(ways.exchanges().length, 0);
  });

  it('T16: the answer of another sign-in is refused, and the right one still taken', async () => {
    const stranger: Harness = ways.harnessWith({ browse: () => Promise.resolve() });
    const giveUp = new AbortController();
    const strange = stranger.failure(stranger.getNew(ways.elsewhere(), giveUp.signal));
    const foreign = await endOf(await startOf(stranger), foreignPage);
    const harness: Harness = ways.harnessWith({
      browse: async (start) => {
        assert.throws(() => paste(harness, foreign), /belongs to another sign-in/);
        await pasteEnd(harness, start);
      },
    });
    await harness.getNew(ways.elsewhere());
    giveUp.abort();
    await strange;
    assert.equal(ways.exchanges().length, 1);
  });

  it('A14: a code alone does not do for a server whose answers name their issuer', async () => {
    const giveUp = new AbortController();
    const harness: Harness = ways.harnessWith({
      browse: async (start) => {
        const code = new URL(await endOf(start, foreignPage)).searchParams.get('code')!;
        assert.throws(() => paste(harness, code), /A code alone is not enough for this server/);
        giveUp.abort();
      },
    });
    await harness.failure(harness.getNew(ways.elsewhere(), giveUp.signal));
    assert.equal(ways.exchanges().length, 0);
  });

  it('the URL can be pasted while a listener waits, too; what the browser still brings gets the same page', async () => {
    const harness: Harness = ways.harnessWith({
      browse: async (start) => {
        const { redirectUri } = theOneWaiting(harness).awaited;
        const address = await endOf(start, redirectUri);
        paste(harness, address);
        return await new UserAgent().visit(address);
      },
    });
    await harness.getNew(ways.profileWith());
    assert.match((await harness.lastPage()).text, /close this tab/);
    assert.equal(ways.exchanges().length, 1);
  });

  it('an implicit profile takes the fragment of a pasted URL', async () => {
    const implicit = await startAuthorizationServer({
      moreClients: [
        signInClient({
          client_id: 'implicit',
          application_type: 'web',
          token_endpoint_auth_method: 'none',
          grant_types: ['implicit'],
          response_types: ['id_token token'],
          redirect_uris: [foreignPage],
        }),
      ],
    });
    const harness: Harness = ways.harnessWith({ browse: (start) => pasteEnd(harness, start) });
    const { record } = await harness.getNew(
      profileOf({
        issuer: implicit.issuer,
        clientId: 'implicit',
        grantType: 'implicit',
        responseType: 'id_token token',
        scope: 'openid',
        redirectUri: foreignPage,
      }),
    );
    assert.ok(await implicit.lookUp(record.tokenSet.accessToken));
    await implicit.stop();
  });

  it('PAR: the link that is copied carries a request that was not used yet', async () => {
    const links: string[] = [];
    const harness: Harness = ways.harnessWith({
      browse: async (start) => {
        const response = await fetch(start, { redirect: 'manual' });
        links.push(response.headers.get('location')!, await theOneWaiting(harness).awaited.link());
        await pasteEnd(harness, links[1]!);
      },
    });
    await harness.getNew(ways.elsewhere({ requirePushedAuthorizationRequests: true }));
    const [used, copied] = links.map((url) => new URL(url).searchParams.get('request_uri'));
    assert.ok(used);
    assert.notEqual(used, copied);
  });
});

/** Where the editor sent the browser of a sign-in that goes on. */
async function startOf(harness: Harness): Promise<string> {
  return await eventually('the browser to be opened', () => harness.opened[0]);
}
