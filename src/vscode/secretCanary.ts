import { env } from 'vscode';
import { StorageCanary, type StorageCanaryDependencies } from '../core/tokens/storageCanary';
import { canaryFile } from './canaryFile';
import { warnStorageLost } from './storageNotice';

/** Tells a person when the secret storage has lost what it held. Loaded when tokens are first listed (law 15). */
export function createCanary(
  folder: string,
  dependencies: Pick<StorageCanaryDependencies, 'secrets' | 'hostId' | 'logger'>,
): StorageCanary {
  return new StorageCanary({
    ...dependencies,
    file: canaryFile(folder, env.machineId),
    onLost: () => void warnStorageLost(),
  });
}
