import type { Page } from 'playwright-core';
import { person as demoPerson, type Person } from './authorizationServer/person';

/**
 * Acts as the person on the authorization server's pages: signs in if asked, then allows or denies. Leaves pages of
 * anybody else alone.
 */
export async function signIn(
  page: Page,
  { deny = false, person = demoPerson }: { deny?: boolean; person?: Person } = {},
): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  if (await page.getByRole('heading', { name: 'Sign in' }).isVisible()) {
    await page.getByLabel('User name').fill(person.username);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: /^Allow / }).waitFor();
  }
  const decision = page.getByRole('button', { name: deny ? 'Deny' : 'Allow' });
  if (await decision.isVisible()) await decision.click();
}
