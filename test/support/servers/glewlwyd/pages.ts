import type { Page } from 'playwright-core';
import type { Acting } from '../browser';

interface Person {
  readonly username: string;
  readonly password: string;
}

/** Signs in on Glewlwyd's login page, allows everything on its consent page, and goes on to the app. */
export function signIn(person: Person): Acting {
  return async (page) => {
    await enterPassword(page, person);
    await allow(page);
    await page.getByTitle('Continue to client application').click();
  };
}

async function enterPassword(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Login').fill(username);
  await page.getByLabel('Password').fill(password);
  // The last thing that the page asks for; when it comes, what was ticked before is unticked.
  const schemes = page.waitForResponse(/\/api\/auth\/scheme\//);
  await page.getByRole('button', { name: 'OK' }).click();
  await schemes;
}

/** It asks once for each app and person, and remembers. */
async function allow(page: Page): Promise<void> {
  const consent = page.getByRole('button', { name: 'Grant access' });
  await consent.or(page.getByText('What do you wish for?')).waitFor();
  if (!(await consent.isVisible())) return;
  for (const box of await page.getByRole('checkbox', { disabled: false }).all()) await box.check();
  await consent.click();
  await consent.waitFor({ state: 'hidden' });
}

/** Signs in and allows on the page that a device's address leads to; it has read the code from the address. */
export function confirmDevice(person: Person): Acting {
  return async (page) => {
    await enterPassword(page, person);
    await allow(page);
    await page.getByTitle('Continue to client application').click();
    await page.getByText('Authorization complete').waitFor();
  };
}

/** Says yes to being signed out, once the page knows from where: it goes blank for one who is quicker. */
export const signOut: Acting = async (page) => {
  await page.getByText(/The client \S+ wishes you to close/).waitFor();
  await page.getByRole('button', { name: 'Logout' }).first().click();
  await page.getByText('You are disconnected').waitFor();
};
