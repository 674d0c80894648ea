import { settings as ids } from '../ids';
import { revealSetting } from '../ownSettings';
import { nameOf } from '../pickers';
import type { Command } from './command';

export const openProfiles: Command = async ({ settings }) => settings.reveal();

export const openBrowsers: Command = async () => revealSetting(ids.browsers);

export const openProfile: Command = async ({ settings }, target, member) =>
  settings.reveal(nameOf(target), typeof member === 'string' ? member : undefined);
