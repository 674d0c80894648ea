import type { Page } from 'playwright-core';
import type { Acting } from '../browser';

interface Person {
  readonly username: string;
  readonly password: string;
}

/** Signs in on Glewlwyd's login page, ticks every scope on its consent page, and goes on. */
export function signIn(person: Person): Acting {
  return async (page) => {
    await enterPassword(page, person);
    const consent = page.getByRole('button', { name: 'Grant access' });
    await consent.waitFor();
    const boxes = page.getByRole('checkbox', { disabled: false });
    for (const box of await boxes.all()) await box.check();
    await consent.click();
    await consent.waitFor({ state: 'hidden' });
    await page.getByTitle('Continue to client application').click();
  };
}

async function enterPassword(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Login').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'OK' }).click();
}
