import assert from 'node:assert/strict';
import { ForgetfulClipboard } from '../../../src/core/forgetfulClipboard';
import { FakeClock } from '../../support/fakes/clock';
import { createRecordingLogger } from '../../support/fakes/logger';

describe('what is copied and secret', () => {
  let clock: FakeClock;
  let content: string;
  let isReadable: boolean;
  let seconds: unknown;
  let forgetful: ForgetfulClipboard;
  const logger = createRecordingLogger();

  beforeEach(() => {
    clock = new FakeClock();
    content = '';
    isReadable = true;
    seconds = 60;
    forgetful = new ForgetfulClipboard({
      clipboard: {
        readText: () => (isReadable ? Promise.resolve(content) : Promise.reject(new Error('not allowed'))),
        writeText: (text) => Promise.resolve(void (content = text)),
      },
      clock,
      logger,
      clearAfter: () => seconds as number,
    });
  });

  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('L14: is gone from the clipboard after 60 s', async () => {
    await forgetful.copySecret('token-1');
    await pass(59_999);
    assert.equal(content, 'token-1');
    await pass(1);
    assert.equal(content, '');
  });

  it('L14: stays something else once the person has copied that', async () => {
    await forgetful.copySecret('token-1');
    content = 'a shopping list';
    await pass(60_000);
    assert.equal(content, 'a shopping list');
  });

  it('L14: has its whole time when it is copied again, or something else of ours is', async () => {
    await forgetful.copySecret('token-1');
    await pass(50_000);
    await forgetful.copySecret('token-1');
    await pass(50_000);
    assert.equal(content, 'token-1');
    assert.equal(clock.running, 1);
    await forgetful.copySecret('token-2');
    await pass(59_000);
    assert.equal(content, 'token-2');
    await pass(1_000);
    assert.equal(content, '');
  });

  for (const value of [0, -1, Number.NaN, Infinity, null, 'soon']) {
    it(`L14: stays where the setting says ${String(value)}`, async () => {
      seconds = value;
      await forgetful.copySecret('token-1');
      assert.equal(clock.running, 0);
      await pass(600_000);
      assert.equal(content, 'token-1');
    });
  }

  it('L14: stays when nobody may look at the clipboard, and when the window closes', async () => {
    await forgetful.copySecret('token-1');
    isReadable = false;
    await pass(60_000);
    assert.equal(content, 'token-1');
    isReadable = true;
    await forgetful.copySecret('token-2');
    forgetful.dispose();
    await pass(60_000);
    assert.equal(content, 'token-2');
    assert.doesNotMatch(logger.lines.join('\n'), /token-/);
  });
});
