import { cancelled, isCancelled, toValetKeyError } from '../../core/errors';
import { describeRevocation } from '../../core/tokens/inquiryWords';
import { nameOfToken } from '../../core/tokens/tokenNames';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import { showInformation, showWarning } from '../messages';
import { offerRemoval } from '../tokenRemoval';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const revokeToken: Command = async (dependencies, target) => {
  const { pickers, inquiries, store, clock } = dependencies;
  const chosen = await pickers.storedToken(target, 'Revoke Token');
  const { profile, token } = chosen;
  await confirm(token);
  try {
    const results = await whileWaiting(`Access token of “${profile.name}”`, (waiting) =>
      inquiries.revoke(profile, token.id, waiting),
    );
    const { message, complete } = describeRevocation(results, token.expiresAt, clock.now());
    if (!complete) return void offerRemoval(dependencies, chosen, message);
    await store.remove(token.id);
    void showInformation(`${message} It is removed here, too.`);
  } catch (error) {
    if (isCancelled(error)) throw error;
    // Nothing was asked for, or nothing could be: a person may want to be rid of it here all the same.
    const { message, hint = '', remedy } = toValetKeyError(error);
    void offerRemoval(dependencies, chosen, `The token was not revoked. ${message} ${hint}`.trim(), remedy);
  }
};

/** @throws ValetKeyError `cancelled` */
async function confirm(token: TokenSummary): Promise<void> {
  const message = `Revoke the access token “${nameOfToken(token)}” of “${token.profile}”?`;
  const what = token.hasRefreshToken ? 'it and its refresh token' : 'it';
  const detail = `The server is asked to end ${what} for good. Whatever still uses the token stops working. Then it is removed here.`;
  if ((await showWarning(message, { modal: true, detail }, 'Revoke')) === undefined) throw cancelled();
}
