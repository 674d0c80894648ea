import { findOnPath, firstProgram, pathsOf, type Machine } from './machine';

/** A browser that can open a private window, and where it is on each platform. */
export interface BrowserKind {
  readonly name: string;
  readonly privateWindow: string;
  /** Names on PATH: packages of distributions, of the maker, snaps, flatpaks. */
  readonly linux: readonly string[];
  /** The program within the folder of applications. */
  readonly mac: string;
  /** The program within one of the folders that Windows installs into. */
  readonly windows: readonly string[];
}

/** Edge is last: Windows has it always, so there it tells nothing of what a person likes. */
export const browserKinds: readonly BrowserKind[] = [
  {
    name: 'Firefox',
    privateWindow: '--private-window',
    linux: ['firefox', 'firefox-esr', 'org.mozilla.firefox'],
    mac: 'Firefox.app/Contents/MacOS/firefox',
    windows: ['Mozilla Firefox\\firefox.exe'],
  },
  {
    name: 'Google Chrome',
    privateWindow: '--incognito',
    linux: ['google-chrome', 'google-chrome-stable', 'com.google.Chrome'],
    mac: 'Google Chrome.app/Contents/MacOS/Google Chrome',
    windows: ['Google\\Chrome\\Application\\chrome.exe'],
  },
  {
    name: 'Chromium',
    privateWindow: '--incognito',
    linux: ['chromium', 'chromium-browser', 'org.chromium.Chromium'],
    mac: 'Chromium.app/Contents/MacOS/Chromium',
    windows: ['Chromium\\Application\\chrome.exe'],
  },
  {
    name: 'Brave',
    privateWindow: '--incognito',
    linux: ['brave-browser', 'brave', 'com.brave.Browser'],
    mac: 'Brave Browser.app/Contents/MacOS/Brave Browser',
    windows: ['BraveSoftware\\Brave-Browser\\Application\\brave.exe'],
  },
  {
    name: 'Vivaldi',
    privateWindow: '--incognito',
    linux: ['vivaldi', 'vivaldi-stable', 'com.vivaldi.Vivaldi'],
    mac: 'Vivaldi.app/Contents/MacOS/Vivaldi',
    windows: ['Vivaldi\\Application\\vivaldi.exe'],
  },
  {
    name: 'Opera',
    privateWindow: '--private',
    linux: ['opera', 'com.opera.Opera'],
    mac: 'Opera.app/Contents/MacOS/Opera',
    windows: ['Opera\\opera.exe', 'Programs\\Opera\\opera.exe'],
  },
  {
    name: 'Microsoft Edge',
    privateWindow: '--inprivate',
    linux: ['microsoft-edge', 'microsoft-edge-stable', 'com.microsoft.Edge'],
    mac: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    windows: ['Microsoft\\Edge\\Application\\msedge.exe'],
  },
];

/** A private window, as a program and its arguments; the address comes last. */
export interface PrivateWindow {
  readonly browser: string;
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The first browser of the table that this machine has. */
export async function findPrivateWindow(machine: Machine): Promise<PrivateWindow | undefined> {
  for (const kind of browserKinds) {
    const program = await findProgramOf(kind, machine);
    if (program !== undefined) return { browser: kind.name, ...command(kind, program, machine) };
  }
  return undefined;
}

async function findProgramOf(kind: BrowserKind, machine: Machine): Promise<string | undefined> {
  const { env, home, platform } = machine;
  const within = (folders: readonly (string | undefined)[], files: readonly string[]) =>
    folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => files.map((file) => pathsOf(machine).join(folder, file)));
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA];
    return await firstProgram(machine, within(folders, kind.windows));
  }
  if (platform === 'darwin')
    return await firstProgram(machine, within(['/Applications', `${home}/Applications`], [kind.mac]));
  for (const name of kind.linux) {
    const program = await findOnPath(machine, name);
    if (program !== undefined) return program;
  }
  return undefined;
}

/** macOS hands arguments to an application that runs already only by way of `open`. */
function command({ privateWindow }: BrowserKind, program: string, { platform }: Machine) {
  if (platform !== 'darwin') return { program, arguments: [privateWindow] };
  const application = program.slice(0, program.indexOf('/Contents/'));
  return { program: '/usr/bin/open', arguments: ['-na', application, '--args', privateWindow] };
}
