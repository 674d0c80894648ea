import type { Clock, Logger, SecretStore } from '../../core/ports';
import type { PendingSignIns } from '../../core/signIn/pendingSignIns';

/** What lets answers come in by links. */
export interface CallbackDependencies {
  readonly pendingSignIns: PendingSignIns;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly logger: Logger;
}
