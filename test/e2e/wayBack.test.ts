import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { signInClient } from '../support/authorizationServer/clients';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { listenOnLoopback, stopServer } from '../support/httpServers';

/** A page of somebody else, as Salesforce's success page is; here it cannot be reached, which does not matter. */
const successPage = 'https://success.example/oauth2/success';
const waiting = 'Waiting for you to sign in';
const box = 'Paste the URL for “foreign”';

describe('the way back', () => {
  const editor = useEditor({
    moreClients: [
      signInClient({
        client_id: 'foreign-app',
        token_endpoint_auth_method: 'none',
        redirect_uris: [successPage],
      }),
    ],
  });

  it('A21: whatever the redirect URI is, the URL that the browser ends on can be pasted; rubbish is refused with words', async () => {
    const window = await open();
    const { notifications, quickInput, tokens } = window;
    const tab = await begin(window);
    const [answer] = await Promise.all([endOf(tab), window.answerConsent(tab, 'allow')]);
    await window.closeTab(tab);

    await notifications.saying(`which begins with ${successPage}`).waitFor();
    await press(window, 'Paste the URL');
    await quickInput.titled(box).waitFor();
    for (const [rubbish, words] of [
      ['not a url', 'Paste the whole URL that the browser ends on'],
      ['https://elsewhere.example/?code=abc', `The URL must begin with ${successPage}.`],
      [`${successPage}?code=abc&state=another`, 'That URL belongs to another sign-in.'],
      [`${successPage}?access_token=abc`, 'That URL holds a token; this profile asks for a code.'],
    ] as const) {
      await quickInput.input.fill(rubbish);
      await quickInput.message(words).waitFor();
      await quickInput.input.press('Enter');
      assert.ok(await quickInput.titled(box).isVisible(), rubbish);
    }
    assert.equal(exchanges(), 0);
    await quickInput.answer(box, ` <${answer}> `);
    await tokens.tokens.waitFor();
    await notifications.saying('Access token for “foreign” is ready').waitFor();
    assert.equal(await notifications.errors.count(), 0);
    assert.equal(exchanges(), 1);
  });

  it('C7: closing the box cancels nothing; cancelling closes the box, and leaves nothing that waits', async () => {
    const window = await open();
    const { notifications, quickInput, tokens, workbench } = window;
    await window.closeTab(await begin(window));
    await press(window, 'Paste the URL');
    await quickInput.escape(box);
    await notifications.saying(waiting).waitFor();

    await window.run('Paste Redirect URL…');
    await quickInput.titled(box).waitFor();
    await notifications.press(waiting, 'Cancel');
    await quickInput.titled(box).waitFor({ state: 'hidden' });
    await notifications.saying(waiting).waitFor({ state: 'hidden' });
    assert.deepEqual(await notifications.saying('foreign').allInnerTexts(), []);
    assert.equal(await tokens.tokens.count(), 0);

    await window.page.keyboard.press('F1');
    await quickInput.input.fill('>Valet Key: Paste Redirect');
    await workbench.quickPickRow('Valet Key: Copy Redirect URI').waitFor();
    assert.equal(await workbench.quickPickRow('Valet Key: Paste Redirect URL…').count(), 0);
  });

  it('L3: the link of a sign-in can be copied and opened in any browser', async () => {
    const window = await open();
    const { notifications, quickInput, tokens } = window;
    await window.closeTab(await begin(window));
    await press(window, 'Copy the Sign-In Link');
    const link = await eventually('the link on the clipboard', async () => {
      const text = await window.clipboard();
      return text.startsWith(`${editor.server.issuer}/auth?`) && text;
    });
    const other = await window.context.newPage();
    await other.goto(link);
    const [answer] = await Promise.all([endOf(other), window.answerConsent(other, 'allow')]);
    await window.closeTab(other);
    await press(window, 'Paste the URL');
    await quickInput.answer(box, answer);
    await tokens.tokens.waitFor();
    assert.equal(await notifications.errors.count(), 0);
  });

  it('E6: where the port is taken, “Paste the URL Instead” goes on without a listener', async () => {
    // Whatever becomes of the test, it keeps nothing from ending.
    const holder = createServer((_request, response) => response.end('Somebody else’s.')).unref();
    const redirectUri = `http://127.0.0.1:${await listenOnLoopback(holder)}/callback`;
    const { issuer, clients } = editor.server;
    const window = await editor.open({
      profiles: { foreign: { issuer, clientId: clients.demoApp.clientId, scope: 'openid', redirectUri } },
    });
    const { notifications, quickInput, tokens } = window;
    await window.run('Get New Access Token');
    const tab = await window.tabOpenedBy(() =>
      notifications.press(/Port \d+ of the redirect URI is taken/, 'Paste the URL Instead'),
    );
    await tab.getByRole('heading').waitFor();
    const [answer] = await Promise.all([endOf(tab, redirectUri), window.answerConsent(tab, 'allow')]);
    // A tab that is closed while it still goes there may never be closed.
    await tab.getByText(/Somebody else/).waitFor();
    await window.closeTab(tab);
    await press(window, 'Paste the URL');
    await quickInput.answer(box, answer);
    await tokens.tokens.waitFor();
    await stopServer(holder);
  });

  async function open(): Promise<EditorWindow> {
    const { issuer } = editor.server;
    const window = await editor.open({
      profiles: { foreign: { issuer, clientId: 'foreign-app', scope: 'openid', redirectUri: successPage } },
    });
    editor.server.requests.length = 0;
    return window;
  }

  async function begin(window: EditorWindow): Promise<Page> {
    const tab = await window.tabOpenedBy(() => window.run('Get New Access Token'));
    await tab.getByRole('heading').waitFor();
    return tab;
  }

  /** What stands in the address bar once the browser has come to the redirect URI. */
  async function endOf(tab: Page, redirectUri = successPage): Promise<string> {
    return (await tab.waitForRequest((request) => request.url().startsWith(redirectUri))).url();
  }

  /** A link within the message of the sign-in that waits. */
  async function press({ notifications }: EditorWindow, link: string): Promise<void> {
    await notifications.saying(waiting).getByRole('link', { name: link }).click();
  }

  const exchanges = () => editor.server.requests.filter(({ path }) => path === '/token').length;
});
