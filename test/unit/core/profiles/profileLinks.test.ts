import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { good } from './exampleProfiles';

const exchange = (subjectProfile: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...good,
  grantType: 'token_exchange',
  subjectProfile,
  ...more,
});

/** The problems of a whole setting, each as `profile.member: message`. */
const problemsOf = (settings: unknown) =>
  readProfiles(settings).problems.map(
    ({ profile, member, message }) => `${profile}.${member ?? '-'}: ${message}`,
  );

describe('profiles that build on each other', () => {
  it('are good in a row, and when two build on one', () => {
    const settings = {
      login: good,
      first: exchange('login'),
      second: exchange('first', { actorProfile: 'login' }),
    };
    assert.deepEqual(problemsOf(settings), []);
  });

  it('must be there; a slip of the pen is found', () => {
    assert.deepEqual(problemsOf({ 'okta-dev': good, p: exchange('okta-dve') }), [
      'p.subjectProfile: subjectProfile names a profile that is not in the settings. Did you mean “okta-dev”?',
    ]);
    assert.deepEqual(problemsOf({ p: exchange('hunter2-s3cret') }), [
      'p.subjectProfile: subjectProfile names a profile that is not in the settings.',
    ]);
    assert.match(problemsOf({ p: exchange('toString') }).join(), /not in the settings/);
  });

  it('do not build on themselves', () => {
    assert.deepEqual(problemsOf({ p: exchange('p') }), [
      'p.subjectProfile: subjectProfile names the profile itself. Write the one whose token is exchanged.',
    ]);
  });

  it('do not build in a circle, which is named; one that only leads there is not blamed', () => {
    const settings = {
      a: exchange('b'),
      b: exchange('login', { actorProfile: 'c' }),
      c: exchange('a'),
      login: good,
      outside: exchange('a'),
    };
    const rest = 'One of them must get its token in another way.';
    assert.deepEqual(problemsOf(settings), [
      `a.subjectProfile: subjectProfile builds in a circle: “a” → “b” → “c” → “a”. ${rest}`,
      `b.actorProfile: actorProfile builds in a circle: “b” → “c” → “a” → “b”. ${rest}`,
      `c.subjectProfile: subjectProfile builds in a circle: “c” → “a” → “b” → “c”. ${rest}`,
    ]);
  });

  it('make no circle by a member that their grant type does not use', () => {
    const settings = { a: exchange('b'), b: { ...good, subjectProfile: 'a' } };
    assert.deepEqual(
      readProfiles(settings).problems.map(({ profile }) => profile),
      ['b'],
    );
  });

  it('may be very many', () => {
    const count = 500;
    const chain = Array.from({ length: count }, (_, index) => [`p${index}`, exchange(`p${index + 1}`)]);
    const settings: unknown = Object.fromEntries([...chain, [`p${count}`, good]]);
    assert.deepEqual(readProfiles(settings).problems, []);
  });
});
