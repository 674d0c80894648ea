import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import type { OwnedTokens } from '../../../../src/core/tokens/ownership';
import type { TokenSummary } from '../../../../src/core/tokens/tokenStore';
import type { TokenFilter } from '../../../../src/core/tokens/tree/tokenFilter';
import type { Node } from '../../../../src/vscode/views/nodes';
import { changedRows } from '../../../../src/vscode/views/rows';
import { lookOf, tokenText } from '../../../../src/vscode/views/tokenText';
import { buildTree, type TreeInput, type TreeModel } from '../../../../src/vscode/views/treeModel';
import type { Grouping } from '../../../../src/vscode/views/treeOptions';
import { good } from '../../core/profiles/exampleProfiles';
import { hour, minute, start, summary } from '../../core/tokens/exampleTokens';

const read = readProfiles({
  'orders-dev': { ...good, group: 'orders', environment: 'dev' },
  'orders-prod': { ...good, group: 'orders', environment: 'prod' },
  'a/b': { ...good },
  broken: { clientId: 'app' },
});

function input(
  byProfile: Readonly<Record<string, readonly TokenSummary[]>>,
  changes: Partial<TreeInput> = {},
): TreeInput {
  const { orphans = [], ...owned } = byProfile;
  const tokens: OwnedTokens = { byProfile: new Map(Object.entries(owned)), orphans };
  const nothing = { unreadable: [], choices: new Map(), environments: new Map() };
  return { read, owned: tokens, ...nothing, ...changes };
}

const example = input({
  'orders-dev': [summary('token 10'), summary('token 9', { hasRefreshToken: true, expiresAt: start - 1 })],
  'orders-prod': [summary('dead', { expiresAt: start - 1 })],
  orphans: [summary('of the broken', { profile: 'broken' }), summary('lost', { profile: 'gone' })],
});

function build(from: TreeInput, by: Grouping = 'profile', filter?: TokenFilter, now = start): TreeModel {
  return buildTree(from, { grouping: by, filter, now });
}

/** The rows, each a name, indented by where it lies. */
function outline({ rows }: TreeModel): string[] {
  const below = (keys: readonly string[], depth: number): string[] =>
    keys.flatMap((key) => {
      const row = rows.byKey.get(key) ?? assert.fail(key);
      return [`${'  '.repeat(depth)}${nameOf(row.node)}`, ...below(row.below, depth + 1)];
    });
  return below(rows.roots, 0);
}

function nameOf(node: Node): string {
  switch (node.kind) {
    case 'group':
      return `[${node.name ?? `- ${node.of}`}: ${node.count}]`;
    case 'profile':
      return node.name;
    case 'token':
      return tokenText(node, start).description.includes(' · demo')
        ? `${node.token.label}, apart`
        : node.token.label;
    case 'orphans':
      return `(orphans: ${node.count})`;
    case 'problem':
    case 'invitation':
    case 'unreadable':
      return `(${node.kind})`;
  }
}

describe('the rows of the token tree', () => {
  it('by profile: tokens by label under their profile; a profile with a mistake keeps its own; then those without', () => {
    assert.deepEqual(outline(build(example)), [
      'orders-dev',
      '  token 9',
      '  token 10',
      'orders-prod',
      '  dead',
      'a/b',
      '  (invitation)',
      'broken',
      '  (problem)',
      '  of the broken',
      '(orphans: 1)',
      '  lost',
    ]);
  });

  it('by environment: profiles under theirs, those without one last', () => {
    assert.deepEqual(
      outline(build(example, 'environment')).filter((row) => !row.startsWith('    ')),
      [
        '[dev: 1]',
        '  orders-dev',
        '[prod: 1]',
        '  orders-prod',
        '[- environment: 2]',
        '  a/b',
        '  broken',
        '(orphans: 1)',
        '  lost',
      ],
    );
  });

  it('by group: likewise', () => {
    const rows = outline(build(example, 'group')).filter((row) => row.includes('['));
    assert.deepEqual(rows, ['[orders: 2]', '[- group: 2]']);
  });

  it('by state: what needs action first, profiles without a token last', () => {
    assert.deepEqual(outline(build(example, 'state')), [
      '[- needs_action: 2]',
      '  broken',
      '    (problem)',
      '  dead',
      '[- valid: 3]',
      '  token 10',
      '  of the broken',
      '  lost',
      '[- expired: 1]',
      '  token 9',
      '[- no_token: 1]',
      '  a/b',
      '    (invitation)',
    ]);
  });

  it('H5: unreadable records stand with the orphans, or with what needs action', () => {
    const from = { ...example, unreadable: [{ id: 'x', reason: 'it is damaged' }] };
    assert.deepEqual(outline(build(from)).slice(-3), ['(orphans: 2)', '  lost', '  (unreadable)']);
    assert.equal(outline(build(from, 'state'))[4], '  (unreadable)');
  });

  it('says how many tokens a filter hides; a profile stands only with what passes, or by its own name', () => {
    const usable = build(example, 'profile', { kind: 'usable' });
    assert.equal(usable.hidden, 2);
    assert.deepEqual(outline(usable), [
      'orders-dev',
      '  token 10',
      'broken',
      '  (problem)',
      '  of the broken',
      '(orphans: 1)',
      '  lost',
    ]);
    const named = build(example, 'profile', { kind: 'text', text: 'A/B' });
    assert.deepEqual(outline(named), ['a/b', '  (invitation)']);
    assert.equal(named.hidden, 5);
    assert.equal(build(example).hidden, 0);
  });

  it('what needs action counts what a filter hides, too', () => {
    const { attention } = build(example, 'profile', { kind: 'text', text: 'no such' });
    assert.equal(attention?.count, 2);
  });

  it('L8: 500 tokens of the same name have keys of their own, whatever their profile is called', () => {
    const tokens = [...Array(500).keys()].map((index) => summary(`id-${index}`, { label: 'same' }));
    const { rows } = build(input({ 'a/b': tokens, 'orders-dev': [summary('id-1', { label: 'same' })] }));
    assert.equal(rows.byKey.size, 4 + 500 + 1 + 1 + 1);
  });
});

