import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { UserCode } from '../../src/core/ports';
import { readBrowsers } from '../../src/core/signIn/browsers';
import { createChosenBrowser } from '../../src/node/browsers/chosenBrowser';
import { thisMachine } from '../../src/node/browsers/machine';
import { startProgram } from '../../src/node/browsers/startProgram';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { eventually } from '../support/eventually';
import { createRecordingLogger } from '../support/fakes/logger';
import { createHarness, profileOf, type Harness, type HarnessOptions } from '../support/harness';
import { projectFolder } from '../support/projectFolder';
import { forgetSecrets, registerSecret } from '../support/secrets';

/** Built from test/support/browserProgram.entry.ts. */
const program = path.join(projectFolder, 'out', 'test', 'support', 'browserProgram.js');
const start = /^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]+$/;

describe('a browser that is started as a program', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  let folder: string;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    folder = await mkdtemp(path.join(tmpdir(), 'valet-key-browser-'));
    process.env.BROWSER_DIARY = path.join(folder, 'diary.json');
  });

  afterEach(async () => {
    for (const secret of server.issued) registerSecret(secret);
    delete process.env.BROWSER_DIARY;
    await server.stop();
    harness.scanLog();
    forgetSecrets();
    await rm(folder, { recursive: true });
  });

  const open = (options: HarnessOptions) => (harness = createHarness(options));
  const profile = (members = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid email', ...members });
  const diary = async () =>
    JSON.parse(await readFile(path.join(folder, 'diary.json'), 'utf8')) as {
      words: string[];
      folder: string;
    };

  it('law 9: signs in with the profile’s browser: no shell, /start/<nonce> as one word, its own folder', async () => {
    const words = [process.execPath, program, 'two words', '$HOME "q"', '--url', '{url}'];
    open({ browsers: { Work: words } });
    const { record } = await harness.getNew(profile({ browser: 'Work' }));
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.accountId, 'demo');
    const { words: got, folder: began } = await diary();
    assert.deepEqual(got.slice(0, -1), ['two words', '$HOME "q"', '--url']);
    assert.match(got.at(-1) ?? '', start);
    assert.equal(began, homedir());
    assert.deepEqual(harness.opened, [], 'the default browser was left alone');
  });

  it('a choice for one sign-in beats the profile, also for the default browser', async () => {
    open({ browsers: { Work: ['/no/such/program'], Test: [process.execPath, program] } });
    await harness.getNew(profile({ browser: 'Work' }), undefined, { browser: 'Test' });
    assert.deepEqual(harness.opened, []);
    await harness.getNew(profile({ browser: 'Work' }), undefined, { browser: 'default' });
    assert.equal(harness.opened.length, 1);
  });

  it('a program by its bare name is found on PATH', async () => {
    open({ browsers: { Work: [path.basename(process.execPath), program] } });
    const { PATH } = process.env;
    process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${PATH ?? ''}`;
    try {
      await harness.getNew(profile({ browser: 'Work' }));
    } finally {
      process.env.PATH = PATH;
    }
    assert.match((await diary()).words.at(-1) ?? '', start);
  });

  it('the device flow opens its page there, too', async () => {
    let code: UserCode | undefined;
    open({
      browsers: { Work: [process.execPath, program] },
      onUserCode: async (shown, _signal, openPage) => {
        code = shown;
        await openPage(shown.verificationUriComplete ?? '');
      },
    });
    const { record } = await harness.getNew(profile({ grantType: 'device_code', browser: 'Work' }));
    assert.equal(record.account?.label, 'demo@example.com');
    assert.deepEqual((await diary()).words, [code?.verificationUriComplete]);
  });

  it('signing out happens where the sign-in did; in a window that can start none, in the default browser', async () => {
    open({ browsers: { Work: [process.execPath, program] } });
    const working = profile({ browser: 'Work' });
    const { record } = await harness.getNew(working);
    const first = (await diary()).words.at(-1);
    await harness.signOut(working, record.id);
    const second = (await diary()).words.at(-1) ?? '';
    assert.match(second, start);
    assert.notEqual(second, first);
    assert.deepEqual(harness.opened, []);

    const { secrets } = harness;
    open({ secrets, obstacle: 'This window works elsewhere.' });
    await harness.signOut(working, record.id);
    assert.equal(harness.opened.length, 1);
  });

  describe('says what went wrong, opens nothing else and keeps nothing:', () => {
    const failing = async (options: HarnessOptions, browser: string) => {
      open(options);
      const error = await harness.failure(harness.getNew(profile({ browser })));
      assert.equal(error.code, 'browser_not_opened');
      assert.equal(error.profile, 'test');
      assert.deepEqual(harness.opened, []);
      assert.equal((await harness.store.list()).tokens.length, 0);
      return error;
    };

    it('a program that is not there, by its path and by its name', async () => {
      for (const missing of ['/no/such/program', 'no-such-program']) {
        const error = await failing({ browsers: { Work: [missing] } }, 'Work');
        assert.match(error.message, /^The browser “Work” was not opened: there is no program “.+”/);
        assert.ok(error.message.includes(missing));
        assert.equal(error.remedy, 'edit_browsers');
      }
    });

    it('a file that is no program', async () => {
      const file = path.join(folder, 'text');
      await writeFile(file, 'text');
      await chmod(file, 0o600);
      const error = await failing({ browsers: { Work: [file] } }, 'Work');
      assert.match(error.message, /is no program that you may run\.$/);
    });

    it('one that ends at once with an exit code, or by a signal', async () => {
      const script = (text: string) => ({ Work: [process.execPath, '-e', text] });
      const first = await failing({ browsers: script('process.exit(3)') }, 'Work');
      assert.match(first.message, /ended at once with exit code 3\.$/);
      assert.match(first.hint ?? '', /in a terminal/);
      const second = await failing({ browsers: script('process.kill(process.pid, "SIGKILL")') }, 'Work');
      assert.match(second.message, /ended at once with the signal SIGKILL\.$/);
    });

    it('a name that is not in the settings, and an entry with a mistake', async () => {
      const unknown = await failing({ browsers: { Work: ['x'] } }, 'Wrok');
      assert.match(`${unknown.message} ${unknown.hint ?? ''}`, /no browser “Wrok”.+“Work”/);
      assert.equal(unknown.remedy, 'edit_profile');
      const bad = await failing({ browsers: { Work: ['~/x'] } }, 'Work');
      assert.match(bad.message, /^The browser “Work” in valetKey\.browsers cannot be used\./);
    });

    it('a window that works on another machine', async () => {
      const obstacle = 'This window works elsewhere.';
      for (const browser of ['Work', 'private']) {
        const error = await failing({ browsers: { Work: [process.execPath, program] }, obstacle }, browser);
        assert.equal(error.message, obstacle);
        assert.equal(error.remedy, 'use_default_browser');
      }
      await harness.getNew(profile({ browser: 'private' }), undefined, { browser: 'default' });
      assert.equal(harness.opened.length, 1);
    });
  });

  it('a private window is one of the browser that is there; without any, a sentence says which were looked for', async () => {
    open({});
    const firefox = path.join(folder, 'firefox');
    await writeFile(firefox, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, { mode: 0o755 });
    const chosen = (PATH: string) =>
      createChosenBrowser({
        system: {
          open: () => Promise.reject(new Error('not this one')),
          reach: Promise.resolve.bind(Promise),
        },
        surroundings: { named: () => Promise.resolve(readBrowsers({})), obstacle: () => undefined },
        logger: createRecordingLogger(),
        machine: {
          ...thisMachine,
          platform: 'linux',
          env: { PATH },
          isProgram: (file) => Promise.resolve(file === path.join(PATH, 'firefox') && PATH === folder),
        },
      });
    await chosen(folder).open(`${server.issuer}/nowhere`, 'private');
    assert.deepEqual((await diary()).words, ['--private-window', `${server.issuer}/nowhere`]);
    const error = await harness.failure(chosen('/nowhere').open(server.issuer, 'private'));
    assert.match(error.message, /^A private window was not opened: none of Firefox, .+ was found\.$/);
    assert.equal(error.remedy, 'edit_browsers');
  });

  it('is not waited for as long as it runs, and goes on', async () => {
    open({});
    const file = path.join(folder, 'end');
    const text = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(file)}, ''), 1000)`;
    const command = { program: process.execPath, arguments: ['-e', text] };
    await startProgram(command, server.issuer, { title: 'x', hint: '', folder, atOnceMs: 50 });
    assert.ok(!existsSync(file));
    await eventually('the end of the program', () => existsSync(file));
  });
});
