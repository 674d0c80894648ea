import { ValetKeyError, cancelled } from '../../core/errors';
import { isShared } from '../../core/profiles/profileSource';
import { showDone } from '../messages';
import { nameOf } from '../pickers';
import { pick, profileItem } from '../pickerItems';
import type { ProfileSettings } from '../settings';
import type { Command } from './command';

export const approveProfile: Command = async ({ settings, approvals }, target) => {
  const name = nameOf(target) ?? (await chooseUnapproved(settings));
  if (name === undefined) {
    showDone('No profile of this workspace waits for approval');
    return;
  }
  const profile = await settings.get(name);
  if (!isShared(profile)) {
    throw new ValetKeyError(
      'profile_invalid',
      `The profile “${profile.name}” is your own, and needs no approval.`,
    );
  }
  await approvals.require(profile, { interactive: true, signal: new AbortController().signal });
  showDone(`“${profile.name}” is approved`);
};

/** Only what waits for an answer; `undefined`: nothing does. @throws ValetKeyError `cancelled` */
async function chooseUnapproved(settings: Pick<ProfileSettings, 'read'>): Promise<string | undefined> {
  const all = await settings.read();
  const names = [...(all.unapproved ?? [])];
  const [only] = names;
  if (names.length <= 1) return only;
  const items = names.map((name) => profileItem(name, all));
  const chosen = await pick(items, 'Approve Workspace Profile', 'Choose a profile');
  if (chosen?.value === undefined) throw cancelled();
  return chosen.value;
}

export const forgetApprovals: Command = async ({ approvals }) => {
  await approvals.forget();
  showDone('The approvals of this workspace are forgotten');
};
