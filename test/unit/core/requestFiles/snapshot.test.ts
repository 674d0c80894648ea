import assert from 'node:assert/strict';
import type { Clues } from '../../../../src/core/requestFiles/suggestedProfile';
import { good } from '../profiles/exampleProfiles';
import { snapshotOf } from './editorCases';
import { hour, minute, start, summary } from '../tokens/exampleTokens';

describe('the snapshot of profiles and tokens', () => {
  const at = (...apiBaseUrls: string[]) => ({ ...good, apiBaseUrls });

  it('R12: finds the profile by host, then by the comment, then by the file’s last choice', () => {
    const snapshot = snapshotOf({
      api: at('https://api.example.com'),
      v2: at('https://api.example.com/v2'),
      free: good,
      broken: { nonsense: true },
    });
    const suggested = (clues: Partial<Clues>) => {
      const suggestion = snapshot.suggest({ url: undefined, ...clues });
      if (suggestion?.kind === 'profile') return `${suggestion.profile.name} by ${suggestion.by}`;
      return suggestion && `unusable ${suggestion.name}`;
    };
    assert.equal(suggested({ url: 'https://api.example.com/me' }), 'api by host');
    assert.equal(suggested({ url: 'https://api.example.com/v2/me' }), 'v2 by host');
    assert.equal(suggested({ url: 'https://api.example.com/v2/me', hint: 'api' }), 'api by host');
    assert.equal(suggested({ url: 'https://api.example.com/me', hint: 'free', last: 'free' }), 'api by host');
    assert.equal(suggested({ url: 'https://other.example', hint: 'free' }), 'free by hint');
    assert.equal(suggested({ url: 'https://{{host}}', last: 'free' }), 'free by file');
    assert.equal(suggested({ url: 'https://{{host}}', hint: 'broken', last: 'free' }), 'unusable broken');
    assert.equal(suggested({ url: 'https://other.example', last: 'gone' }), undefined);
    assert.equal(suggested({}), undefined);
  });

  it('R12: of variants for one host suggests the one in use', () => {
    const variant = (environment: string) => ({
      ...at('https://api.example.com'),
      group: 'shop',
      environment,
    });
    const written = { dev: variant('dev'), prod: variant('prod') };
    const suggestedIn = (environments?: Record<string, string>) => {
      const suggestion = snapshotOf(written, {}, environments && { environments }).suggest({
        url: 'https://api.example.com',
      });
      return suggestion?.kind === 'profile' ? suggestion.profile.name : undefined;
    };
    assert.equal(suggestedIn(), 'dev');
    assert.equal(suggestedIn({ shop: 'prod' }), 'prod');
  });

  it('T8: gives the active token of a profile, and its state at the time of asking', () => {
    let now = start;
    const tokens = [summary('new'), summary('old', { obtainedAt: start - hour, expiresAt: start + minute })];
    const snapshot = snapshotOf(
      { demo: good, other: good },
      { demo: tokens },
      { choices: { demo: 'old' }, now: () => now },
    );
    const described = () => {
      const { token, state, isRenewable } = snapshot.tokenOf('demo') ?? assert.fail();
      return [token.id, state, isRenewable];
    };
    assert.deepEqual(described(), ['old', 'expiring', false]);
    now = start + 2 * minute;
    assert.deepEqual(described(), ['old', 'needs_action', false]);
    assert.equal(snapshot.tokenOf('other'), undefined);
    assert.equal(snapshot.tokenOf('nobody'), undefined);
  });

  it('T8: of a profile that a workspace shares, too, gives the token that was chosen', () => {
    const tokens = [summary('new'), summary('old', { obtainedAt: start - hour })];
    const snapshot = snapshotOf(
      { demo: good },
      { demo: tokens, 'demo (api)': tokens },
      { shared: { demo: good }, choices: { 'demo\nfile:///work/api': 'old' } },
    );
    assert.equal(snapshot.tokenOf('demo')?.token.id, 'new');
    assert.equal(snapshot.tokenOf('demo (api)')?.token.id, 'old');
  });
});
