import { ValetKeyError, cancelled } from '../../core/errors';
import {
  activeVariant,
  environmentsOf,
  readEnvironments,
  switchEnvironment as switched,
  writeEnvironments,
  type EnvironmentSummary,
} from '../../core/profiles/environments';
import { showInformation } from '../messages';
import { pick, type Item } from '../pickerItems';
import { plain } from '../plain';
import type { Command } from './command';

export const switchEnvironment: Command = async ({ settings, inUse }) => {
  const { profiles } = await settings.read();
  const before = readEnvironments(inUse.environments);
  const environments = environmentsOf(profiles, before);
  if (environments.length === 0) {
    throw new ValetKeyError('profile_not_found', 'No profile says which environment it is for.', {
      hint: 'Write group and environment into the profiles that are the same API: "group": "orders", "environment": "dev".',
    });
  }
  const chosen = await pick(environments.map(environmentItem), 'Switch Environment', 'Choose an environment');
  if (chosen?.value === undefined) throw cancelled();
  const { chosen: after, message } = switched(chosen.value, profiles, before);
  await inUse.remember(writeEnvironments(after));
  // A profile that was used last gives its place to the variant that is in use now.
  const group = profiles.find(({ name }) => name === inUse.lastProfile)?.group;
  if (group !== undefined) inUse.use(activeVariant(group, profiles, after)?.name);
  void showInformation(message);
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
