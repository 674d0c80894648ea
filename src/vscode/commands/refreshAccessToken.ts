import { ValetKeyError } from '../../core/errors';
import { describeExpiry } from '../../core/tokens/expiry';
import { warnUnsaved } from '../announcements';
import { showDone } from '../messages';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const refreshAccessToken: Command = async ({ pickers, service, clock, inUse }, target) => {
  const { profile, tokenId } = await pickers.token(target, 'Refresh Access Token');
  if (profile === undefined) {
    throw new ValetKeyError('nothing_to_refresh', 'No profile can renew this token.', {
      hint: 'The profile that it came from is gone from your settings, has mistakes, or has other endpoints now.',
    });
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    tokenId === undefined ? service.getNew(profile, waiting) : service.refresh(profile, tokenId, waiting),
  );
  inUse.use(profile.name);
  if (!saved) return void warnUnsaved(record);
  const left = describeExpiry(record.tokenSet.expiresAt, clock.now());
  showDone(`Access token of “${profile.name}” refreshed (${left})`);
};
