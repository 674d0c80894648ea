import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { createScriptedProgram, isRunning, type ScriptedProgram } from '../support/programs';
import { forgetSecrets, registerSecret } from '../support/secrets';

const secret = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';
const sleep = 'setInterval(() => undefined, 1000);';

describe('G11: a command’s output', () => {
  let program: ScriptedProgram;
  let clock: FakeClock;
  let harness: Harness;

  beforeEach(async () => {
    registerSecret(secret);
    program = await createScriptedProgram();
    clock = new FakeClock();
    harness = createHarness({ clock });
  });

  afterEach(async () => {
    assert.equal(clock.running, 0, 'no timer is left');
    harness.scanLog();
    forgetSecrets();
    await program.remove();
  });

  const profile = (script: string, ...args: string[]) =>
    profileOf({ grantType: 'command', command: program.command(script, ...args) });
  const tokenOf = async (script: string, ...args: string[]) =>
    (await harness.getNew(profile(script, ...args))).record.tokenSet;
  const failureOf = async (script: string, ...args: string[]) => {
    const error = await harness.failure(harness.getNew(profile(script, ...args)));
    assert.deepEqual((await harness.store.list()).tokens, []);
    return error;
  };

  it('is a token: one bare line', async () => {
    assert.deepEqual(await tokenOf(`console.log('${secret}')`), { accessToken: secret, tokenType: 'Bearer' });
  });

  it('is a token with its expiry: JSON, in any number of pieces', async () => {
    const output = JSON.stringify({ accessToken: secret, expires_on: clock.now() / 1000 + 60 }, undefined, 4);
    const pieces = `for (const piece of ${JSON.stringify(output.match(/[^]{1,3}/g))}) process.stdout.write(piece);`;
    assert.deepEqual(await tokenOf(pieces), {
      accessToken: secret,
      tokenType: 'Bearer',
      expiresAt: clock.now() + 60_000,
    });
  });

  it('is renewed by running it again, without a person, in the same place', async () => {
    const script = `note('ran'); console.log(JSON.stringify({ token: 'token-' + process.pid, expires_in: 100 }));`;
    const counted = profile(script);
    const first = (await harness.getNew(counted)).record;
    assert.equal(
      (await harness.getFresh(counted, first.id)).record.tokenSet.accessToken,
      first.tokenSet.accessToken,
    );
    clock.advance(100_000);
    const second = (await harness.getFresh(counted, first.id)).record;
    assert.equal(second.id, first.id);
    assert.notEqual(second.tokenSet.accessToken, first.tokenSet.accessToken);
    const third = (await harness.refresh(counted, first.id)).record;
    assert.notEqual(third.tokenSet.accessToken, second.tokenSet.accessToken);
    assert.equal((await program.notes(3)).length, 3);
    assert.deepEqual(harness.asked, []);
    assert.equal((await harness.store.list()).tokens.length, 1);
  });

  it('is what no shell has read: quotes, variables and other commands are text', async () => {
    const argument = '$HOME;"`x`"&&|>';
    assert.equal(
      (await tokenOf(`console.log(JSON.stringify({ token: process.argv[1] }))`, argument)).accessToken,
      argument,
    );
  });

  it('comes from a program that has nothing to read, and runs in the home folder', async () => {
    const script = `process.stdin.resume().on('end', () => console.log(JSON.stringify({ token: process.cwd() })));`;
    assert.equal((await tokenOf(script)).accessToken, homedir());
  });

  it('does not wait for what a program leaves behind, nor end it', async () => {
    const { accessToken } = await tokenOf(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleep)}],
        { stdio: 'inherit', detached: true });
      child.unref();
      note(String(child.pid));
      console.log('${secret}');
    `);
    assert.equal(accessToken, secret);
    const [pid] = (await program.notes(1)).map(Number);
    assert.ok(isRunning(pid!));
    process.kill(pid!, 'SIGKILL');
  });

  for (const [title, output, message] of [
    ['nothing', '', /^There is no access token in what “node” wrote \(nothing\)\.$/],
    ['a sentence', 'please sign in', /\(1 line of text\)\.$/],
    ['JSON of another form', `{"session":{"secret":"${secret}"}}`, /\(JSON with the members session\)\.$/],
    [
      'a token of another type',
      `{"access_token":"${secret}","token_type":"pop"}`,
      /it is no Bearer token\.$/,
    ],
    ['a token with a line break', `{"access_token":"${secret}\\r\\nX-A: b"}`, /cannot stand in a header\.$/],
    ['a token that is too long', 'a'.repeat(65 * 1024), /it is longer than 64 KB\.$/],
  ] as const) {
    it(`is refused when it is ${title}, in words without a word of it`, async () => {
      const error = await failureOf(`process.stdout.write(${JSON.stringify(output)})`);
      assert.equal(error.code, 'source_failed');
      assert.match(error.message, message);
      assert.equal(error.remedy, 'edit_profile');
    });
  }

  it('may have its token at a place of its own, and says when there is nothing', async () => {
    const command = program.command(`console.log('{"data":{"value":"${secret}"}}')`);
    const at = (tokenPath: string) => profileOf({ grantType: 'command', command, tokenPath });
    assert.equal((await harness.getNew(at('data.value'))).record.tokenSet.accessToken, secret);
    const error = await harness.failure(harness.getNew(at('data.token')));
    assert.equal(
      error.message,
      'There is nothing at data.token in what “node” wrote (JSON with the members data).',
    );
  });

  it('that fails says its exit code and its last words, and nothing that it printed', async () => {
    const error = await failureOf(`
      console.log('${secret}');
      console.error('one\\n\\u001b[31mERROR: AADSTS70043: sign in again.\\u001b[0m\\nBearer ${secret}\\ntoken ${secret}\\n');
      process.exitCode = 3;
    `);
    assert.equal(
      error.message,
      '“node” ended with code 3. It said: ERROR: AADSTS70043: sign in again. Bearer ••• token •••',
    );
    assert.deepEqual([error.remedy, error.otherRemedy], ['try_again', 'edit_profile']);
  });

  it('that fails may complain of what it printed, which is masked though it looks like any word', async () => {
    registerSecret('plain-lowercase-word');
    const error = await failureOf(
      `console.log('plain-lowercase-word'); console.error('bad: plain-lowercase-word'); process.exitCode = 1;`,
    );
    assert.match(error.message, /It said: bad: •••$/);
  });

  it('L10: no secret comes out of error output that nobody knows and that is cut', async () => {
    const unknown = 'xoxp1A'.repeat(12);
    registerSecret(unknown);
    const error = await failureOf(
      `console.error('${'padding '.repeat(60)}${unknown}'); process.exitCode = 1;`,
    );
    assert.match(error.message, /padding •••$/);
  });

  it('that a signal ended says so', async () => {
    const error = await failureOf(`process.kill(process.pid, 'SIGKILL'); ${sleep}`);
    assert.equal(error.message, '“node” was ended by a signal.');
  });

  it('without its program says which is not there', async () => {
    for (const [name, words] of [
      ['valet-key-no-such-program', /^The program “valet-key-no-such-program” was not found\.$/],
      ['/no/such/folder/az', /^The program “az” was not found\.$/],
      [homedir(), /^The program “.+” may not be run by you\.$/],
    ] as const) {
      const missing = profileOf({ grantType: 'command', command: [name, secret] });
      const error = await harness.failure(harness.getNew(missing));
      assert.match(error.message, words);
      assert.match(error.hint ?? '', /write the full path/);
    }
  });

  it('I5: that never ends is stopped after a minute, with its last words', async () => {
    const getting = failureOf(`
      process.on('SIGTERM', () => undefined);
      console.error('To sign in, use a browser.');
      note(String(process.pid)); ${sleep}
    `);
    const [pid] = (await program.notes(1)).map(Number);
    clock.advance(59_999);
    assert.ok(isRunning(pid!));
    clock.advance(1);
    const error = await getting;
    assert.equal(
      error.message,
      '“node” had not ended after 60 seconds, so it was stopped. It said: To sign in, use a browser.',
    );
    assert.ok(!isRunning(pid!));
  });

  it('that never stops is stopped after 1 MB', async () => {
    const error = await failureOf(`
      note(String(process.pid));
      const line = '${secret}\\n'.repeat(1000);
      (function more() { process.stdout.write(line, more); })();
    `);
    assert.equal(error.message, '“node” wrote more than 1 MB, so it was stopped.');
    const [pid] = (await program.notes(1)).map(Number);
    assert.ok(!isRunning(pid!));
  });

  it('may say as much as it likes to its error output', async () => {
    const script = `process.stderr.write('x'.repeat(5_000_000), () => console.log('${secret}'));`;
    assert.equal((await tokenOf(script)).accessToken, secret);
  });

  it('L18: cancelled ends with all that it started, silently', async () => {
    const stop = new AbortController();
    const stubborn = `process.on('SIGTERM', () => undefined); ${sleep}`;
    const getting = harness.failure(
      harness.getNew(
        profile(`
          const { spawn } = require('node:child_process');
          const child = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });
          note(String(process.pid));
          note(String(child.pid));
          ${sleep}
        `),
        stop.signal,
      ),
    );
    const pids = (await program.notes(2)).map(Number);
    assert.ok(pids.every(isRunning));
    stop.abort();
    assert.equal((await getting).code, 'cancelled');
    await eventually('the processes to be gone', () => (pids.some(isRunning) ? undefined : true));
    assert.deepEqual((await harness.store.list()).tokens, []);
  });

  it('L18: cancelled ends though something that it left behind holds on to its output', async () => {
    const stop = new AbortController();
    const getting = harness.failure(
      harness.getNew(
        profile(`
          const { spawn } = require('node:child_process');
          const child = spawn(process.execPath, ['-e', ${JSON.stringify(sleep)}], { stdio: 'inherit', detached: true });
          note(String(child.pid));
          ${sleep}
        `),
        stop.signal,
      ),
    );
    const [pid] = (await program.notes(1)).map(Number);
    stop.abort();
    assert.equal((await getting).code, 'cancelled');
    assert.ok(isRunning(pid!));
    process.kill(pid!, 'SIGKILL');
  });

  it('that is cancelled before it runs does not run', async () => {
    const stop = new AbortController();
    stop.abort();
    const error = await harness.failure(harness.getNew(profile(`note('ran')`), stop.signal));
    assert.equal(error.code, 'cancelled');
    assert.deepEqual(await program.notes(0), []);
  });

  it('cannot be revoked, introspected, or asked who it is for', async () => {
    const mine = profile(`console.log('${secret}')`);
    const { id } = (await harness.getNew(mine)).record;
    for (const ask of [harness.revoke, harness.introspect, harness.userInfo, harness.signOut]) {
      const error = await harness.failure(ask(mine, id));
      assert.equal(error.code, 'not_offered');
      assert.match(error.message, /^The token of “test” comes from the output of a command, not from/);
    }
  });
});
