import { ValetKeyError } from '../errors';
import type { ProgramRun } from '../ports';
import { lastWords } from './lastWords';

/**
 * Why a program gave no token, in its own last words where it has some; of its standard output nothing, since that is
 * where a token stands.
 * @param redact masks secrets that are known
 */
export function commandFailure(
  program: string,
  run: ProgramRun,
  redact: (text: string) => string,
): ValetKeyError {
  switch (run.kind) {
    case 'not_started':
      return notStarted(program, run);
    case 'too_much_output':
      return failure(`“${program}” wrote more than 1 MB, so it was stopped.`, {
        hint: 'Write a command that prints the token alone, or as JSON.',
      });
    case 'stopped':
      return failure(
        `“${program}” had not ended after 60 seconds, so it was stopped.${saying(run.errors, redact)}`,
        {
          hint: 'It may wait for an answer or a sign-in: run it in a terminal first.',
          tryAgain: true,
        },
      );
    case 'ended': {
      const how = run.exitCode === undefined ? 'was ended by a signal' : `ended with code ${run.exitCode}`;
      return failure(`“${program}” ${how}.${saying(run.errors, redact)}`, {
        hint: 'Run the command in a terminal to see all that it says; you may have to sign in there first.',
        tryAgain: true,
      });
    }
  }
}

/** What it printed is not what is needed. */
export function unusableOutput(message: string): ValetKeyError {
  return failure(message, {
    hint: 'Write a command that prints the token alone, or as JSON with tokenPath, the place of the token in it. Nothing was stored.',
  });
}

function notStarted(
  program: string,
  { reason, scriptsNeedShell }: Extract<ProgramRun, { kind: 'not_started' }>,
): ValetKeyError {
  const words = {
    not_found: 'was not found',
    not_allowed: 'may not be run by you',
    other: 'could not be started',
  } as const;
  const where =
    'Is it installed where VS Code finds programs? Its PATH can be another than your terminal’s: write the full path.';
  return failure(`The program “${program}” ${words[reason]}.`, {
    hint: scriptsNeedShell
      ? `${where} On Windows, scripts such as az and gcloud are started so: ["cmd", "/c", "az", …].`
      : where,
  });
}

function saying(errors: string, redact: (text: string) => string): string {
  const words = lastWords(errors, redact);
  return words === '' ? '' : ` It said: ${words}`;
}

function failure(
  message: string,
  { hint, tryAgain = false }: { readonly hint: string; readonly tryAgain?: boolean },
): ValetKeyError {
  return new ValetKeyError('source_failed', message, {
    hint,
    remedy: 'edit_profile',
    ...(tryAgain && { remedy: 'try_again', otherRemedy: 'edit_profile' }),
  });
}
