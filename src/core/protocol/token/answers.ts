import type { Clock, Logger } from '../../ports';
import type { Profile } from '../../profiles/profile';
import type { Redactor } from '../../redactor';
import type { Endpoint } from '../explain/advice';
import { explainAnswer, explainRedirect } from '../explain/explain';
import { redirectTarget } from './responses';
import { repair } from '../rules/repair';
import type { ResponseRule } from '../rules/rule';

/** An answer of an endpoint, and what surrounds it. */
export interface Received {
  readonly from: Endpoint;
  /** Its address. */
  readonly endpoint: string;
  readonly response: Response;
  readonly profile: Profile;
  /** A refresh token was sent, so that `invalid_grant` means something else. */
  readonly refreshing?: boolean | undefined;
}

export interface AnswerReaderDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/**
 * Reads an answer: a redirect is refused, the rules go over it, and what the library throws is explained.
 * @param process reads the response with the library
 * @throws ValetKeyError that says what the server answered and what to do
 */
export async function readAnswer<T>(
  { from, endpoint, response, profile, refreshing = false }: Received,
  rules: readonly ResponseRule[],
  { clock, logger, redactor }: AnswerReaderDependencies,
  process: (response: Response) => Promise<T>,
): Promise<T> {
  const redirect = redirectTarget(response, endpoint);
  if (redirect !== undefined) throw explainRedirect(from, redirect);
  const asItCame = response.clone();
  try {
    return await process(await repair(response, rules, { profile, endpoint, clock, logger }));
  } catch (error) {
    throw await explainAnswer(error, asItCame, {
      from,
      host: new URL(endpoint).hostname,
      profile,
      refreshing,
      now: clock.now(),
      redact: (text) => redactor.redact(text),
    });
  }
}
