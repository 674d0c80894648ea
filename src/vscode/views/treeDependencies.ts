import type { Clock, Disposable } from '../../core/ports';
import type { ActiveTokens } from '../../core/tokens/activeTokens';
import type { TokenStore } from '../../core/tokens/tokenStore';
import type { InUse } from '../inUse';
import type { ProfileSettings } from '../settings';
import type { TreeOptions } from './treeOptions';

/** What the token tree is made from. */
export interface TokenTreeDependencies {
  readonly settings: Pick<ProfileSettings, 'read' | 'onDidChange'>;
  readonly store: TokenStore;
  readonly active: ActiveTokens;
  readonly clock: Clock;
  readonly inUse: Pick<InUse, 'environments'> & { onDidChange(listener: () => void): Disposable };
  readonly treeOptions: TreeOptions;
}
