import type { CallbackOutcome } from '../../core/ports';
import type { PageContent } from './page';

/** What the flow's last page says. */
export function outcomePage(outcome: CallbackOutcome): PageContent {
  if (outcome.kind === 'failure') {
    const { title, message, hint } = outcome;
    return { tone: 'failure', headline: title, quote: message, hint };
  }
  return {
    tone: 'success',
    headline: 'You are signed in',
    sentence: `The access token for ${outcome.profile} is ready.`,
  };
}

export const cancelledPage: PageContent = {
  tone: 'failure',
  headline: 'This sign-in was cancelled',
  sentence: 'No token was stored.',
};

export const usedStartPage: PageContent = {
  tone: 'failure',
  headline: 'This link works only once',
  sentence: 'Its sign-in was opened already, or is over.',
  hint: 'To sign in again, get a new access token in your editor.',
};

/** @param words what the answer says of an error; anybody can have written it */
export function strayAnswerPage(words: string): PageContent {
  return {
    tone: 'failure',
    headline: 'This sign-in is no longer waiting',
    sentence: 'It is over, or was not started by Valet Key here. Nothing was changed.',
    quoteFrom: words === '' ? undefined : 'Whoever sent you here says:',
    quote: words,
    hint: 'To sign in again, get a new access token in your editor.',
  };
}
