import { renderAnswer, type AnswerDetails } from '../core/tokens/answerDetails';
import type { CommandDependencies } from './commands/command';
import { showInformation } from './messages';

type Dependencies = Pick<CommandDependencies, 'answers' | 'clock' | 'redactor'>;

/** Says in a sentence what a server answered, and offers all of it. */
export async function announceAnswer(
  { answers, clock, redactor }: Dependencies,
  message: string,
  title: string,
  details: AnswerDetails,
): Promise<void> {
  if ((await showInformation(message, 'Show Details')) === undefined) return;
  const text = renderAnswer(details, (secret) => redactor.redact(secret), clock.now());
  await answers.show(title, text);
}
