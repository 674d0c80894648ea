import type { Acting } from '../browser';

interface Person {
  readonly username: string;
  readonly password: string;
}

/** Signs in on Django's login page and says yes, or no, on the toolkit's consent page. */
export function signIn({ username, password }: Person, { deny = false } = {}): Acting {
  return async (page) => {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: deny ? 'Cancel' : 'Authorize' }).click();
  };
}
