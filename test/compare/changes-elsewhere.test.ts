/** What a change of policies, metrics, domains, the workspace and of files means: one edit a row. */
import { describe, expect, it } from 'vitest';
import {
  after,
  breadShop as base,
  changesOf,
  type Edit,
  move,
  type Row,
  remove,
  replace,
} from '../support/bread-shop.ts';
import { filesBelow, shippedWorkspace } from '../support/project.ts';
import { checkFiles } from '../support/workspace.ts';

const own = (from: string, to: string): Edit => replace('symphony.yaml', from, to);

const rows: readonly Row[] = [
  // Policies, metrics, domains
  ['a gate loosened', replace('p/gated.yaml', '0.98', '0.9'), 'weakened: the gate was loosened'],
  ['a gate with a part less', replace('p/gated.yaml', ' && size < 5', ''), 'weakened: the gate was loosened'],
  [
    'a gate with a way out',
    replace('p/gated.yaml', 'size < 5', '(size < 5 || rate == 1.0)'),
    'weakened: the gate was loosened',
  ],
  [
    'a gate weaker here and stronger there',
    replace('p/gated.yaml', 'rate >= 0.98 && size < 5', 'rate >= 0.9 && size < 3'),
    'weakened: the gate was loosened in part',
  ],
  [
    'a gate over something else',
    replace('p/gated.yaml', 'rate >= 0.98 && size < 5', 'size * 2 < 9'),
    'neutral: the gate was changed',
  ],
  ['a gate in another notation', replace('p/gated.yaml', 'rate >= 0.98 && size < 5', '(5 > size) && rate >= 0.980')],
  [
    'a gate looked at less often',
    replace('p/gated.yaml', '  over: movement\n', ''),
    'weakened: how often the gate is looked at was changed',
  ],
  [
    'a gate dropped',
    replace('p/gated.yaml', 'gate:\n  over: movement\n  that: rate >= 0.98 && size < 5\n', ''),
    'weakened: the gate was dropped',
  ],
  ['a lower severity', replace('p/gated.yaml', 'severity: critical\n', ''), 'weakened: the severity was changed'],
  [
    'the severity that holds anyway',
    replace('p/bounded.yaml', 'statement: So.\n', 'statement: So.\nseverity: major\n'),
  ],
  [
    'another assertion',
    replace('p/bounded.yaml', 'beat.timeout_ms > 0', 'beat.timeout_ms > 5000'),
    'tightened: the assertion was tightened',
  ],
  [
    'an older attestation',
    replace('p/seen.yaml', 'freshness: 1d', 'freshness: 7d'),
    'weakened: the age that is allowed was raised',
  ],
  ['a policy removed', remove('p/kind.yaml'), 'weakened: the policy `kind` was removed'],
  [
    'a policy removed with its uses',
    [remove('p/kind.yaml'), replace('d/shop.yaml', 'policies: [kind]\n', '')],
    'neutral: the policy `kind` is no longer applied',
    'weakened: the policy `kind` was removed',
  ],
  [
    'a policy renamed with its uses',
    [replace('p/kind.yaml', 'id: kind', 'id: named'), replace('d/shop.yaml', '[kind]', '[named]')],
    'breaking: the policy `kind` was renamed to `named`',
  ],
  [
    'a goal lowered',
    replace('d/rate.yaml', 'atLeast: 0.9', 'atLeast: 0.8'),
    'weakened: the least value to reach was lowered',
  ],
  [
    'a goal that allows more',
    replace('d/rate.yaml', 'atMost: 1', 'atMost: 2'),
    'weakened: the greatest value that is allowed was raised',
  ],
  ['another unit', replace('d/rate.yaml', 'unit: ratio', 'unit: percent'), 'breaking: the unit was changed'],
  [
    'another type',
    replace('d/size.yaml', 'unit: count', 'unit: count\ntype: double'),
    'breaking: the type was changed',
  ],
  ['the type that it has anyway', replace('d/size.yaml', 'unit: count', 'unit: count\ntype: int')],
  ['a metric removed', remove('d/rate.yaml'), 'breaking: the metric `rate` was removed'],
  [
    'another namespace',
    replace('d/depot.yaml', 'namespace: depot', 'namespace: store'),
    'breaking: the namespace was changed',
  ],
  // The workspace
  [
    'a severity lowered',
    own('TIMEOUT_MISSING: major', 'TIMEOUT_MISSING: minor'),
    'weakened: the severity of TIMEOUT_MISSING was changed',
  ],
  [
    'a code switched off',
    own('severities: {', 'severities: { POLICY_VIOLATED: "off",'),
    'weakened: the severity of POLICY_VIOLATED was changed',
  ],
  ['the severity that is the default', own('severities: {', 'severities: { POLICY_VIOLATED: major,')],
  ['a build that fails on less', own('failOn: minor\n', ''), 'weakened: what fails a build was changed'],
  ['a lower goal', own('domain: 0.9', 'domain: 0.8'), 'weakened: the goal for `domain` was lowered'],
  [
    'fewer sources',
    own('[d/*.yaml, p/*.yaml]', '[d/*.yaml, p/b*.yaml, p/t*.yaml, p/g*.yaml, p/s*.yaml]'),
    'weakened: what is compiled was changed',
    'weakened: the policy `kind` was removed',
  ],
  ['the same sources', own('[d/*.yaml, p/*.yaml]', '["{d,p}/*.yaml"]'), 'neutral: what is compiled was changed'],
  [
    'a source left out',
    own('sources:', 'exclude: [p/kind.yaml]\nsources:'),
    'weakened: what is left out was changed',
    'weakened: the policy `kind` was removed',
  ],
  ['a handler module dropped', own('shop: shop.mjs, ', ''), 'breaking: the handler module `shop` was dropped'],
  [
    'a handler module dropped that nobody used',
    own(', spare: spare.mjs', ''),
    'neutral: the handler module `spare` was dropped',
  ],
  ['a target dropped', own('[plan, report]', '[plan]'), 'neutral: the target `report` was dropped'],
  [
    'a protection dropped',
    own('protected:\n  - { kinds: [Policy], fields: [gate], approvers: [a@example.org] }\n', ''),
    'weakened: the protection of gate was dropped',
  ],
  [
    'other approvers',
    own('a@example.org', 'b@example.org'),
    'neutral: the protection of gate was given to other approvers',
  ],
  // Files
  ['a document in another file', move('p/kind.yaml', 'd/kind.yaml'), 'neutral: the policy was moved to another file'],
  [
    'two documents in one file',
    (files) => {
      files['p/bounded.yaml'] += `---\n${files['p/kind.yaml']}`;
      delete files['p/kind.yaml'];
    },
    'neutral: the policy was moved to another file',
  ],
];

