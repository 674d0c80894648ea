import { confirmHeader, headerValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const copyBearerHeader: Command = async (dependencies, target) => {
  const record = await readyToken(dependencies, target, 'Copy Bearer Header');
  await dependencies.clipboard.copySecret(`Authorization: ${headerValue(record)}`);
  confirmHeader(record, 'copied');
};
