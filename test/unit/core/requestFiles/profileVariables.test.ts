import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { ProfileVariables } from '../../../../src/core/requestFiles/profileVariables';
import { good, readWithWorkspace } from '../profiles/exampleProfiles';

const variable = 'VALET_KEY_OKTA_DEV';
const broken = { nonsense: true };

/** What the variable stands for, in a word or two. */
function meaning(variables: ProfileVariables, name = variable): string {
  const found = variables.meaningOf(name);
  switch (found?.kind) {
    case 'profile':
      return found.profile.name;
    case 'several':
      return `one of ${found.profiles.map((profile) => profile.name).join(', ')}`;
    case 'unusable':
      return `${found.name}, with mistakes`;
    case undefined:
      return 'nothing';
  }
}

const own = (settings: unknown) => new ProfileVariables(readProfiles(settings));
const withWorkspace = (...settings: Parameters<typeof readWithWorkspace>) =>
  new ProfileVariables(readWithWorkspace(...settings));

describe('which profile a variable stands for', () => {
  it('R7: the one whose name leads to it; of the person’s own that share it, none', () => {
    const variables = own({ 'okta-dev': good, okta: good, 'okta.dev': good, 'OKTA DEV': good });
    assert.equal(meaning(variables), 'one of okta-dev, okta.dev, OKTA DEV');
    assert.equal(meaning(variables, 'VALET_KEY_OKTA'), 'okta');
    assert.equal(meaning(variables, 'VALET_KEY_NONE'), 'nothing');
    assert.equal(variables.profileOf(variable), undefined);
    assert.equal(variables.profileOf('VALET_KEY_OKTA')?.name, 'okta');
    assert.deepEqual(
      ['okta-dev', 'okta', 'okta.dev', 'OKTA DEV', 'none'].map((name) => variables.has(name)),
      [false, true, false, false, false],
    );
    assert.deepEqual(
      variables.disputed.map(([name, profiles]) => [name, profiles.length]),
      [[variable, 3]],
    );
    assert.match(
      variables.problemOf('okta.dev') ?? '',
      /^“okta\.dev” and “okta-dev” would both have the variable VALET_KEY_OKTA_DEV, so neither has it\. Rename/,
    );
  });

  it('R7: a profile with mistakes takes it from no other of the person’s own', () => {
    const variables = own({ 'okta-dev': broken, 'okta.dev': good });
    assert.equal(meaning(variables), 'okta.dev');
    assert.deepEqual([variables.has('okta-dev'), variables.has('okta.dev')], [false, true]);
    assert.equal(variables.problemOf('okta.dev'), undefined);
    const alone = own({ 'okta-dev': broken });
    assert.equal(meaning(alone), 'okta-dev, with mistakes');
    assert.ok(alone.has('okta-dev'));
  });

  it('G1, R7: the person’s own, whatever a workspace calls its profiles; the problem is that of these alone', () => {
    const variables = withWorkspace(
      { 'okta-dev': good },
      { 'okta.dev': good },
      { OKTA_DEV: good, other: good },
    );
    assert.equal(meaning(variables), 'okta-dev');
    assert.deepEqual(
      ['okta-dev', 'okta.dev', 'OKTA_DEV', 'other'].map((name) => variables.has(name)),
      [true, false, false, true],
    );
    assert.deepEqual(variables.disputed, []);
    assert.equal(variables.problemOf('okta-dev'), undefined);
    assert.equal(
      variables.problemOf('okta.dev'),
      '“okta.dev” has no variable: VALET_KEY_OKTA_DEV is kept for your own profile “okta-dev”. Rename one of the two.',
    );
    assert.match(variables.problemOf('OKTA_DEV') ?? '', /is kept for your own profile “okta-dev”/);
    // Nothing that is written for it may get the token of the other.
    assert.equal(variables.placeholderOf('okta.dev'), '{{$auth.token("okta.dev")}}');
    assert.equal(variables.placeholderOf('okta-dev'), '{{$processEnv VALET_KEY_OKTA_DEV}}');
  });

  it('G1, R7: a mistake in the person’s own gives it to no workspace', () => {
    const variables = withWorkspace({ 'okta-dev': broken }, { 'okta.dev': good });
    assert.equal(meaning(variables), 'okta-dev, with mistakes');
    assert.equal(variables.has('okta.dev'), false);
    assert.match(variables.problemOf('okta.dev') ?? '', /is kept for your own profile “okta-dev”/);
  });

  it('R7: none where profiles of workspaces alone share it, or two of the person’s own beside one of these', () => {
    const theirs = withWorkspace({ mine: good }, { 'okta-dev': good }, { 'okta.dev': good });
    assert.equal(meaning(theirs), 'one of okta-dev, okta.dev');
    assert.deepEqual(
      [theirs.has('okta-dev'), theirs.has('okta.dev'), theirs.has('mine')],
      [false, false, true],
    );
    assert.match(
      theirs.problemOf('okta.dev') ?? '',
      /^“okta\.dev” and “okta-dev” would both have the variable/,
    );
    const all = withWorkspace({ 'okta-dev': good, 'okta.dev': good }, { 'okta dev': good });
    assert.equal(meaning(all), 'one of okta-dev, okta.dev');
    assert.match(all.problemOf('okta-dev') ?? '', /^“okta-dev” and “okta\.dev” would both have/);
    assert.match(all.problemOf('okta dev') ?? '', /is kept for your own profile “okta-dev”/);
    assert.equal(meaning(withWorkspace({}, { 'okta-dev': broken, 'okta.dev': good })), 'okta.dev');
  });

  it('G1: nothing that a workspace writes changes what a variable of the person’s own stands for', () => {
    const names = fc.constantFrom('a-b', 'a.b', 'A_B', 'a b', 'c', 'C', 'a-b (api)', 'A B (web)', '');
    const setting = fc.dictionary(names, fc.constantFrom(good, broken));
    fc.assert(
      fc.property(setting, setting, setting, (mine, api, web) => {
        const alone = own(mine);
        const beside = withWorkspace(mine, api, web);
        for (const name of Object.keys(mine)) {
          const ofName = `VALET_KEY_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
          assert.equal(meaning(beside, ofName), meaning(alone, ofName));
          assert.equal(beside.has(name), alone.has(name));
          assert.equal(beside.problemOf(name), alone.problemOf(name));
        }
        const { names: all } = readWithWorkspace(mine, api, web);
        // What is written for one profile is answered by that alone.
        const written = all.filter((name) => beside.has(name)).map((name) => beside.placeholderOf(name));
        assert.equal(new Set(written).size, written.length);
      }),
    );
  });
});
