import { cancelled } from '../errors';
import type { Prompt } from '../ports';
import type { Redactor } from '../redactor';
import type { GrantRequest } from './grant';

export interface PersonCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Asks for user name, where the profile does not say it, and password; nothing of it is kept.
 * @param recipient who gets the password, in the words for a person
 * @throws ValetKeyError `cancelled`
 */
export async function askWhoSignsIn(
  { profile, signal }: GrantRequest,
  recipient: string,
  { prompt, redactor }: { readonly prompt: Prompt; readonly redactor: Redactor },
): Promise<PersonCredentials> {
  const username =
    profile.username ??
    (await prompt.text(
      {
        title: `User name for “${profile.name}”`,
        prompt: 'Who signs in. Write it as username in the profile, and it is not asked for again.',
      },
      signal,
    ));
  if (username === undefined || signal.aborted) throw cancelled();
  const password = await prompt.secret(
    {
      title: `Password for “${profile.name}”`,
      prompt: `The password of ${username}. It is sent to the ${recipient}, and kept nowhere.`,
    },
    signal,
  );
  if (password === undefined || signal.aborted) throw cancelled();
  redactor.protect(password);
  return { username, password };
}
