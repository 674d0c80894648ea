import { cancelled } from '../../core/errors';
import { showWarning } from '../messages';
import { offerRemovalOfAccount } from '../tokenRemoval';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const signOutAtProvider: Command = async (dependencies, target) => {
  const { pickers, inquiries } = dependencies;
  const { profile, token } = await pickers.storedToken(target, 'Sign Out at Provider');
  const question = `Sign out of the provider of “${profile.name}”?`;
  const detail =
    'Your browser opens the provider’s own page for it. Other programs that use the same session may be signed out, too.';
  if ((await showWarning(question, { modal: true, detail }, 'Sign Out')) === undefined) throw cancelled();
  const { host, named } = await whileWaiting(`Signing out of “${profile.name}”`, (waiting) =>
    inquiries.signOut(profile, token.id, waiting),
  );
  const whom = named ? '' : ' There is no ID token to tell it whom, so it may ask.';
  const message = `Your browser is at ${host} to sign you out of “${profile.name}”.${whom} Remove this account’s tokens here, too?`;
  void offerRemovalOfAccount(dependencies, token, message);
};
