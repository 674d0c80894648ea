import * as vscode from 'vscode';
import { ValetKeyError, cancelled, cleanServerText } from '../core/errors';
import type { EditorSessions, SessionRequest } from '../core/ports';
import type { Redactor } from '../core/redactor';

/** VS Code's own words; it has no error types for these. */
const refused = /did not consent|cancell?ed|cancellation/i;
const unknownProvider = /waiting for authentication provider|no authentication provider/i;

const howToAsk = {
  nobody: { silent: true },
  if_needed: { createIfNone: true },
  which_account: { createIfNone: true, clearSessionPreference: true },
} as const satisfies Record<SessionRequest['asking'], vscode.AuthenticationGetSessionOptions>;

/** The sign-ins of the Accounts menu. VS Code asks the person itself whether Valet Key may use one. */
export function editorSessions(redactor: Redactor): EditorSessions {
  return {
    get: async ({ provider, scopes, account, asking }) => {
      try {
        const options = { ...howToAsk[asking], ...(account && { account }) };
        return await vscode.authentication.getSession(provider, [...scopes], options);
      } catch (error) {
        throw explained(provider, error instanceof Error ? error.message : String(error), redactor);
      }
    },
  };
}

function explained(provider: string, words: string, redactor: Redactor): ValetKeyError {
  if (refused.test(words)) return cancelled();
  const name = cleanServerText(provider);
  if (unknownProvider.test(words)) {
    return new ValetKeyError('source_failed', `No extension offers VS Code sign-ins with “${name}”.`, {
      hint: 'Write "github", "microsoft", or the id that another extension registered, as authenticationProvider; and see that the extension is installed and enabled.',
      remedy: 'edit_profile',
    });
  }
  return new ValetKeyError(
    'source_failed',
    `VS Code did not sign you in with “${name}”. It says: ${cleanServerText(redactor.redact(words))}`,
    {
      hint: 'The menu “Accounts” of the activity bar shows where you are signed in.',
      remedy: 'try_again',
      otherRemedy: 'edit_profile',
    },
  );
}
