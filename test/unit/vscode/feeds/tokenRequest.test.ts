import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { readTokenRequest } from '../../../../src/vscode/feeds/tokenRequest';

describe('what a task’s input asks for', () => {
  for (const [title, args, expected] of [
    ['nothing', undefined, { profile: undefined, as: 'token' }],
    ['null', null, { profile: undefined, as: 'token' }],
    ['a name', 'okta-dev', { profile: 'okta-dev', as: 'token' }],
    ['an object', { profile: 'okta-dev' }, { profile: 'okta-dev', as: 'token' }],
    ['a header', { profile: 'okta-dev', as: 'header' }, { profile: 'okta-dev', as: 'header' }],
    ['a header of any', { as: 'header' }, { profile: undefined, as: 'header' }],
    [
      'a launch configuration, which VS Code gives by itself',
      { type: 'node', request: 'launch', name: 'x', profile: 'of something else' },
      { profile: undefined, as: 'token' },
    ],
  ] as const) {
    it(`is read from ${title}`, () => assert.deepEqual(readTokenRequest(args), expected));
  }

  for (const [title, args] of [
    ['a list', ['okta-dev']],
    ['a number', 7],
    ['true', true],
    ['a function', () => 'okta-dev'],
    ['a profile that is no text', { profile: { toString: () => 'okta-dev' } }],
    ['another form', { profile: 'okta-dev', as: 'refresh_token' }],
    ['an unknown member', { profile: 'okta-dev', interactive: false }],
    ['a getter that throws', Object.defineProperty({}, 'profile', { enumerable: true, get: fail })],
    ['a proxy', new Proxy({}, { ownKeys: fail })],
  ] as const) {
    it(`L9: is refused as ${title}`, () => {
      assert.throws(
        () => readTokenRequest(args),
        (error) => error instanceof ValetKeyError && error.code === 'input_invalid',
      );
    });
  }

  it('L9: is what was looked at, though a getter says something else each time', () => {
    const names = ['harmless', 'other'];
    const args = Object.defineProperty({}, 'profile', { enumerable: true, get: () => names.shift() });
    assert.equal(readTokenRequest(args).profile, 'harmless');
  });
});

function fail(): never {
  throw new Error('something of the caller’s');
}
