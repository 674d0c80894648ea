import { confirmHeader, headerOf, requireHeader, tokenOfChoice } from '../readyToken';
import type { Command } from './command';

export const copyBearerHeader: Command = async (dependencies, target) => {
  const choice = await dependencies.pickers.token(target, 'Copy Bearer Header');
  requireHeader(choice.profile);
  const record = await tokenOfChoice(dependencies, choice);
  const { name, value } = headerOf(choice.profile, record);
  await dependencies.clipboard.copySecret(`${name}: ${value}`);
  confirmHeader(record, 'copied');
};
