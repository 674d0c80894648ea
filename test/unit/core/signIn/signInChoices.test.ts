import assert from 'node:assert/strict';
import { withChoices } from '../../../../src/core/signIn/signInChoices';
import { profileOf } from '../../../support/harness';

const profile = (members: Readonly<Record<string, unknown>> = {}) =>
  profileOf({ issuer: 'https://a.example', clientId: 'x', ...members });

describe('what a person chooses for one sign-in', () => {
  it('nothing: the profile stays as it is', () => {
    const written = profile({ prompt: 'login', browser: 'Work' });
    assert.deepEqual(withChoices(written, {}), written);
  });

  it('beats the profile’s browser and prompt', () => {
    const { prompt, browser } = withChoices(profile({ prompt: 'none', browser: 'Work' }), {
      prompt: 'select_account',
      browser: 'default',
    });
    assert.deepEqual([prompt, browser], ['select_account', 'default']);
  });

  for (const [written, chosen, asked] of [
    ['consent', 'login', 'login consent'],
    ['login consent', 'select_account', 'select_account consent'],
    ['consents', 'login', 'login'],
  ] as const) {
    it(`keeps the consent that the profile asks for: ${written} and ${chosen} make ${asked}`, () => {
      assert.equal(withChoices(profile({ prompt: written }), { prompt: chosen }).prompt, asked);
    });
  }
});
