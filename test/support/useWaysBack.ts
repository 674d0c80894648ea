import assert from 'node:assert/strict';
import type { Profile } from '../../src/core/profiles/profile';
import { startAuthorizationServer, type AuthorizationServer } from './authorizationServer';
import { signInClient } from './authorizationServer/clients';
import { createHarness, profileOf, type Harness, type HarnessOptions } from './harness';
import { forgetSecrets } from './secrets';

/** A page of somebody else, at which nobody listens; with a query that has to come back. */
export const foreignPage = 'https://success.example/oauth2/success?from=a%20b';
/** As a link that opens an editor; the server registers only schemes with a dot. */
export const editorLink = 'com.example.code://valetkey.valet-key/callback';

export interface WaysBack {
  readonly server: AuthorizationServer;
  /** What goes wrong while the person acts ends the sign-in, which would wait for them otherwise, and fails the test. */
  harnessWith(options?: HarnessOptions): Harness;
  /** Of an app with a loopback redirect URI. */
  profileWith(members?: Readonly<Record<string, unknown>>): Profile;
  /** Of an app whose redirect URI is the foreign page. */
  elsewhere(members?: Readonly<Record<string, unknown>>): Profile;
  /** The requests for tokens. */
  exchanges(): AuthorizationServer['requests'];
  /** The parameters of the first authorization request. */
  asked(): URLSearchParams;
}

/** Gives the tests of a `describe` oidc-provider with apps for every way back; afterwards nothing may wait any more. */
export function useWaysBack(): WaysBack {
  let server: AuthorizationServer;
  const harnesses: Harness[] = [];
  const failures: unknown[] = [];

  before(async () => {
    const app = { token_endpoint_auth_method: 'none' } as const;
    server = await startAuthorizationServer({
      moreClients: [
        signInClient({ ...app, client_id: 'elsewhere', redirect_uris: [foreignPage, 'com.example.app:/cb'] }),
        signInClient({ ...app, client_id: 'app-link', redirect_uris: [editorLink] }),
      ],
    });
  });
  after(() => server.stop());

  beforeEach(() => {
    server.requests.length = 0;
  });
  afterEach(() => {
    const ended = harnesses.splice(0);
    assert.deepEqual(failures.splice(0), []);
    for (const harness of ended) {
      assert.equal(harness.pendingSignIns.all.length, 0, 'nothing waits any more');
      harness.scanLog();
    }
    forgetSecrets();
  });

  const profileWith: WaysBack['profileWith'] = (members) =>
    profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid orders:read', ...members });
  return {
    get server() {
      return server;
    },
    harnessWith: ({ browse, ...options } = {}) => {
      const visit = async (start: string) => {
        try {
          return await browse?.(start);
        } catch (error) {
          failures.push(error);
          return harness.service.cancelAll();
        }
      };
      const harness: Harness = createHarness({ ...options, ...(browse && { browse: visit }) });
      harnesses.push(harness);
      return harness;
    },
    profileWith,
    elsewhere: (members) => profileWith({ clientId: 'elsewhere', redirectUri: foreignPage, ...members }),
    exchanges: () => server.requests.filter(({ path }) => path === '/token'),
    asked: () => {
      const request = server.requests.find(({ path }) => path === '/auth');
      assert.ok(request, 'no browser came');
      return request.query;
    },
  };
}

/** Whether nobody listens there. */
export async function isRefused(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => false,
    () => true,
  );
}
