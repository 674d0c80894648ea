import assert from 'node:assert/strict';
import { PendingSignIns, type PendingSignIn } from '../../../../src/core/signIn/pendingSignIns';
import { CallbackLinks } from '../../../../src/vscode/callbacks/links';
import { eventually } from '../../../support/eventually';
import { FakeClock } from '../../../support/fakes/clock';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { awaited, state } from '../../core/signIn/awaited';

const otherState = state.toLowerCase();
const code = 'SplxlOBeZQQYbYS6WxSbIA';
const query = `code=${code}&state=${state}`;

/** One window of the editor: what waits in it, and what opens it. The values are those of all windows. */
function openWindow(values = new Map<string, string>(), clock = new FakeClock()) {
  const secrets = new FakeSecretStore(values);
  const pendingSignIns = new PendingSignIns();
  const logger = createRecordingLogger();
  const links = new CallbackLinks({ pendingSignIns, secrets, clock, logger }, false);
  const await_ = (changes = {}) => {
    const signIn = pendingSignIns.add(awaited({ ways: ['uri_handler', 'pasted_url'], ...changes }));
    links.watch();
    return signIn;
  };
  return { secrets, pendingSignIns, logger, links, clock, values, waitFor: await_ };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
/** An answer lies where another window can take it: how soon is the machine’s business. */
const isLeft = (values: ReadonlyMap<string, string>) =>
  eventually('an answer to be left', () => values.size === 1);
/** Windows that wait look at once, and again after a while. */
const haveLooked = (clock: FakeClock, windows: number) =>
  eventually('windows to look', () => clock.running === windows);
const isWaiting = (signIn: PendingSignIn) => !signIn.over.aborted;
const codeOf = async (signIn: PendingSignIn) => (await signIn.answer).parameters.get('code');

describe('links that open the editor', () => {
  it('F2: what the editor has decoded is not decoded again, and a plus is a plus', async () => {
    const { links, waitFor } = openWindow();
    const signIn = waitFor();
    // What came was code=a%2Bb%2Fc%3D%3D%2541.
    await links.open({ path: '/callback', query: `code=a+b/c==%41&state=${state}` });
    assert.equal(await codeOf(signIn), 'a+b/c==%41');
  });

  it('F2: an editor in a browser has decoded nothing', async () => {
    const { secrets, pendingSignIns, clock, logger } = openWindow();
    const signIn = pendingSignIns.add(awaited({ ways: ['uri_handler'] }));
    const links = new CallbackLinks({ pendingSignIns, secrets, clock, logger }, true);
    await links.open({ path: '/callback', query: `code=a%2Bb%2Fc%3D%3D&state=${state}` });
    assert.equal(await codeOf(signIn), 'a+b/c==');
  });

  it('A6: a state within a code, or anything twice, makes the link nobody’s', async () => {
    const { links, waitFor, values } = openWindow();
    const signIn = waitFor();
    for (const doubled of [
      `code=a&state=${otherState}&state=${state}`,
      `code=a&state=${state}&state=${otherState}`,
      `${query}&code=x`,
    ]) {
      await links.open({ path: '/callback', query: doubled });
    }
    assert.ok(isWaiting(signIn));
    assert.equal(values.size, 0);
  });

  it('F3, F4, F7, F8: a link that nobody waits for changes nothing; its words are not even logged', async () => {
    const { links, waitFor, values, logger } = openWindow();
    const signIn = waitFor();
    for (const [path, stray] of [
      ['/callback', ''],
      ['/callback', `code=${code}`],
      ['/callback', `code=${code}&state=guessed`],
      ['/callback', 'access_token=stolen&token=stolen&profile=okta-dev'],
      ['/callback', '%zz&&=&='],
      ['/callback/', query],
      ['/CALLBACK', query],
      ['/', query],
      ['/start', 'profile=okta-dev'],
      ['/token', 'tokenEndpoint=https://evil.example'],
    ] as const) {
      await links.open({ path, query: stray });
    }
    assert.ok(isWaiting(signIn));
    assert.equal(values.size, 0);
    assert.doesNotMatch(logger.lines.join('\n'), /stolen|evil|guessed|Splx/);
    await links.open({ path: '/callback', query });
    assert.equal(await codeOf(signIn), code);
  });

  it('F13: what stands in the fragment counts for nothing, since an editor in a browser drops it', async () => {
    const { links, waitFor, values } = openWindow();
    const signIn = waitFor();
    const inFragment = { path: '/callback', query: '', fragment: query };
    await links.open(inFragment);
    assert.ok(isWaiting(signIn));
    assert.equal(values.size, 0);
    const both = { ...inFragment, query, fragment: `code=other&state=${state}` };
    await links.open(both);
    assert.equal(await codeOf(signIn), code);
  });

  it('A17: a sign-in that did not send this redirect URI takes no link', async () => {
    const { links, pendingSignIns, values } = openWindow();
    const signIn = pendingSignIns.add(awaited({ ways: ['loopback', 'pasted_url'] }));
    await links.open({ path: '/callback', query });
    assert.ok(isWaiting(signIn));
    assert.equal(values.size, 0);
  });

  it('F10: of 200 links no more than 20 are looked at in a minute, and the right one still comes through', async () => {
    const { links, waitFor, values, logger, clock } = openWindow();
    const signIn = waitFor();
    const strays = Array.from({ length: 200 }, (_none, index) => String(index).padStart(43, 'x'));
    for (const stray of strays) void links.open({ path: '/callback', query: `code=x&state=${stray}` });
    await eventually('those that are looked at to be left', () => values.size === 20);
    await settle();
    assert.equal(values.size, 20);
    assert.equal(logger.lines.filter((line) => line.includes('Too many links')).length, 1);
    await links.open({ path: '/callback', query });
    assert.equal(await codeOf(signIn), code);
    clock.advance(60_000);
    await eventually('all to be deleted', () => values.size === 0);
    links.dispose();
  });

  it('F10: after a minute links are looked at again', async () => {
    const { links, values, clock } = openWindow();
    for (let index = 0; index < 30; index++) await links.open({ path: '/x', query: '' });
    clock.advance(61_000);
    void links.open({ path: '/callback', query });
    await isLeft(values);
    links.dispose();
  });
});

describe('F6: a link that lands in another window', () => {
  it('finishes the sign-in in the window that waits, once, and leaves nothing', async () => {
    const here = openWindow();
    const there = openWindow(here.values, here.clock);
    const third = openWindow(here.values, here.clock);
    const [signIn, unrelated] = [there.waitFor(), third.waitFor({ state: otherState })];
    await haveLooked(here.clock, 2);
    const left = here.links.open({ path: '/callback', query: `${query}&iss=https://as.example/%2520` });
    await isLeft(here.values);
    const [key = '', ...others] = here.values.keys();
    assert.deepEqual(others, []);
    assert.match(key, /^valetKey\.callback\.[0-9a-f]{64}$/);
    // Windows hear of each other's changes, sometimes.
    there.secrets.changed(key);
    third.secrets.changed(key);
    assert.equal(await codeOf(signIn), code);
    assert.equal((await signIn.answer).parameters.get('iss'), 'https://as.example/%2520');
    assert.equal(here.values.size, 0);
    assert.ok(isWaiting(unrelated));
    here.clock.advance(60_000);
    await left;
  });

  it('is found without any event, too', async () => {
    const here = openWindow();
    const there = openWindow(here.values, here.clock);
    const signIn = there.waitFor();
    await haveLooked(here.clock, 1);
    void here.links.open({ path: '/callback', query });
    await isLeft(here.values);
    here.clock.advance(2_000);
    assert.equal(await codeOf(signIn), code);
    assert.equal(here.values.size, 0);
  });

  it('F12: is deleted by who left it when nobody takes it within a minute, or when the window closes before', async () => {
    const here = openWindow();
    const left = here.links.open({ path: '/callback', query });
    await isLeft(here.values);
    here.clock.advance(60_000);
    await left;
    assert.equal(here.values.size, 0);
    assert.equal(here.clock.running, 0);

    const closing = here.links.open({ path: '/callback', query });
    await isLeft(here.values);
    here.links.dispose();
    await closing;
    assert.equal(here.values.size, 0);
    assert.equal(here.clock.running, 0);
  });

  it('is not taken when it is old; what a killed window left is swept away', async () => {
    const clock = new FakeClock();
    const killed = openWindow(new Map(), clock);
    void killed.links.open({ path: '/callback', query });
    await isLeft(killed.values);
    const values = new Map(killed.values);
    const [old] = values.keys();
    clock.advance(61_000);
    const there = openWindow(values, clock);
    const signIn = there.waitFor({ state: otherState });
    void there.links.open({ path: '/callback', query: `code=x&state=${'y'.repeat(43)}` });
    await eventually('only the new one to be left', () => !values.has(old ?? '') && values.size === 1);
    assert.ok(isWaiting(signIn));
    there.links.dispose();
  });

  it('C7: a window that waits no more has no timer and takes nothing', async () => {
    const here = openWindow();
    const there = openWindow(here.values);
    const signIn = there.waitFor();
    await eventually('it to look', () => there.clock.running === 1);
    signIn.end();
    await eventually('it to look no more', () => there.clock.running === 0);
    void here.links.open({ path: '/callback', query });
    await isLeft(here.values);
    here.links.dispose();
  });

  it('a storage that fails is a line in the log, and the sign-in goes on waiting', async () => {
    const here = openWindow();
    here.secrets.failing.add('store');
    await here.links.open({ path: '/callback', query });
    const there = openWindow();
    there.secrets.failing.add('get');
    const signIn = there.waitFor();
    await settle();
    assert.ok(isWaiting(signIn));
    assert.match(here.logger.lines.join('\n'), /did not let an answer be handed/);
    assert.match(there.logger.lines.join('\n'), /could not be asked/);
    there.links.dispose();
    await settle();
    assert.equal(there.clock.running, 0);
  });
});
