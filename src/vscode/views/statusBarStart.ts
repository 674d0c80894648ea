import type { Disposable } from '../../core/ports';
import type { StatusBarDependencies, TokenStatusBar } from './statusBar';

/** Long enough for the editor to have started: what is read then keeps nothing else waiting. */
const IDLE_MILLISECONDS = 3000;

/**
 * Puts the status bar item in place some time after the activation, or at the first change of a token or of the
 * settings; and only once there is a profile. Until then nothing of it is loaded, and nothing is read (law 15).
 */
export function startStatusBar(dependencies: StatusBarDependencies): Disposable {
  const { settings, store, inUse, clock, errors } = dependencies;
  const waiting = new AbortController();
  const ended = new AbortController();
  let item: TokenStatusBar | undefined;
  const stopWaiting = () => {
    waiting.abort();
    for (const event of events) event.dispose();
  };
  const start = async () => {
    if (waiting.signal.aborted || settings.isEmpty()) return;
    stopWaiting();
    try {
      const { TokenStatusBar } = await import('./statusBar');
      if (!ended.signal.aborted) item = new TokenStatusBar(dependencies);
    } catch (error) {
      errors.report(error, start);
    }
  };
  const wake = () => void start();
  const events = [store.onDidChange(wake), settings.onDidChange(wake), inUse.onDidChange(wake)];
  clock.delay(IDLE_MILLISECONDS, waiting.signal).then(wake, ignore);
  return {
    dispose: () => {
      ended.abort();
      stopWaiting();
      item?.dispose();
    },
  };
}

/** Something else came first. */
function ignore(): void {
  return;
}
