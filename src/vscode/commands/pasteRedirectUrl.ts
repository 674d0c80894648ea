import { askForPastedUrl } from '../callbacks/pastedUrl';
import type { Command } from './command';
import { choosePending } from '../callbacks/choosePending';

/** @param target the id of the sign-in, from a link in its notification */
export const pasteRedirectUrl: Command = async ({ pendingSignIns }, target) => {
  const signIn = await choosePending(pendingSignIns, target, 'Paste Redirect URL', ({ awaited }) =>
    awaited.ways.includes('pasted_url'),
  );
  await askForPastedUrl(signIn, pendingSignIns);
};
