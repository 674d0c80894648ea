import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { TokenVariables } from '../../../../../src/vscode/feeds/restClient/tokenVariables';

const name = 'VALET_KEY_DEMO';
const unset = () => Reflect.deleteProperty(process.env, name);

describe('variables with tokens', () => {
  const original = process.env;
  let variables: TokenVariables;

  beforeEach(() => {
    variables = new TokenVariables();
  });
  afterEach(() => {
    variables.dispose();
    unset();
    assert.equal(process.env, original);
  });

  it('L17: can be read by name, and by no child process or listing', () => {
    const loan = variables.lend(name, 'secret-token');
    assert.equal(process.env[name], 'secret-token');
    assert.equal(name in process.env, false);
    assert.equal(Object.keys(process.env).includes(name), false);
    assert.equal(Object.getOwnPropertyDescriptor(process.env, name), undefined);
    assert.equal(JSON.stringify({ ...process.env }).includes('secret-token'), false);
    const listing = 'console.log(JSON.stringify(process.env))';
    for (const env of [undefined, process.env, { ...process.env }]) {
      const printed = execFileSync(process.execPath, ['-e', listing], { encoding: 'utf8', env });
      assert.ok(printed.includes('"PATH"'));
      assert.equal(printed.includes('secret-token'), false);
    }
    loan.dispose();
    assert.equal(process.env[name], undefined);
    assert.equal(process.env, original);
  });

  it('lets everything else through: what is set, deleted and listed is so in the environment itself', () => {
    variables.lend(name, 'secret-token');
    process.env.VALET_KEY_TEST_OTHER = 'set';
    assert.equal(original.VALET_KEY_TEST_OTHER, 'set');
    assert.ok(Object.keys(process.env).includes('VALET_KEY_TEST_OTHER'));
    const printed = execFileSync(process.execPath, ['-p', 'process.env.VALET_KEY_TEST_OTHER']);
    assert.equal(printed.toString().trim(), 'set');
    delete process.env.VALET_KEY_TEST_OTHER;
    assert.equal('VALET_KEY_TEST_OTHER' in original, false);
    assert.equal(process.env.VALET_KEY_TEST_OTHER, undefined);
  });

  it('comes before a variable that a person has set, and leaves that one as it was', () => {
    process.env[name] = 'of the shell';
    const loan = variables.lend(name, 'secret-token');
    assert.equal(process.env[name], 'secret-token');
    loan.dispose();
    assert.equal(process.env[name], 'of the shell');
  });

  it('stays as long as the last of several sends needs it', () => {
    const first = variables.lend(name, 'first-token');
    const second = variables.lend(name, 'second-token');
    assert.equal(process.env[name], 'second-token');
    second.dispose();
    second.dispose();
    assert.equal(process.env[name], 'first-token');
    first.dispose();
    assert.equal(process.env[name], undefined);
  });

  it('holds whatever the order in which sends begin and end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 40 }), (steps) => {
        const own = new TokenVariables();
        const running: { readonly token: string; readonly end: () => void }[] = [];
        for (const [index, step] of steps.entries()) {
          const ending = running[step - 1];
          if (ending === undefined) {
            const token = `token-${index}`;
            const loan = own.lend(name, token);
            running.push({ token, end: () => loan.dispose() });
          } else {
            ending.end();
            running.splice(step - 1, 1);
          }
          assert.equal(process.env[name], running.at(-1)?.token);
        }
        for (const { end } of running) end();
        assert.equal(process.env, original);
      }),
    );
  });

  it('answers a live token while there is one, and a lent one before it', () => {
    let live: string | undefined = 'live-token';
    variables.answerLive((asked) => (asked === name ? live : undefined));
    assert.equal(process.env[name], 'live-token');
    assert.ok(process.env.PATH);
    const loan = variables.lend(name, 'lent-token');
    assert.equal(process.env[name], 'lent-token');
    loan.dispose();
    assert.equal(process.env[name], 'live-token');
    live = undefined;
    assert.equal(process.env[name], undefined);
    variables.answerLive(undefined);
    assert.equal(process.env, original);
  });

  it('is asked in any case on Windows', () => {
    const holder = { env: { Path: 'C:\\' } as NodeJS.ProcessEnv };
    const own = new TokenVariables(holder, true);
    own.lend(name, 'secret-token');
    assert.equal(holder.env.valet_key_demo, 'secret-token');
    assert.equal(holder.env.Path, 'C:\\');
  });

  it('leaves what somebody else has put in its place, and answers nothing through it any more', () => {
    const holder = { env: { PATH: '/bin' } as NodeJS.ProcessEnv };
    const own = new TokenVariables(holder, false);
    const loan = own.lend(name, 'secret-token');
    const theirs = new Proxy(holder.env, {});
    holder.env = theirs;
    assert.equal(holder.env[name], 'secret-token');
    loan.dispose();
    assert.equal(holder.env, theirs);
    assert.equal(holder.env[name], undefined);
    const next = own.lend(name, 'next-token');
    assert.equal(holder.env[name], 'next-token');
    next.dispose();
    assert.equal(holder.env, theirs);
  });
});
