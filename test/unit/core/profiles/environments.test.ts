import assert from 'node:assert/strict';
import {
  activeVariant,
  environmentsOf,
  isInUse,
  readEnvironments,
  switchEnvironment,
  writeEnvironments,
  type ChosenEnvironments,
} from '../../../../src/core/profiles/environments';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { good } from './exampleProfiles';

const variant = (group: string, environment: string) => ({ ...good, group, environment });
const { profiles } = readProfiles({
  'orders-dev': variant('orders', 'dev'),
  'orders-test': variant('orders', 'test'),
  'users-dev': variant('users', 'dev'),
  'users-test': variant('users', 'test'),
  'billing-dev': variant('billing', 'dev'),
  'billing-prod': variant('billing', 'prod'),
  alone: good,
});
const inUse = (chosen: ChosenEnvironments) =>
  profiles.filter((profile) => isInUse(profile, profiles, chosen)).map(({ name }) => name);

describe('environments', () => {
  it('T10: without a choice each group is in that of its first profile; one of no group is always in use', () => {
    assert.deepEqual(inUse(new Map()), ['orders-dev', 'users-dev', 'billing-dev', 'alone']);
    assert.equal(activeVariant('nothing', profiles, new Map()), undefined);
  });

  it('T10: a switch takes every group along that has the environment, leaves the others, and says so', () => {
    const { chosen, message } = switchEnvironment('test', profiles, new Map([['billing', 'prod']]));
    assert.deepEqual(inUse(chosen), ['orders-test', 'users-test', 'billing-prod', 'alone']);
    assert.equal(message, '2 groups are in test now; billing has no test variant.');
    const again = switchEnvironment('prod', profiles, chosen);
    assert.deepEqual(inUse(again.chosen), ['orders-test', 'users-test', 'billing-prod', 'alone']);
    assert.equal(again.message, '1 group is in prod now; orders and users have no prod variant.');
    assert.equal(switchEnvironment('dev', profiles, chosen).message, '3 groups are in dev now.');
  });

  it('T10: lists the environments in the order of the settings, with how many groups have one and are in it', () => {
    const chosen = new Map([['orders', 'test']]);
    assert.deepEqual(environmentsOf(profiles, chosen), [
      { environment: 'dev', groups: 3, active: 2 },
      { environment: 'test', groups: 2, active: 1 },
      { environment: 'prod', groups: 1, active: 0 },
    ]);
    assert.deepEqual(environmentsOf(profiles.slice(-1), chosen), []);
  });

  it('T10: an environment that is gone from a group is as if nothing had been chosen', () => {
    assert.deepEqual(inUse(new Map([['orders', 'staging']])).slice(0, 1), ['orders-dev']);
  });

  it('T10: a workspace that remembers garbage remembers nothing', () => {
    for (const garbage of [undefined, null, 'test', 7, true, [], ['test'], () => 'test'])
      assert.deepEqual([...readEnvironments(garbage)], []);
    const mixed = { orders: 'test', users: 3, billing: null, deep: { a: 'b' } };
    assert.deepEqual([...readEnvironments(mixed)], [['orders', 'test']]);
  });

  it('T10: what is written is read again, whatever a group is called', () => {
    const chosen = new Map(['__proto__', 'constructor', '', 'a b'].map((group) => [group, 'dev'] as const));
    const kept: unknown = JSON.parse(JSON.stringify(writeEnvironments(chosen)));
    assert.deepEqual([...readEnvironments(kept)], [...chosen]);
  });

  it('L8: names are text in the message, and make no link', () => {
    const shady = readProfiles({ a: variant('a](command:x)', 'x'), b: variant('b', 'y\u202e') }).profiles;
    const { message } = switchEnvironment('y\u202e', shady, new Map());
    assert.doesNotMatch(message, /\]\(|\u202e/);
  });
});

describe('profiles of one group', () => {
  const problemsOf = (settings: unknown) =>
    readProfiles(settings).problems.map(
      ({ profile, member, message }) => `${profile}.${member ?? '-'}: ${message}`,
    );

  it('T10: group and environment need each other', () => {
    assert.match(
      problemsOf({ p: { ...good, environment: 'dev' } }).join(),
      /^p\.environment: .* needs group/,
    );
    assert.match(problemsOf({ p: { ...good, group: 'orders' } }).join(), /^p\.group: .* needs environment/);
    const empty = { ...good, group: '', environment: 'dev' };
    assert.deepEqual(problemsOf({ p: empty }), ['p.group: group is empty. Leave it out, or write a value.']);
  });

  it('T10: the second of two with the same environment is told so, by the name of the first', () => {
    const problems = problemsOf({
      first: variant('orders', 'dev'),
      second: variant('orders', 'dev'),
      other: variant('users', 'dev'),
      third: variant('orders', 'test'),
    });
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^second\.environment: .* the same as those of “first”/);
    assert.doesNotMatch(problems[0] ?? '', /orders|dev\b/);
  });

  it('T10: values that are no text are not compared', () => {
    const broken = { ...good, group: ['orders'], environment: { a: 1 } };
    assert.ok(problemsOf({ a: broken, b: broken, c: null }).every((problem) => !problem.includes('same as')));
  });
});
