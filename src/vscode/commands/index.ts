import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { ErrorReporter } from '../errorReporter';
import { commands, type CommandName } from '../ids';
import type { Target } from '../pickers';
import type { Services } from './command';

/**
 * What starts a task or a program must hear that there is none: VS Code runs a task whose input is nothing without it,
 * and heeds an error alone, whose words it shows.
 */
const failsAloud: ReadonlySet<CommandName> = new Set(['accessToken']);

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
    vscode.commands.registerCommand(commands[name], async (target: Target, argument?: unknown) => {
      const result = await run(name, target, argument);
      if (result === undefined && failsAloud.has(name))
        throw new Error('No token was given, so nothing was started with it.');
      return result;
    }),
  );
}
