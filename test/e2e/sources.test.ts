import assert from 'node:assert/strict';
import type { EditorWindow } from '../support/editor/editorWindow';
import { sessionToken, signInProvider, unpackSignInProvider } from '../support/editor/signInProvider';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { registerSecret } from '../support/secrets';
import { signToken } from '../support/signedTokens';

/** A program that prints a token, which does not stand in the settings as it is. */
const printed = 'gho_AbC1AbC1AbC1AbC1AbC1AbC1';
const command = [process.execPath, '-e', `console.log('gho_' + 'AbC1'.repeat(6))`];
const consent = `wants to sign in using ${signInProvider.label}`;

describe('tokens from elsewhere', () => {
  const editor = useEditor({ unpackMore: unpackSignInProvider });

  beforeEach(() => registerSecret(printed));

  /** Waits for it: what an earlier test copied may still be there. */
  async function copied(window: EditorWindow, token: string): Promise<void> {
    await eventually('the header on the clipboard', async () => {
      return (await window.clipboard()) === `Authorization: Bearer ${token}`;
    });
  }

  it('G11: a command’s output is a row in the view, whose header is copied, and which is refreshed', async () => {
    const window = await editor.open({ profiles: { cli: { grantType: 'command', command } } });
    const { tokens, notifications, page } = window;
    await tokens.row('cli, command').waitFor();
    await tokens.row('Get New Access Token').click();
    await notifications.saying('Access token for “cli” is ready').waitFor();
    await notifications.clear();
    const row = tokens.row(/^Access token, expiry unknown$/);
    await tokens.press(row, 'Copy Bearer Header');
    await copied(window, printed);
    await tokens.press(row, 'Refresh Access Token');
    await page.getByText('Access token of “cli” refreshed (expiry unknown)').waitFor();

    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy Access Token', exact: true }).waitFor();
    for (const name of [/^Revoke/, /^Introspect/, /^Show User Info/, /^Sign Out/])
      assert.equal(await page.getByRole('menuitem', { name }).count(), 0, String(name));
    await page.keyboard.press('Escape');

    await window.run('Revoke Token…');
    await notifications.saying('There is no access token to ask about.').waitFor();
  });

  it('G11: a command that fails shows its last words, and can be tried again', async () => {
    const script = `console.error('ERROR: Please run az login to set up an account.'); process.exitCode = 1`;
    const window = await editor.open({
      profiles: { az: { grantType: 'command', command: [process.execPath, '-e', script] } },
    });
    const { tokens, notifications } = window;
    await tokens.row('Get New Access Token').click();
    const words = '“node” ended with code 1. It said: ERROR: Please run az login to set up an account.';
    await notifications.saying(words).waitFor();
    await notifications.press(words, 'Try Again');
    await notifications.saying(words).waitFor();
    assert.equal(await notifications.errors.count(), 1);
    assert.equal(await tokens.tokens.count(), 0);
  });

  it('G12, B17: a pasted token is asked for unseen, shows the time that it says of itself, and is copied', async () => {
    const jwt = signToken({ sub: 'me', exp: Math.floor(Date.now() / 1000) + 3600 });
    registerSecret(jwt);
    const window = await editor.open({ profiles: { site: { grantType: 'pasted_token' } } });
    const { tokens, notifications, quickInput, page } = window;
    await tokens.row('Get New Access Token').click();
    await quickInput.titled('Access token for “site”').waitFor();
    await quickInput.password.fill(`Bearer ${jwt}`);
    await quickInput.password.press('Enter');
    await notifications.saying('Access token for “site” is ready').waitFor();
    await notifications.clear();
    const row = tokens.row(/^Access token, \d+ min left$/);
    await tokens.press(row, 'Copy Bearer Header');
    await copied(window, jwt);
    assert.equal(await row.getByRole('button', { name: 'Refresh Access Token' }).count(), 0);

    const tooltip = page.locator('.monaco-hover', { hasText: 'Access token of “site”' });
    const label = row.locator('.monaco-icon-label');
    await eventually('the tooltip', async () => {
      await page.mouse.move(800, 400);
      await label.hover({ position: { x: 20, y: 10 } });
      await label.hover({ position: { x: 40, y: 10 } });
      const appeared = tooltip.waitFor({ timeout: 3000 });
      return await appeared.then(() => true).catch(() => undefined);
    });
    await tooltip.getByText(/Expires: .+ min left; from the token, not verified/).waitFor();
  });

  it('G11: a session of VS Code is used once the person lets it, renewed without them, and missed when it is gone', async () => {
    const scopes = ['notes.read', 'notes.write'];
    const token = sessionToken(scopes);
    const { id, account } = signInProvider;
    const window = await editor.open({
      profiles: {
        notes: { grantType: 'vscode_session', authenticationProvider: id, scope: scopes.join(' ') },
      },
    });
    const { tokens, notifications, page } = window;
    await tokens.row('notes, VS Code session').waitFor();
    await tokens.row('Get New Access Token').click();
    await tokens.confirm(consent, 'Cancel');
    await tokens.row('Get New Access Token').click();
    await tokens.confirm(consent, 'Allow');
    await notifications.saying('Access token for “notes” is ready').waitFor();
    assert.equal(await notifications.errors.count(), 0, 'cancelling is silent');
    await notifications.clear();
    const row = tokens.row(`Access token ${account}, expiry unknown`);
    await tokens.press(row, 'Copy Bearer Header');
    await copied(window, token);
    await tokens.press(row, 'Refresh Access Token');
    await page.getByText('Access token of “notes” refreshed (expiry unknown)').waitFor();

    await window.reload();
    await tokens.press(row, 'Copy Bearer Header');
    const gone = `VS Code has no session of “${id}” any more that Valet Key may use.`;
    await notifications.press(gone, 'Get New Access Token');
    await tokens.confirm(consent, 'Allow');
    await notifications.saying('Access token for “notes” is ready').waitFor();
    assert.equal(await tokens.tokens.count(), 1);
  });

  it('S1: Add Profile leads to a command by three questions', async () => {
    const window = await editor.open({ profiles: {} });
    const { quickInput, tokens } = window;
    await tokens.welcome('Add Profile').click();
    await quickInput.choose('Add Profile (1/7)', 'Command');
    await quickInput.titled('Add Profile (2/3)').waitFor();
    await quickInput.input.fill('./gh auth token');
    await quickInput.message('command[0] must be the name of a program').waitFor();
    await quickInput.input.fill('gh "auth');
    await quickInput.message('A quote is not closed.').waitFor();
    await quickInput.answer('Add Profile (2/3)', 'gh auth token --hostname "github.example.com"');
    await quickInput.answer('Add Profile (3/3)', 'gh');
    await tokens.row('gh, command').waitFor();
    assert.deepEqual((await window.readSettings())['valetKey.profiles'], {
      gh: { grantType: 'command', command: ['gh', 'auth', 'token', '--hostname', 'github.example.com'] },
    });
  });
});
