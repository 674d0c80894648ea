import type { Page } from 'playwright-core';
import { person } from './authorizationServer/person';

/**
 * Acts as the person on the authorization server's pages: signs in if asked, then allows or denies. Leaves pages of
 * anybody else alone.
 */
export async function signIn(
  page: Page,
  { deny = false, as = person }: { deny?: boolean; as?: typeof person } = {},
): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  if (await page.getByRole('heading', { name: 'Sign in' }).isVisible()) {
    await page.getByLabel('User name').fill(as.username);
    await page.getByLabel('Password').fill(as.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: /^Allow / }).waitFor();
  }
  const decision = page.getByRole('button', { name: deny ? 'Deny' : 'Allow' });
  if (await decision.isVisible()) await decision.click();
}
