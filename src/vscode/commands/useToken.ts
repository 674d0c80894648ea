import * as vscode from 'vscode';
import { profileKey } from '../../core/profiles/profileSource';
import { nameOfToken } from '../../core/tokens/tokenNames';
import { plain } from '../plain';
import type { Command } from './command';

export const useToken: Command = async ({ pickers, active, inUse }, target) => {
  const { profile, token } = await pickers.storedToken(target, 'Use This Token', 'anybody');
  await active.use(profileKey(profile), token.id);
  inUse.use(profile.name);
  const message = `$(check) “${plain(nameOfToken(token))}” is the active token of “${plain(profile.name)}” now`;
  vscode.window.setStatusBarMessage(message, 4000);
};
