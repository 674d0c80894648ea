import assert from 'node:assert/strict';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';

describe('the tree of tokens', () => {
  let accessTokenSeconds = 3600;
  const editor = useEditor({ accessTokenSeconds: () => accessTokenSeconds });

  const profile = (more: Readonly<Record<string, unknown>> = {}) => {
    const { issuer, clients } = editor.server;
    return { issuer, clientId: clients.demoApp.clientId, scope: 'openid email orders:read', ...more };
  };
  const orders = {
    'orders-dev': { group: 'orders', environment: 'dev' },
    'orders-prod': { group: 'orders', environment: 'prod' },
    plain: {},
  };
  const openWithTokens = async (profiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>) => {
    const entries = Object.entries(profiles).map(([name, more]) => [name, profile(more)] as const);
    const window = await editor.open({ profiles: Object.fromEntries(entries) });
    for (const [name] of entries) await window.getTokenBelow(name);
    return window;
  };
  const badge = ({ page }: EditorWindow) => page.locator('.activitybar .badge-content:visible');

  it('groups, filters, and says how many tokens a filter hides', async () => {
    const window = await openWithTokens(orders);
    const { tokens, quickInput, page } = window;
    await window.run('Group Tokens By…');
    await quickInput.choose('Group Tokens By', 'Environment');
    await tokens.row(/^dev, 1$/).waitFor();
    await tokens.row(/^Without an environment, 1$/).waitFor();

    await window.run('Filter Tokens…');
    await quickInput.type('orders-p', 'Only what holds “orders-p”');
    await page.locator('.sidebar').getByText('Filter: “orders-p”. 2 of 3 tokens are hidden.').waitFor();
    await tokens.tokens.nth(1).waitFor({ state: 'hidden' });
    assert.equal(await tokens.tokens.count(), 1);

    await window.reload();
    await tokens.row(/^dev, 1$/).waitFor();
    await tokens.tokens.nth(2).waitFor();

    await window.run('Filter Tokens…');
    await quickInput.choose('Filter Tokens', 'Only what needs action');
    await page.locator('.sidebar').getByText('All 3 tokens are hidden.').waitFor();
    await page.locator('.sidebar').getByRole('button', { name: 'Clear Filter' }).click();
    await tokens.tokens.nth(2).waitFor();
    assert.equal(await badge(window).count(), 0);
  });

  it('removes all that are selected, after one question', async () => {
    const window = await openWithTokens(orders);
    const { tokens } = window;
    await tokens.tokens.nth(0).click();
    await tokens.tokens.nth(1).click({ modifiers: ['ControlOrMeta'] });
    await tokens.choose(tokens.tokens.nth(1), 'Remove Token');
    await tokens.confirm('Remove these 2 tokens?', 'Cancel');
    assert.equal(await tokens.tokens.count(), 3);
    await tokens.choose(tokens.tokens.nth(1), 'Remove Token');
    await tokens.confirm('demo@example.com of “orders-dev”, demo@example.com of “orders-prod”', 'Remove');
    await tokens.row('Get New Access Token').nth(1).waitFor();
    assert.equal(await tokens.tokens.count(), 1);
  });

  it('T9: what has expired for good shows in a badge, and is deleted; what could be renewed is kept', async () => {
    accessTokenSeconds = 2;
    const window = await openWithTokens({
      dead: {},
      renewable: { scope: 'openid email offline_access orders:read' },
    });
    const { tokens, page } = window;
    await tokens.row(/, expired, cannot be renewed$/).waitFor();
    await tokens.row(/, expired, renewed when it is used$/).waitFor();
    assert.equal(await badge(window).innerText(), '1');

    await window.run('Delete Expired Tokens…');
    const dialog = page.getByRole('dialog').filter({ hasText: 'Delete expired access tokens? There are 2.' });
    await dialog.getByText('“Delete 1” keeps it.').waitFor();
    await tokens.confirm('There are 2.', 'Delete 1');
    await tokens.row(/, expired, cannot be renewed$/).waitFor({ state: 'hidden' });
    await tokens.row(/, expired, renewed when it is used$/).waitFor();
    await badge(window).waitFor({ state: 'hidden' });

    await window.run('Delete Expired Tokens…');
    await tokens.confirm('Delete the expired access token?', 'Delete 1 Anyway');
    await tokens.row(/, expired/).waitFor({ state: 'hidden' });
  });
});
