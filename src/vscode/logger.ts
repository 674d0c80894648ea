import type { LogOutputChannel } from 'vscode';
import type { Logger } from '../core/ports';
import type { Redactor } from '../core/redactor';

/** The log channel behind the redactor: nothing is written past it (decision 16). */
export function redactingLogger(channel: LogOutputChannel, redactor: Redactor): Logger {
  return {
    debug: (message) => channel.debug(redactor.redact(message)),
    info: (message) => channel.info(redactor.redact(message)),
    warn: (message) => channel.warn(redactor.redact(message)),
    error: (message) => channel.error(redactor.redact(message)),
  };
}
