/** What a change of a document means, told apart from what means nothing: one edit a row. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../compiler/model/change.ts';
import { filesBelow, shippedWorkspace } from '../support/project.ts';
import { checkFiles } from '../support/workspace.ts';

const head = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: Title of ${id}\nstatus: active\n`;

const base: Readonly<Record<string, string>> = {
  'symphony.yaml': `apiVersion: symphonyc/v1
kind: Workspace
id: shop
title: Shop
sources: [d/*.yaml, p/*.yaml]
handlers: { shop: shop.mjs, spare: spare.mjs }
targets: [plan, report]
severities: { TIMEOUT_MISSING: major }
failOn: minor
goals: { domain: 0.9 }
protected:
  - { kinds: [Policy], fields: [gate], approvers: [a@example.org] }
`,
  'shop.mjs': 'export async function bake() {}\nexport async function undo() {}\n',
  'spare.mjs': 'export async function rest() {}\n',
  'd/shop.yaml': `${head('Domain', 'shop')}owner: us\nnamespace: shop\npolicies: [kind]\n`,
  'd/depot.yaml': `${head('Domain', 'depot')}owner: us\nnamespace: depot\ndependsOn: [shop]\n`,
  'd/rate.yaml': `${head('Metric', 'rate')}unit: ratio\ngoal: { atLeast: 0.9, atMost: 1 }\nfreshness: 1h\n`,
  'd/size.yaml': `${head('Metric', 'size')}unit: count\n`,
  'p/gated.yaml': `${head('Policy', 'gated')}statement: So.\nseverity: critical\ngate:\n  over: movement\n  that: rate >= 0.98 && size < 5\n`,
  'p/bounded.yaml': `${head('Policy', 'bounded')}statement: So.\nassert:\n  over: beat\n  that: beat.timeout_ms > 0\n`,
  'p/seen.yaml': `${head('Policy', 'seen')}statement: So.\nattest:\n  evidence: report\n  freshness: 1d\n`,
  'p/kind.yaml': `${head('Policy', 'kind')}statement: So.\nassert: { over: beat, that: beat.id != "" }\n`,
  'p/bake.yaml': `${head('Symphony', 'bake')}domain: shop
dynamics: f
budget: 1h
policies: [gated]
metrics: [rate, size]
inputs:
  dry_run: { type: bool, default: false }
  oven: { type: string }
events: [shop.baked, shop.sold]
completion:
  - rate >= 0.98
  - size == 0
rollback: { atomic: movement, snapshot: true, on: [beat-failed, cancelled] }
movements:
  - id: make
    title: Make
    budget: 30m
    policies: [bounded]
    completion: [size <= 3]
    beats:
      - id: dough
        handler: shop#bake
        rollback: shop#undo
        effects: local
        timeout: 2m
        with: { grams: 500, name: rye }
        emits: [shop.baked]
        measures: [rate, size]
        evidence: [report]
        policies: [seen]
        spec: specs/dough.feature#Rises
      - id: oven
        run: [heat, "{x}"]
        each: { x: [a, b] }
        timeout: 90s
        retry: { attempts: 2, backoff: 5s }
        when: "!inputs.dry_run"
  - id: sell
    title: Sell
    beats:
      - id: taste
        approve: { by: baker }
        timeout: 1h
      - id: check
        probe: { file: bread.txt, expect: size > 10 }
        timeout: 10s
      - id: hand-over
        run: [sell]
        timeout: 1m
        emits: [shop.sold]
`,
  'p/tell.yaml': `${head('Symphony', 'tell')}domain: depot
after: [{ symphony: bake, movement: make }]
movements:
  - id: one
    title: One
    beats:
      - id: wait
        run: [tell]
        awaits: [shop.sold]
        timeout: 1m
      - id: again
        perform: bake
        timeout: 1h
`,
};

type Files = Readonly<Record<string, string>>;
type Edit = (files: Record<string, string>) => void;

const replace =
  (file: string, from: string, to: string): Edit =>
  (files) => {
    expect(files[file]).toContain(from);
    files[file] = files[file]!.replace(from, to);
  };

const move =
  (from: string, to: string): Edit =>
  (files) => {
    files[to] = files[from]!;
    delete files[from];
  };

const remove =
  (file: string): Edit =>
  (files) =>
    void delete files[file];

async function changesOf(before: Files, after: Files): Promise<readonly Change[]> {
  const result = await checkFiles(after, before);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const { diagnostics, against } = result.verdict;
  expect(diagnostics.filter(({ code }) => code === 'INTERNAL_ERROR')).toEqual([]);
  return against!.changes;
}

async function after(...edits: readonly Edit[]): Promise<string[]> {
  const files = { ...base };
  for (const edit of edits) edit(files);
  return (await changesOf(base, files)).map(({ effect, what }) => `${effect}: ${what}`);
}

const bake = (from: string, to: string): Edit => replace('p/bake.yaml', from, to);
const own = (from: string, to: string): Edit => replace('symphony.yaml', from, to);

type Row = readonly [title: string, edit: Edit | readonly Edit[], ...expected: string[]];

const rows: readonly Row[] = [
  // Beats
  ['a timeout raised', bake('timeout: 2m', 'timeout: 3m'), 'weakened: the timeout was raised'],
  ['a timeout lowered', bake('timeout: 2m', 'timeout: 30s'), 'tightened: the timeout was lowered'],
  ['a timeout dropped', bake('        timeout: 2m\n', ''), 'weakened: the timeout was dropped'],
  ['a timeout in another unit', bake('timeout: 90s', 'timeout: 90000ms')],
  ['more attempts', bake('attempts: 2', 'attempts: 5'), 'weakened: the number of attempts was raised'],
  [
    'no retry',
    bake('        retry: { attempts: 2, backoff: 5s }\n', ''),
    'tightened: the number of attempts was lowered',
    'neutral: the pause before another attempt was dropped',
  ],
  [
    'a higher level',
    bake('        effects: local\n', '        effects: local\n        from: f\n'),
    'weakened: the level from which it plays was changed',
  ],
  ['the level that is there anyway', bake('        effects: local\n', '        effects: local\n        from: p\n')],
  ['a rollback dropped', bake('        rollback: shop#undo\n', ''), 'weakened: the way back was dropped'],
  ['other effects', bake('effects: local', 'effects: external'), 'neutral: how far its effects reach was changed'],
  [
    'a specification dropped',
    bake('        spec: specs/dough.feature#Rises\n', ''),
    'weakened: the specification was dropped',
  ],
  [
    'a condition added',
    bake('        effects: local\n', '        effects: local\n        when: size > 1\n'),
    'weakened: the condition under which it plays was added',
  ],
  [
    'a condition dropped',
    bake('        when: "!inputs.dry_run"\n', ''),
    'tightened: the condition under which it plays was dropped',
  ],
  [
    'a condition that needs more',
    bake('"!inputs.dry_run"', '"!inputs.dry_run && size > 1"'),
    'weakened: the condition under which it plays was changed',
  ],
  ['another handler', bake('handler: shop#bake', 'handler: spare#rest'), 'neutral: `handler` was changed'],
  ['another command', bake('[sell]', '[sell, --all]'), 'neutral: `run` was changed'],
  [
    'a constant of the handler dropped',
    bake('grams: 500, ', ''),
    'breaking: the constant `grams` for the handler was dropped',
  ],
  [
    'a constant of another type',
    bake('grams: 500', 'grams: "500"'),
    'breaking: the constant `grams` for the handler was changed',
  ],
  [
    'a constant of another value',
    bake('grams: 500', 'grams: 600'),
    'neutral: the constant `grams` for the handler was changed',
  ],
  ['evidence dropped', bake('        evidence: [report]\n', ''), 'breaking: the evidence `report` was dropped'],
  ['an approval replaced', bake('approve: { by: baker }', 'run: [nod]'), 'weakened: what the beat does was changed'],
  ['another approver', bake('by: baker', 'by: owner'), 'neutral: who approves was changed'],
  [
    'an expectation loosened',
    bake('expect: size > 10', 'expect: size >= 10'),
    'weakened: what the probe expects was loosened',
  ],
  [
    'a beat removed',
    bake('      - id: hand-over\n        run: [sell]\n        timeout: 1m\n        emits: [shop.sold]\n', ''),
    'neutral: the beat `hand-over` was removed',
  ],
  [
    'a check removed',
    bake('      - id: check\n        probe: { file: bread.txt, expect: size > 10 }\n        timeout: 10s\n', ''),
    'weakened: the beat `check` was removed',
  ],
  [
    'a beat added',
    bake('      - id: check\n', '      - id: wrap\n        run: [wrap]\n      - id: check\n'),
    'neutral: the beat `wrap` was added',
  ],
  ['a beat renamed', bake('- id: hand-over', '- id: give'), 'neutral: the beat `hand-over` was renamed to `give`'],
  [
    'a beat that no longer waits for an approval',
    bake('        run: [sell]\n', '        run: [sell]\n        needs: []\n'),
    'weakened: other beats no longer wait for `check`',
    'neutral: what it needs was added',
    'weakened: other beats no longer wait for `taste`',
  ],
  [
    'a beat in another movement',
    [
      bake('      - id: hand-over\n        run: [sell]\n        timeout: 1m\n        emits: [shop.sold]\n', ''),
      bake(
        '  - id: sell\n',
        '      - id: hand-over\n        run: [sell]\n        timeout: 1m\n        emits: [shop.sold]\n  - id: sell\n',
      ),
    ],
    'neutral: the beat was moved to another movement',
    'weakened: other beats no longer wait for `check`',
    'tightened: the policy `bounded` of the movement is applied',
    'weakened: other beats no longer wait for `taste`',
  ],
  // Movements and symphonies
  [
    'a movement renamed that another symphony follows',
    bake('- id: make', '- id: prepare'),
    'breaking: the movement `make` was renamed to `prepare`',
  ],
  [
    'a movement renamed that nobody follows',
    bake('- id: sell', '- id: vend'),
    'neutral: the movement `sell` was renamed to `vend`',
  ],
  [
    'movements the other way round',
    (files) => {
      const text = files['p/bake.yaml']!;
      const [first, second] = [text.indexOf('  - id: make'), text.indexOf('  - id: sell')];
      files['p/bake.yaml'] = `${text.slice(0, first)}${text.slice(second)}${text.slice(first, second)}`;
    },
    'neutral: the order of the movements was changed',
  ],
  [
    'a movement removed',
    (files) => {
      const text = files['p/bake.yaml']!;
      files['p/bake.yaml'] = text.slice(0, text.indexOf('  - id: sell'));
    },
    'weakened: the movement `sell` was removed',
  ],
  ['a criterion loosened', bake('- rate >= 0.98', '- rate >= 0.95'), 'weakened: a completion criterion was loosened'],
  ['a criterion tightened', bake('- rate >= 0.98', '- rate > 0.98'), 'tightened: a completion criterion was tightened'],
  ['a criterion dropped', bake('  - size == 0\n', ''), 'weakened: a completion criterion was dropped'],
  [
    'a criterion added',
    bake('  - size == 0\n', '  - size == 0\n  - rate < 1.0\n'),
    'tightened: a completion criterion was added',
  ],
  [
    'a criterion that cannot be compared',
    bake('- size == 0', '- size % 2 == 0'),
    'neutral: a completion criterion was changed',
  ],
  [
    'criteria in another order and notation',
    bake('  - rate >= 0.98\n  - size == 0\n', '  - 0 == size\n  - "0.98 <= (rate)"\n'),
  ],
  ['a budget raised', bake('budget: 1h', 'budget: 2h'), 'weakened: the budget was raised'],
  [
    'a lower level by default',
    bake('dynamics: f', 'dynamics: mf'),
    'weakened: the level that is played by default was changed',
  ],
  [
    'an input dropped',
    bake('  dry_run: { type: bool, default: false }\n', ''),
    'breaking: the input `dry_run` was dropped',
  ],
  [
    'an input of another type',
    bake('oven: { type: string }', 'oven: { type: int }'),
    'breaking: the type of the input `oven` was changed',
  ],
  [
    'an input that must be given',
    bake('  oven:', '  heat: { type: int }\n  oven:'),
    'breaking: the input `heat` was added',
  ],
  [
    'an input that may be given',
    bake('  oven:', '  heat: { type: int, default: 1 }\n  oven:'),
    'neutral: the input `heat` was added',
  ],
  [
    'an input without its default',
    bake('bool, default: false', 'bool'),
    'breaking: the default of the input `dry_run` was dropped',
  ],
  [
    'an event dropped',
    bake('events: [shop.baked, shop.sold]', 'events: [shop.baked]'),
    'breaking: the event `shop.sold` was dropped',
  ],
  ['an event written with more', bake('events: [shop.baked, shop.sold]', 'events: [{ name: shop.baked }, shop.sold]')],
  [
    'a snapshot no longer taken',
    bake('snapshot: true, ', ''),
    'weakened: whether the state is saved before each unit was changed',
  ],
  ['a policy no longer applied', bake('policies: [gated]\n', ''), 'weakened: the policy `gated` is no longer applied'],
  [
    'a policy of the movement applied to each beat',
    [
      bake('    policies: [bounded]\n', ''),
      bake('policies: [seen]', 'policies: [seen, bounded]'),
      bake('[heat, "{x}"]\n', '[heat, "{x}"]\n        policies: [bounded]\n'),
    ],
    'neutral: the policy `bounded` is no longer applied',
    'neutral: the policy `bounded` is applied',
    'neutral: the policy `bounded` is applied',
  ],
  [
    'a policy applied further out',
    [bake('    policies: [bounded]\n', ''), bake('policies: [gated]', 'policies: [gated, bounded]')],
    'tightened: the policy `bounded` is applied',
    'neutral: the policy `bounded` is no longer applied',
  ],
  ['a symphony made a draft', bake('status: active', 'status: draft'), 'weakened: the status was changed'],
  [
    'another domain',
    replace('p/bake.yaml', 'domain: shop', 'domain: depot'),
    'neutral: `domain` was changed',
    'weakened: the policy `kind` of its domain is no longer applied',
  ],
  ['a symphony removed', remove('p/bake.yaml'), 'breaking: the symphony `bake` was removed'],
  ['a symphony removed that nobody used', remove('p/tell.yaml'), 'neutral: the symphony `tell` was removed'],
  ['a symphony renamed', bake('id: bake\n', 'id: roast\n'), 'breaking: the symphony `bake` was renamed to `roast`'],
  ['another title', bake('title: Title of bake', 'title: Baking'), 'neutral: `title` was changed'],
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

describe('an edit', () => {
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
    const result = await checkFiles({ ...base, 'p/gated.yaml': 'kind: Policy\nid: gated\n\t' }, base);
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    const { against, rules } = result.verdict;
    expect(against?.changes).toEqual([]);
    expect(against?.notCompared?.map(({ file }) => file)).toContain('p/gated.yaml');
    expect(rules.find(({ code }) => code === 'GATE_WEAKENED')).toMatchObject({ violations: 0, notEvaluated: 1 });
  });
  it('at the revision is told, and the others are compared', async () => {
    const before = { ...base, 'p/gated.yaml': base['p/gated.yaml']!.replace('statement', 'sttement') };
    const files = { ...base, 'p/seen.yaml': base['p/seen.yaml']!.replace('1d', '2d') };
    const result = await checkFiles(files, before);
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
