import type { Disposable } from '../../../core/ports';
import type { Services } from '../../commands/command';
import { HistoryScrubber } from './historyScrubber';
import { LiveVariables } from './liveVariables';
import { TokenVariables } from './tokenVariables';

type Dependencies = Pick<Services, 'settings' | 'store' | 'freshTokens' | 'clock' | 'logger'>;

/** What of REST Client there is one of in a window: the variables that it reads, and what is known of its history. */
export class RestClientFeed implements Disposable {
  readonly variables = new TokenVariables();
  readonly history: HistoryScrubber;
  #live: LiveVariables | undefined;

  constructor(private readonly dependencies: Dependencies) {
    this.history = new HistoryScrubber(dependencies);
  }

  /** Whether variables are answered for as long as tokens live, and not only while we send. */
  keepLive(isOn: boolean): void {
    if (isOn === (this.#live !== undefined)) return;
    this.#live?.dispose();
    const { variables, history } = this;
    this.#live = isOn ? new LiveVariables({ ...this.dependencies, variables, history }) : undefined;
  }

  dispose(): void {
    this.keepLive(false);
    this.history.dispose();
    this.variables.dispose();
  }
}
