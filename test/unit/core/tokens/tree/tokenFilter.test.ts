import assert from 'node:assert/strict';
import { attentionFor } from '../../../../../src/core/tokens/tree/attention';
import { passesFilter, type TokenFilter } from '../../../../../src/core/tokens/tree/tokenFilter';
import type { OwnedToken } from '../../../../../src/core/tokens/tree/tokenState';
import { exampleOf } from '../../profiles/exampleProfiles';
import { hour, start, summary } from '../exampleTokens';

const profile = exampleOf('authorization_code', { group: 'orders', environment: 'Test' });
const unattended = exampleOf('client_credentials');
const dead = { expiresAt: start - 1 };

const tokens: Readonly<Record<string, OwnedToken>> = {
  valid: { token: summary('valid', { scope: 'Orders.Read' }), profile },
  unknown: { token: summary('unknown', { expiresAt: undefined }), profile },
  renewable: { token: summary('renewable', { ...dead, hasRefreshToken: true }), profile },
  unattended: { token: summary('unattended', dead), profile: unattended },
  dead: { token: summary('dead', dead), profile },
  orphan: { token: summary('orphan', { ...dead, hasRefreshToken: true }), profile: undefined },
  signedOut: { token: Object.assign(summary('signedOut'), { needsSignIn: true }), profile },
};

function passing(filter: TokenFilter, now = start): string[] {
  return Object.keys(tokens).filter((name) => passesFilter(filter, tokens[name]!, now));
}

describe('the filter of tokens', () => {
  it('needs action: nothing but a person can bring them back', () => {
    assert.deepEqual(passing({ kind: 'needs_action' }), ['dead', 'orphan', 'signedOut']);
  });
  it('expired: those that could be renewed, too', () => {
    assert.deepEqual(passing({ kind: 'expired' }), ['renewable', 'unattended', 'dead', 'orphan']);
  });
  it('usable: those that live, or whose lifetime nobody knows', () => {
    assert.deepEqual(passing({ kind: 'usable' }), ['valid', 'unknown', 'signedOut']);
  });
  it('time moves them from one to the other', () => {
    assert.deepEqual(passing({ kind: 'usable' }, start + hour - 1), ['valid', 'unknown', 'signedOut']);
    assert.deepEqual(passing({ kind: 'usable' }, start + hour), ['unknown']);
  });

  const texts: readonly (readonly [string, string, readonly string[]])[] = [
    ['a part of the label', 'newabl', ['renewable']],
    ['a scope, however it is written', 'orders.read', ['valid']],
    ['an environment', 'test', ['valid', 'unknown', 'renewable', 'dead', 'signedOut']],
    ['the profile’s name', 'client_cred', ['unattended']],
    ['the name of a profile that is gone', 'demo', ['orphan']],
    ['what nothing holds', '(.*', []],
  ];
  for (const [what, text, expected] of texts) {
    it(`text: ${what}`, () => assert.deepEqual(passing({ kind: 'text', text }), expected));
  }
});

describe('what needs action', () => {
  it('is counted, and said in words', () => {
    assert.deepEqual(attentionFor(Object.values(tokens), 2, start), {
      count: 5,
      words:
        '2 tokens have expired and cannot be renewed, 1 token needs you to sign in again, 2 profiles have problems',
    });
  });
  it('is nothing when nothing does', () => {
    const { valid, renewable, unattended: automatic } = tokens;
    assert.equal(attentionFor([valid!, renewable!, automatic!], 0, start), undefined);
  });
});
