import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Prompt } from '../ports';
import type { Granted } from '../protocol/token/tokenEndpoint';
import { damageOf } from '../protocol/token/issuedToken';
import { lifetimeOf } from '../protocol/token/lifetime';
import type { Redactor } from '../redactor';
import { bareToken } from '../sources/bareToken';
import type { Grant, GrantRequest } from './grant';

/** A token that a person has from elsewhere, such as a website's settings. Nobody but they can get another. */
export class PastedTokenGrant implements Grant {
  constructor(
    private readonly prompt: Prompt,
    private readonly clock: Clock,
    private readonly redactor: Redactor,
  ) {}

  async run<T>(
    { profile, progress, signal }: GrantRequest,
    keep: (granted: Granted) => Promise<T>,
  ): Promise<T> {
    progress.report('Waiting for the token…');
    const pasted = await this.prompt.secret(
      {
        title: `Access token for “${profile.name}”`,
        prompt: 'Paste the token, or a whole Authorization header. It is kept in the secret storage.',
      },
      signal,
    );
    if (pasted === undefined || signal.aborted) throw cancelled();
    this.redactor.protect(pasted.trim());
    const accessToken = bareToken(pasted);
    if (accessToken === undefined) {
      throw notUsable(
        'it is neither one word nor a Bearer header',
        'Copy it anew: a terminal may have broken it into lines.',
      );
    }
    const damage = damageOf(accessToken);
    if (damage !== undefined) throw notUsable(damage, 'Copy the token alone.');
    const lifetime = lifetimeOf(accessToken, undefined, this.clock.now());
    return await keep({ tokenSet: { accessToken, tokenType: 'Bearer', ...lifetime } });
  }
}

function notUsable(why: string, advice: string): ValetKeyError {
  return new ValetKeyError('input_invalid', `What was pasted is no access token: ${why}.`, {
    hint: `${advice} Nothing was stored.`,
    remedy: 'try_again',
  });
}
