import * as vscode from 'vscode';
import { choosePending } from '../callbacks/choosePending';
import { showDone } from '../messages';
import type { Command } from './command';

/** @param target the id of the sign-in, from a link in its notification */
export const copySignInLink: Command = async ({ pendingSignIns }, target) => {
  const signIn = await choosePending(pendingSignIns, target, 'Copy Sign-In Link');
  await vscode.env.clipboard.writeText(await signIn.awaited.link());
  showDone('Sign-in link copied: open it in your browser', 6000);
};
