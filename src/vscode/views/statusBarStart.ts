import type { Disposable } from '../../core/ports';
import type { StatusBarDependencies, TokenStatusBar } from './statusBar';

/** Long enough for the editor to have started: what is read then keeps nothing else waiting. */
const IDLE_MILLISECONDS = 3000;

/**
 * Puts the status bar item in place some time after the activation, or at the first change of a token or of the
 * settings; and only once there is a profile. Until then nothing of it is loaded, and nothing is read (law 15).
 */
export function startStatusBar(dependencies: StatusBarDependencies): Disposable {
  const { settings, store, inUse, errors } = dependencies;
  let state: 'waiting' | 'starting' | 'ended' = 'waiting';
  let item: TokenStatusBar | undefined;
  const stopWaiting = () => {
    clearTimeout(timer);
    for (const event of events) event.dispose();
  };
  const start = async () => {
    if (state !== 'waiting' || settings.isEmpty()) return;
    state = 'starting';
    stopWaiting();
    try {
      const { TokenStatusBar } = await import('./statusBar');
      if ((state as string) !== 'ended') item = new TokenStatusBar(dependencies);
    } catch (error) {
      errors.report(error, start);
    }
  };
  const wake = () => void start();
  const timer = setTimeout(wake, IDLE_MILLISECONDS);
  const events = [store.onDidChange(wake), settings.onDidChange(wake), inUse.onDidChange(wake)];
  return {
    dispose: () => {
      state = 'ended';
      stopWaiting();
      item?.dispose();
    },
  };
}
