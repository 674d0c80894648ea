import type { Command } from './command';

export const showTokenDetails: Command = async ({ pickers, tokenDocuments }, target) => {
  const token = await pickers.keptToken(target, 'Show Token Details');
  await (await tokenDocuments()).showDetails(token);
};
