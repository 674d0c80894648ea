import assert from 'node:assert/strict';
import { findOnPath, type Machine } from '../../../../src/node/browsers/machine';
import { browserKinds, findPrivateWindow } from '../../../../src/node/browsers/privateWindow';

interface Has {
  readonly programs: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A machine on which these programs are, and nothing else. */
function machine(platform: NodeJS.Platform, { programs, env = {} }: Has): Machine {
  const isProgram = (file: string) => Promise.resolve(programs.includes(file));
  return { platform, env, home: '/home/me', isProgram };
}

const windowsFolders = {
  ProgramFiles: 'C:\\Program Files',
  'ProgramFiles(x86)': 'C:\\Program Files (x86)',
  LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
};

/** What is there; and what a private window is started with, after which the address comes. */
const cases: readonly (readonly [NodeJS.Platform, Has, string, readonly string[]])[] = [
  ['linux', { programs: ['/usr/bin/firefox'] }, 'Firefox', ['/usr/bin/firefox', '--private-window']],
  ['linux', { programs: ['/snap/bin/chromium'] }, 'Chromium', ['/snap/bin/chromium', '--incognito']],
  [
    'linux',
    { programs: ['/opt/b/google-chrome-stable', '/usr/bin/vivaldi'], env: { PATH: '/opt/a:/opt/b' } },
    'Google Chrome',
    ['/opt/b/google-chrome-stable', '--incognito'],
  ],
  [
    'linux',
    { programs: ['/var/lib/flatpak/exports/bin/com.microsoft.Edge'] },
    'Microsoft Edge',
    ['/var/lib/flatpak/exports/bin/com.microsoft.Edge', '--inprivate'],
  ],
  [
    'linux',
    { programs: ['/home/me/.local/share/flatpak/exports/bin/com.opera.Opera'] },
    'Opera',
    ['/home/me/.local/share/flatpak/exports/bin/com.opera.Opera', '--private'],
  ],
  ['freebsd', { programs: ['/usr/local/bin/brave'] }, 'Brave', ['/usr/local/bin/brave', '--incognito']],
  [
    'darwin',
    { programs: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'] },
    'Google Chrome',
    ['/usr/bin/open', '-na', '/Applications/Google Chrome.app', '--args', '--incognito'],
  ],
  [
    'darwin',
    { programs: ['/home/me/Applications/Firefox.app/Contents/MacOS/firefox'] },
    'Firefox',
    ['/usr/bin/open', '-na', '/home/me/Applications/Firefox.app', '--args', '--private-window'],
  ],
  [
    'win32',
    {
      programs: [
        'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
        'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
      ],
      env: windowsFolders,
    },
    'Firefox',
    ['C:\\Program Files\\Mozilla Firefox\\firefox.exe', '--private-window'],
  ],
  [
    'win32',
    {
      programs: ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
      env: windowsFolders,
    },
    'Microsoft Edge',
    ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe', '--inprivate'],
  ],
  [
    'win32',
    {
      programs: ['C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe'],
      env: windowsFolders,
    },
    'Google Chrome',
    ['C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe', '--incognito'],
  ],
];

describe('a private window', () => {
  for (const [platform, has, browser, words] of cases) {
    it(`on ${platform} with ${has.programs.join(' and ')}: of ${browser}`, async () => {
      const found = await findPrivateWindow(machine(platform, has));
      assert.equal(found?.browser, browser);
      assert.deepEqual([found.program, ...found.arguments], words);
    });
  }

  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    it(`on ${platform} without a browser: of none`, async () => {
      assert.equal(
        await findPrivateWindow(machine(platform, { programs: [], env: windowsFolders })),
        undefined,
      );
    });
  }

  it('of each browser is found under each of its names on Linux', async () => {
    for (const { name, linux, privateWindow } of browserKinds) {
      for (const program of linux) {
        const found = await findPrivateWindow(machine('linux', { programs: [`/usr/bin/${program}`] }));
        assert.deepEqual(found, {
          browser: name,
          program: `/usr/bin/${program}`,
          arguments: [privateWindow],
        });
      }
    }
  });
});

describe('a program by its bare name', () => {
  it('is the first on PATH, in its order', async () => {
    const has = { programs: ['/b/x', '/c/x'], env: { PATH: '/a:/b:/c' } };
    assert.equal(await findOnPath(machine('linux', has), 'x'), '/b/x');
  });

  it('is not looked for in the folder that the editor was started in, whatever PATH says', async () => {
    const asked: string[] = [];
    const isProgram = (file: string) => Promise.resolve(asked.push(file) === 0);
    for (const [platform, PATH] of [
      ['linux', ':.:bin::/usr/bin'],
      ['win32', ';.;bin;C:\\x'],
    ] as const) {
      await findOnPath({ platform, env: { PATH }, home: '/home/me', isProgram }, 'x');
    }
    assert.deepEqual(
      asked.filter((file) => !/^(\/|C:\\)/.test(file)),
      [],
    );
    assert.ok(asked.includes('/usr/bin/x') && asked.includes('C:\\x\\x.exe'), asked.join());
  });

  it('has its extension on Windows, once', async () => {
    const has = { programs: ['C:\\x\\a.exe'], env: { PATH: 'C:\\x' } };
    assert.equal(await findOnPath(machine('win32', has), 'a'), 'C:\\x\\a.exe');
    assert.equal(await findOnPath(machine('win32', has), 'a.exe'), 'C:\\x\\a.exe');
  });

  it('is none where PATH is not there', async () => {
    assert.equal(await findOnPath(machine('win32', { programs: ['x.exe'] }), 'x'), undefined);
  });
});
