import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { isShared } from '../../core/profiles/profileSource';
import { plain } from '../plain';
import type { Command } from './command';

export const approveProfile: Command = async ({ pickers, approvals }, target) => {
  const profile = await pickers.profile(target, 'Approve Workspace Profile');
  if (!isShared(profile)) {
    throw new ValetKeyError(
      'profile_invalid',
      `The profile “${profile.name}” is your own, and needs no approval.`,
    );
  }
  await approvals.require(profile, { interactive: true, signal: new AbortController().signal });
  vscode.window.setStatusBarMessage(`$(check) “${plain(profile.name)}” is approved`, 4000);
};

export const forgetApprovals: Command = async ({ approvals }) => {
  await approvals.forget();
  vscode.window.setStatusBarMessage('$(check) The approvals of this workspace are forgotten', 4000);
};
