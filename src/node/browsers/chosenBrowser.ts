import { cleanServerText } from '../../core/errors';
import type { Browser, Logger } from '../../core/ports';
import {
  noProgramsHere,
  unknownBrowser,
  type BrowserCommand,
  type BrowserSurroundings,
} from '../../core/signIn/browsers';
import { findOnPath, thisMachine, type Machine } from './machine';
import { browserKinds, findPrivateWindow } from './privateWindow';
import { notOpened, startProgram } from './startProgram';

const correctIt =
  'Correct it in valetKey.browsers of your settings; the full path of the program always works.';
const nameOne = 'Name a browser in valetKey.browsers of your settings, with its option for a private window.';

export interface ChosenBrowserOptions {
  /** What opens the default browser. */
  readonly system: Browser;
  readonly surroundings: BrowserSurroundings;
  readonly logger: Logger;
  /** What to do where no program can be started. Default: refuse. */
  readonly withoutPrograms?: 'refuse' | 'default';
  readonly machine?: Machine;
}

/** Opens the browser that was chosen: the default one as the system does it, any other as a program. */
export function createChosenBrowser({
  system,
  surroundings,
  logger,
  withoutPrograms = 'refuse',
  machine = thisMachine,
}: ChosenBrowserOptions): Browser {
  const start = async (command: BrowserCommand, url: string, name: string, hint: string) => {
    logger.info(`Starting the ${name}.`);
    await startProgram(command, url, { title: `The ${name}`, hint, folder: machine.home });
  };

  const openPrivateWindow = async (url: string) => {
    const found = await findPrivateWindow(machine);
    if (found === undefined) {
      const why = `none of ${browserKinds.map(({ name }) => name).join(', ')} was found.`;
      throw notOpened('A private window', why, nameOne);
    }
    await start(found, url, `private window of ${found.browser}`, nameOne);
  };

  const openNamed = async (name: string, url: string) => {
    const read = await surroundings.named();
    const command = read.browsers.get(name);
    if (command === undefined) throw unknownBrowser(name, read);
    const isBareName = !/[\\/]/.test(command.program);
    const program = isBareName ? await findOnPath(machine, command.program) : command.program;
    const shown = `browser “${cleanServerText(name)}”`;
    if (program === undefined) {
      const why = `there is no program “${cleanServerText(command.program)}” where programs are looked for (PATH).`;
      throw notOpened(`The ${shown}`, why, correctIt);
    }
    await start({ ...command, program }, url, shown, correctIt);
  };

  return {
    reach: (loopbackUrl) => system.reach(loopbackUrl),
    open: async (url, browser = 'default') => {
      const obstacle = browser === 'default' ? undefined : surroundings.obstacle();
      if (obstacle !== undefined && withoutPrograms === 'refuse') throw noProgramsHere(obstacle);
      if (browser === 'default' || obstacle !== undefined) await system.open(url);
      else if (browser === 'private') await openPrivateWindow(url);
      else await openNamed(browser, url);
    },
  };
}
