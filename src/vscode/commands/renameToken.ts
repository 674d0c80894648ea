import { cancelled } from '../../core/errors';
import { cleanName } from '../../core/tokens/tokenNames';
import { warnUnsaved } from '../announcements';
import { showInput } from '../messages';
import type { Command } from './command';

export const renameToken: Command = async ({ pickers, service }, target) => {
  const token = await pickers.keptToken(target, 'Rename Token');
  const typed = await showInput({
    title: 'Rename Token',
    prompt: `A name of your own for the access token “${token.label}” of “${token.profile}”. Empty: none.`,
    value: token.name ?? '',
    placeHolder: token.label,
  });
  if (typed === undefined) throw cancelled();
  const name = cleanName(typed);
  const { record, saved } = await service.changeRecord(token.id, (former) => ({ ...former, name }));
  if (!saved) void warnUnsaved(record);
};
