/** What a change of a symphony means, told apart from what means nothing: one edit a row. */
import { describe, expect, it } from 'vitest';
import { after, type Edit, type Row, remove, replace } from '../support/bread-shop.ts';

const bake = (from: string, to: string): Edit => replace('p/bake.yaml', from, to);

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
];

describe('an edit of a symphony', () => {
  it.each(rows.map(([title, ...row]) => [title, row] as const))('%s', async (_, [edit, ...expected]) => {
    expect((await after(...[edit].flat())).sort()).toEqual(expected.sort());
  });
});
