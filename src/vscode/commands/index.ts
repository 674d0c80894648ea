import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { ErrorReporter } from '../errorReporter';
import { commands, type CommandName } from '../ids';
import type { Target } from '../pickers';
import type { Services } from './command';

/** Registers every command; what one throws is shown, once. What they do is loaded when the first one is run. */
export function registerCommands(services: () => Promise<Services>, errors: ErrorReporter): Disposable[] {
  const run = async (name: CommandName, target: Target, argument: unknown): Promise<unknown> => {
    try {
      const { runCommand } = await import('./implementations');
      return await runCommand(name, await services(), target, argument);
    } catch (error) {
      errors.report(error, (profile) => run(name, target ?? profile, argument));
      return undefined;
    }
  };
  return (Object.keys(commands) as CommandName[]).map((name) =>
    vscode.commands.registerCommand(commands[name], (target: Target, argument?: unknown) =>
      run(name, target, argument),
    ),
  );
}
