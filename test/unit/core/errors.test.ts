import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  ValetKeyError,
  cancelled,
  cleanServerText,
  isCancelled,
  toValetKeyError,
} from '../../../src/core/errors';

describe('ValetKeyError', () => {
  const cause = Object.assign(new Error('AxiosError'), { config: { data: 'client_secret=in-the-body' } });

  it('L10: keeps its cause for code, and prints it nowhere', () => {
    const error = new ValetKeyError('internal', 'Something failed.', { cause });
    assert.equal(error.cause, cause);
    for (const text of [
      inspect(error, { showHidden: true, depth: 9 }),
      JSON.stringify(error),
      String(error),
    ]) {
      assert.doesNotMatch(text, /in-the-body/);
    }
    assert.match(inspect(error), /Something failed/);
  });

  it('an unexpected error loses its own words, which may hold anything', () => {
    const error = toValetKeyError(new TypeError('cannot read client_secret=in-the-body'));
    assert.equal(error.code, 'internal');
    assert.doesNotMatch(`${error.message} ${inspect(error)}`, /in-the-body/);
    assert.match(error.message, /TypeError/);
  });

  it('A9, G8: makes no link of what it names, whoever shows it', () => {
    const link = '[Sign in again](command:workbench.action.quit)';
    const { message, hint } = new ValetKeyError('profile_not_found', `There is no profile “${link}”.`, {
      hint: `Did you mean “${link}”?`,
    });
    assert.equal(message, 'There is no profile “[Sign in again] (command:workbench.action.quit)”.');
    assert.equal(hint, 'Did you mean “[Sign in again] (command:workbench.action.quit)”?');
  });

  it('tells a cancelled step from everything else', () => {
    assert.equal(isCancelled(cancelled()), true);
    assert.equal(isCancelled(new ValetKeyError('internal', 'x')), false);
    assert.equal(isCancelled(undefined), false);
  });
});

describe('cleanServerText', () => {
  it('A9: replaces what could change how a text is read, and cuts it at 500 characters', () => {
    assert.equal(cleanServerText('a\u001b[31m\r\nb\u202Ec\u0000'), 'a [31m b c');
    assert.equal(cleanServerText('x'.repeat(100_000)).length, 501);
    assert.equal(cleanServerText('<b>“ü” 日本</b>'), '<b>“ü” 日本</b>');
  });

  it('A9: leaves nothing of which the editor would make a link in a message', () => {
    for (const text of ['[Mend it](command:workbench.action.quit)', '[x]\u200b(https://evil.example)'])
      assert.doesNotMatch(cleanServerText(text), /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i);
  });
});
