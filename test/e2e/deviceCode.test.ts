import assert from 'node:assert/strict';
import decodeQR from 'qr/decode.js';
import type { Locator, Page } from 'playwright-core';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { signIn } from '../support/signIn';

const dialogText = /^Enter the code (\w{4}-\w{4}) at 127\.0\.0\.1:\d+/;
const waiting = 'Waiting for you to enter the code';

describe('the device flow', () => {
  const editor = useEditor();

  it('G3, M5: the code is on the clipboard, the browser opens with the code in the address, and the token comes', async () => {
    const window = await open();
    const { notifications, tokens } = window;
    await window.run('Get New Access Token');
    const code = await shownCode(window);
    const tab = await window.tabOpenedBy(() => press(window, 'Copy Code and Open Browser'));
    assert.equal(await window.clipboard(), code);
    await eventually('the address with the code', () =>
      editor.server.requests.some(({ path, query }) => path === '/device' && query.get('user_code') === code),
    );
    // The workbench leads loopback addresses through a proxy. The page does not know of it, and by itself sends the code
    // to where nobody is; not before that has ended is the browser free to go where a person's would have been.
    await tab.waitForURL(({ pathname, search }) => pathname === '/device' && search === '');
    await tab.goto(`${editor.server.issuer}/device?user_code=${code}`);
    await approve(tab, code);
    await window.closeTab(tab);
    await tokens.row(/^Access token demo, \d+ min left$/).waitFor();
    await notifications.saying('Access token for “tv” is ready').waitFor();
    assert.equal(await notifications.saying(waiting).count(), 0);
  });

  it('G3: a phone reads the QR code; its page closes by itself when the token has come', async () => {
    const window = await open();
    const { page, tokens } = window;
    await window.run('Get New Access Token');
    const code = await shownCode(window);
    await press(window, 'Show QR Code');
    const frame = page.frameLocator('iframe.webview').frameLocator('iframe');
    await frame.getByText(code, { exact: true }).waitFor();
    const address = await read(window, frame.getByRole('img', { name: /QR code/ }));
    assert.equal(address, `${editor.server.issuer}/device?user_code=${code}`);

    const phone = await window.context.newPage();
    await phone.goto(address);
    await approve(phone, code);
    await window.closeTab(phone);
    await tokens.row(/^Access token demo, /).waitFor();
    await page.locator('.tab', { hasText: 'Sign In: tv' }).waitFor({ state: 'hidden' });
  });

  it('R74, C7: closing the dialog goes on waiting with the code in sight; Cancel there ends it', async () => {
    const window = await open();
    const { page, notifications, tokens } = window;
    await window.run('Get New Access Token');
    const code = await shownCode(window);
    await page.keyboard.press('Escape');
    await notifications.saying(`${waiting} ${code} at 127.0.0.1`).waitFor();
    await notifications.press(waiting, 'Cancel');
    const polls = () => editor.server.requests.filter(({ path }) => path === '/token').length;
    const before = polls();
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await notifications.errors.count(), 0);
    assert.equal(polls(), before);
  });

  it('a token that comes while the dialog is open is kept, and the dialog does nothing any more', async () => {
    const window = await open();
    const { tokens } = window;
    await window.run('Get New Access Token');
    const code = await shownCode(window);
    const phone = await window.context.newPage();
    await phone.goto(`${editor.server.issuer}/device?user_code=${code}`);
    await approve(phone, code);
    await phone.close();
    await tokens.row(/^Access token demo, /).waitFor();
    await press(window, 'Copy Code and Open Browser');
    await window.notifications.saying('Access token for “tv” is ready').waitFor();
    assert.equal(window.context.pages().length, 1);
  });

  async function open(): Promise<EditorWindow> {
    const { issuer, clients } = editor.server;
    const profile = {
      issuer,
      grantType: 'device_code',
      clientId: clients.demoApp.clientId,
      scope: 'openid orders:read',
    };
    return await editor.open({ profiles: { tv: profile } });
  }
});

/** The code that the dialog shows, once it does. */
async function shownCode({ page }: EditorWindow): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Enter the code' });
  await dialog.waitFor();
  const text = await dialog.locator('.dialog-message-text').innerText();
  return dialogText.exec(text)?.[1] ?? assert.fail(`The dialog says: ${text}`);
}

async function press({ page }: EditorWindow, button: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Enter the code' });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Compares the code, signs in where the server asks for it, and allows. */
async function approve(tab: Page, code: string): Promise<void> {
  await tab.getByRole('heading', { name: 'Is this the code?' }).waitFor();
  await tab.getByText(code, { exact: true }).waitFor();
  await tab.getByRole('button', { name: 'Yes' }).click();
  await tab.getByRole('heading', { name: /^(Sign in|Allow )/ }).waitFor();
  await signIn(tab);
  await tab.getByRole('heading', { name: 'Your device is connected' }).waitFor();
}

/** What a camera would read in a picture on the page. */
async function read({ context, page }: EditorWindow, picture: Locator): Promise<string> {
  await picture.waitFor();
  const png = (await picture.screenshot()).toString('base64');
  // The window's own page lets nothing be fetched.
  const blank = await context.newPage();
  const { data, width, height } = await blank.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const drawn = new OffscreenCanvas(image.width, image.height).getContext('2d');
    drawn?.drawImage(image, 0, 0);
    const pixels = drawn?.getImageData(0, 0, image.width, image.height).data ?? [];
    return { data: [...pixels], width: image.width, height: image.height };
  }, png);
  await blank.close();
  await page.bringToFront();
  return decodeQR({ data: Uint8ClampedArray.from(data), width, height });
}
