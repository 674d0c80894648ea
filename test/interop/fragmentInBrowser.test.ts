import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { signInClient } from '../support/authorizationServer/clients';
import { launchChromium } from '../support/chromium';
import { createHarness, profileOf } from '../support/harness';
import { closeFlows, listen, state } from '../support/loopbackFlow';
import { ensureBrowser } from '../support/prerequisites';
import { forgetSecrets } from '../support/secrets';
import { signIn } from '../support/signIn';
import { skipUnless } from '../support/skipUnless';

describe('page that reads the fragment, in a real browser', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let server: AuthorizationServer;

  before(async function () {
    await skipUnless(this, () => ensureBrowser(console.log));
    browser = await launchChromium();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    server = await startAuthorizationServer({
      moreClients: [
        signInClient({
          client_id: 'browser-app',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'implicit'],
          response_types: ['code', 'id_token token'],
        }),
      ],
    });
  });
  afterEach(async () => {
    await server.stop();
    await closeFlows();
    forgetSecrets();
  });

  /** A person's tab; what it complains about, and every address that it was at. */
  async function openTab() {
    const page = await (await browser!.newContext()).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    return { page, complaints };
  }

  async function signInWith(page: Page, members: Readonly<Record<string, unknown>>) {
    const harness = createHarness({
      browse: async (start) => {
        await page.goto(start);
        await signIn(page);
        await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      },
    });
    const { record } = await harness.getNew(
      profileOf({ issuer: server.issuer, clientId: 'browser-app', scope: 'openid email', ...members }),
    );
    await harness.lastPage();
    harness.scanLog();
    return record;
  }

  it('G6: implicit: the token is taken out of the address and reaches the editor', async () => {
    const { page, complaints } = await openTab();
    const record = await signInWith(page, { grantType: 'implicit', responseType: 'id_token token' });
    assert.ok(await server.lookUp(record.tokenSet.accessToken));
    assert.match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/done\/[\w-]+$/);
    // The redirect URI stays in the tab's history, without what stood behind its #.
    const entries = await page.evaluate('performance.getEntriesByType("navigation").map(({ name }) => name)');
    assert.ok(!JSON.stringify(entries).includes(record.tokenSet.accessToken));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('C8: form_post: the server’s own page posts the code across sites', async () => {
    const { page } = await openTab();
    const record = await signInWith(page, { responseMode: 'form_post' });
    assert.ok(await server.lookUp(record.tokenSet.accessToken));
    await page.context().close();
  });

  it('the address is clean before anything is sent; a page without an answer says so', async () => {
    const { page } = await openTab();
    const flow = await listen({ responseMode: 'fragment' });
    const urls: string[] = [];
    await page.route('**/cb/**', async (route) => {
      if (route.request().method() === 'POST') urls.push(page.url());
      await route.continue();
    });
    await page.goto(`${flow.redirectUri}#access_token=secret-in-the-address&state=guessed`);
    await page.getByRole('heading', { name: 'This sign-in is no longer waiting' }).waitFor();
    assert.deepEqual(urls, [flow.redirectUri]);
    assert.equal(page.url(), flow.redirectUri);
    assert.equal(flow.taken.length, 0);
    await page.context().close();
  });

  it('without scripts the page says what to do', async () => {
    const page = await (await browser!.newContext({ javaScriptEnabled: false })).newPage();
    const flow = await listen({ responseMode: 'fragment' });
    await page.goto(`${flow.redirectUri}#access_token=x&state=${state}`);
    assert.match(await page.locator('main').innerText(), /needs JavaScript.*load the page again/s);
    await page.context().close();
  });
});
