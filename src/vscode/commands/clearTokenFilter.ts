import type { Command } from './command';

export const clearTokenFilter: Command = ({ treeOptions }) =>
  Promise.resolve(treeOptions.filterBy(undefined));
