import type { EnvironmentVariableCollection } from 'vscode';
import type { Disposable } from '../../core/ports';
import type { Basics, Services } from '../commands/command';
import type { TerminalVariables } from './terminalVariables';

interface Dependencies extends Pick<Basics, 'settings' | 'errors'> {
  readonly services: () => Promise<Services>;
}

/** Puts tokens into the environment of terminals once a profile says so. Until then nothing of it is loaded (law 15). */
export function startTerminalVariables(
  { settings, errors, services }: Dependencies,
  collection: () => EnvironmentVariableCollection,
): Disposable {
  let isEnded = false;
  let isStarted = false;
  let variables: TerminalVariables | undefined;
  const start = async () => {
    if (isStarted || !settings.anySays('exportToTerminals')) return;
    isStarted = true;
    try {
      const [{ TerminalVariables }, { freshTokens, logger }] = await Promise.all([
        import('./terminalVariables'),
        services(),
      ]);
      if (!isEnded) variables = new TerminalVariables({ settings, freshTokens, logger }, collection());
    } catch (error) {
      isStarted = false;
      errors.report(error, start);
    }
  };
  const subscription = settings.onDidChange(() => void start());
  void start();
  return {
    dispose: () => {
      isEnded = true;
      subscription.dispose();
      variables?.dispose();
    },
  };
}
