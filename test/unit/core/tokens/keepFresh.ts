import type { Clock } from '../../../../src/core/ports';
import type { Profile } from '../../../../src/core/profiles/profile';
import { FreshTokens } from '../../../../src/core/tokens/freshTokens';
import type { TokenWindow } from '../../../support/fakes/tokenWindows';

/** Keeps tokens fresh in a window, and writes down what became of each. */
export function keepFresh(
  { service, store, secrets, logger }: TokenWindow,
  clock: Clock,
  profiles: () => readonly Profile[],
) {
  const heard: string[] = [];
  let changed = (): void => undefined;
  const fresh = new FreshTokens({
    store,
    active: { choices: () => Promise.resolve(new Map()) },
    service,
    profiles: () => Promise.resolve({ names: profiles().map(({ name }) => name), profiles: profiles() }),
    onDidChangeProfiles: (listener) => {
      changed = listener;
      return { dispose: () => undefined };
    },
    clock,
    logger,
  });
  fresh.onDidChange((name, token) => heard.push(`${name}: ${token?.accessToken ?? 'none'}`));
  return { fresh, heard, reads: secrets.reads, profilesChanged: () => changed() };
}