describe('an edit of another document', () => {
  it.each(rows.map(([title, ...row]) => [title, row] as const))('%s', async (_, [edit, ...expected]) => {
    expect((await after(...[edit].flat())).sort()).toEqual(expected.sort());
  });
  it('that only lays out or comments means nothing', async () => {
    const files = Object.fromEntries(
      Object.entries(base).map(([name, text]) => [
        name,
        name.endsWith('.yaml')
          ? `# New.\n${text.replace(/^(title: .*)\n(status: .*)\n/m, '$2 # moved\n$1\n')}\n# End.\n`
          : text,
      ]),
    );
    expect(await changesOf(base, files)).toEqual([]);
  });
  it('says where something stands, and where it stood', async () => {
    const files = {
      ...base,
      'p/gated.yaml': base['p/gated.yaml']!.replace('0.98', '0.9').replace('statement', '# New.\nstatement'),
    };
    const [change] = await changesOf(base, files);
    expect(change).toMatchObject({
      kind: 'Policy',
      path: ['gate', 'that'],
      was: 'rate >= 0.98 && size < 5',
      is: 'rate >= 0.9 && size < 5',
      at: { file: 'p/gated.yaml', range: { start: { line: 11, column: 9 } } },
      before: { file: 'p/gated.yaml', line: 10, column: 9 },
    });
  });
  it('that removes a document points at the workspace that lost it', async () => {
    const { 'p/tell.yaml': _, ...files } = base;
    const [change] = await changesOf(base, files);
    expect(change?.at).toMatchObject({ file: 'symphony.yaml', range: { start: { line: 5 } } });
  });
});

describe('a workspace compared with itself', () => {
  it.each([
    ['that of these tests', base],
    ['the one that ships', shippedWorkspace()],
    ['the bakery', filesBelow('test/projects/bakery')],
  ])('%s has no change', async (_, files) => {
    expect(await changesOf(files, { ...files })).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it('is not compared, and counts as neither passed nor violated', async () => {
    const result = await checkFiles({ ...base, 'p/gated.yaml': 'kind: Policy\nid: gated\n\t' }, undefined, base);
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    const { against, rules } = result.verdict;
    expect(against?.changes).toEqual([]);
    expect(against?.notCompared?.map(({ file }) => file)).toContain('p/gated.yaml');
    expect(rules.find(({ code }) => code === 'GATE_WEAKENED')).toMatchObject({ violations: 0, notEvaluated: 1 });
  });
  it('at the revision is told, and the others are compared', async () => {
    const before = { ...base, 'p/gated.yaml': base['p/gated.yaml']!.replace('statement', 'sttement') };
    const files = { ...base, 'p/seen.yaml': base['p/seen.yaml']!.replace('1d', '2d') };
    const result = await checkFiles(files, undefined, before);
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    expect(result.verdict.against).toMatchObject({
      changes: [{ id: 'seen', effect: 'weakened' }],
    });
  });
  it('leaves the rules without a revision without checks', async () => {
    const result = await checkFiles(base);
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    const own = result.verdict.rules.filter(({ code }) => /^(GATE_WEAKENED|BREAKING|UNAUTHORIZED)/.test(code));
    expect(own.map(({ checks, notEvaluated }) => [checks, notEvaluated])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});
