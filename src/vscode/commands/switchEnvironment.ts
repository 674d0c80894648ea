import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import {
  environmentsOf,
  switchEnvironment as switched,
  type EnvironmentSummary,
} from '../../core/profiles/environments';
import { pick, type Item } from '../pickerItems';
import { plain } from '../plain';
import type { Command } from './command';

export const switchEnvironment: Command = async ({ settings, inUse }) => {
  const { profiles } = await settings.read();
  const environments = environmentsOf(profiles, inUse.environments);
  if (environments.length === 0) {
    throw new ValetKeyError('profile_not_found', 'No profile says which environment it is for.', {
      hint: 'Write group and environment into the profiles that are the same API: "group": "orders", "environment": "dev".',
    });
  }
  const chosen = await pick(environments.map(environmentItem), 'Switch Environment', 'Choose an environment');
  if (chosen?.value === undefined) throw cancelled();
  const { chosen: next, message } = switched(chosen.value, profiles, inUse.environments);
  await inUse.choose(next, profiles);
  void vscode.window.showInformationMessage(message);
};

function environmentItem({ environment, groups, active }: EnvironmentSummary): Item<string> {
  const isCurrent = active === groups;
  const current = isCurrent ? 'current' : active > 0 ? `current in ${active} of them` : undefined;
  return {
    label: `$(${isCurrent ? 'check' : 'layers'}) ${plain(environment)}`,
    description: [groups === 1 ? '1 group' : `${groups} groups`, current].filter(Boolean).join(' · '),
    value: environment,
  };
}