describe('which rows are drawn anew', () => {
  function changed(
    from: readonly [TreeInput, number],
    to: readonly [TreeInput, number],
    by: Grouping = 'profile',
  ) {
    const [before, after] = [from, to].map(([what, now]) => ({
      now,
      rows: build(what, by, undefined, now).rows,
    }));
    const look = (side: typeof before) => (key: string) => lookOf(side!.rows.byKey.get(key)!.node, side!.now);
    return changedRows(before!.rows, after!.rows, { before: look(before), after: look(after) });
  }

  const two = input({
    'orders-dev': [
      summary('first', { expiresAt: start + hour }),
      summary('second', { expiresAt: start + hour + 30_000 }),
    ],
  });
  const first = 'profile:orders-dev/token:first';
  const second = 'profile:orders-dev/token:second';

  it('none, as long as nothing says anything else', () => {
    assert.deepEqual(changed([two, start + 1], [two, start + 29_999]), []);
  });
  it('the one whose minute is over', () => {
    assert.deepEqual(changed([two, start + 29_999], [two, start + 30_001]), [second]);
    assert.deepEqual(changed([two, start + 59_999], [two, start + minute + 1]), [first]);
  });
  it('K7: all that have changed, after a sleep', () => {
    assert.deepEqual(changed([two, start], [two, start + 8 * hour]), [first, second]);
  });
  it('an expired one no more', () => {
    assert.deepEqual(changed([two, start + 8 * hour], [two, start + 80 * hour]), []);
  });

  const renewed = input({
    'orders-dev': [
      summary('first', { obtainedAt: start + minute, expiresAt: start + 2 * hour }),
      summary('second', { expiresAt: start + hour + 30_000 }),
    ],
  });
  it('the token that was renewed, which stays in its place', () => {
    assert.deepEqual(changed([two, start], [renewed, start]), [first]);
  });
  it('a token whose scope alone is another: its tooltip says so', () => {
    const narrowed = input({
      'orders-dev': [
        summary('first', { notGranted: ['write'] }),
        summary('second', { expiresAt: start + hour + 30_000 }),
      ],
    });
    assert.deepEqual(changed([two, start], [narrowed, start]), [first]);
  });
  it('the profile of a token that came or went, and no other', () => {
    const more = input({ ...Object.fromEntries(two.owned.byProfile), 'a/b': [summary('new')] });
    assert.deepEqual(changed([two, start], [more, start]), ['profile:a%2Fb']);
  });
  it('the two states that a token moves between', () => {
    const three = input({
      'orders-dev': [
        summary('moving', { expiresAt: start + 5 * minute + 1000 }),
        summary('expiring', { obtainedAt: start - hour, expiresAt: start + 4 * minute + 50_000 }),
        summary('valid', { expiresAt: start + 9 * hour }),
      ].map((token) => ({ ...token, obtainedAt: start - hour })),
    });
    assert.deepEqual(changed([three, start + 500], [three, start + 2000], 'state'), [
      'state:expiring',
      'state:valid',
    ]);
  });
  it('everything when a profile came', () => {
    const fewer = { ...two, read: readProfiles({ 'orders-dev': good }) };
    assert.equal(changed([fewer, start], [two, start]), 'all');
  });
  it('T8: what a token says when another one of its profile becomes the active one', () => {
    const chosen = { ...two, choices: new Map([['orders-dev', 'second']]) };
    assert.deepEqual(changed([two, start], [chosen, start]), [first, second]);
  });
  it('T10: what the variants of a group say when another environment is switched to', () => {
    const switched = { ...two, environments: new Map([['orders', 'prod']]) };
    assert.deepEqual(changed([two, start], [switched, start]), ['profile:orders-dev', 'profile:orders-prod']);
  });
});
