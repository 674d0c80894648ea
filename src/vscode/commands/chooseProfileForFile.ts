import { requestPlace } from '../editor/requestPlace';
import { showDone } from '../messages';
import type { Command } from './command';

/** Remembers which profile the requests of a file use whose host and comments name none. */
export const chooseProfileForFile: Command = async ({ pickers, inUse }, target, argument) => {
  const { editor } = await requestPlace(argument);
  const { name } = await pickers.profile(
    typeof target === 'string' ? target : undefined,
    'Choose Profile for This File',
  );
  await inUse.rememberFile(editor.document.uri.toString(), name);
  showDone(`The requests of this file use “${name}”`);
};
