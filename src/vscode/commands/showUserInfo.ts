import { describeUserInfo } from '../../core/tokens/inquiryWords';
import { warnUnsaved } from '../announcements';
import { announceAnswer } from '../serverAnswer';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const showUserInfo: Command = async (dependencies, target) => {
  const { pickers, inquiries, service } = dependencies;
  const { profile, token } = await pickers.storedToken(target, 'Show User Info');
  const info = await whileWaiting(`User info of “${profile.name}”`, async (waiting) => {
    const { record, saved } = await service.getFresh(profile, token.id, waiting);
    if (!saved) void warnUnsaved(record);
    return await inquiries.userInfo(profile, token.id, waiting);
  });
  void announceAnswer(dependencies, describeUserInfo(info, profile.name), `User info of ${profile.name}`, {
    answer: info.claims,
    signature: info.signature,
  });
};
