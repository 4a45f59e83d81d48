/** Fixes that make something worse are left out; what can be repaired beside them is repaired. */
import { describe, expect, it } from 'vitest';
import { documentRule } from '../../compiler/diagnostics/define.ts';
import type { Severity } from '../../compiler/model/diagnostic.ts';
import { beat, domain, movement, movements, policy, symphony } from '../../compiler/rules/example.ts';
import { type Planned, planFor } from '../support/fixing.ts';
import { registries } from '../support/workspace.ts';

/** Reports domains with the owner `from`, and gives them the owner `to`, if any. */
const owned = (code: string, severity: Severity, from: string, to?: string) =>
  documentRule<{ from: string }>()({
    code,
    dimension: 'orchestration',
    aspect: 'domain',
    severity,
    fixable: 'safe',
    over: 'document',
    doc: '',
    message: () => `the owner is ${from}`,
    applies: ({ document }) => document.kind === 'Domain',
    check: ({ node, bound, report }) => {
      if ((node.document.value as { owner?: string }).owner !== from) return;
      const at = bound.place(['owner']);
      report({ params: { from }, fix: to ? { title: to, safe: true, edits: [{ ...at, text: to }] } : undefined });
    },
    examples: [],
  });

const withRules = (...rules: readonly ReturnType<typeof owned>[]) => ({
  ...registries,
  rules: [...registries.rules, ...rules],
});

const files = { 'build.yaml': domain(), 'play.yaml': symphony({ extra: 'tempo: 999' }) };

const done = ({ plan }: Planned): string[] => plan.phases.flatMap(({ fixed }) => fixed.map(({ code }) => code));
const reasons = ({ plan }: Planned): (string | undefined)[] =>
  plan.state.diagnostics.filter(({ code }) => code.startsWith('OWNER')).map((one) => plan.refusalOf(one));

describe('a fix is left out', () => {
  it.each<[string, Severity, Severity]>([
    ['brings something as severe', 'major', 'major'],
    ['brings something more severe', 'minor', 'critical'],
  ])('that %s; others are made', async (_, own, other) => {
    const using = withRules(owned('OWNER_A', own, 'team', 'crew'), owned('OWNER_B', other, 'crew'));
    const planned = await planFor(files, undefined, using);
    expect(done(planned)).toEqual(['TEMPO_INVALID']);
    expect(reasons(planned)).toEqual(['it would bring OWNER_B at build.yaml:1:1: the owner is crew']);
    expect(planned.files['build.yaml']).toBe(files['build.yaml']);
  });
  it('that does not repair what it is for', async () => {
    const planned = await planFor(files, undefined, withRules(owned('OWNER_A', 'minor', 'team', 'team  # the team')));
    expect(done(planned)).toEqual(['TEMPO_INVALID']);
    expect(reasons(planned)).toEqual(['OWNER_A would still be reported at build.yaml:1:1']);
  });
  it('that breaks its document', async () => {
    const planned = await planFor(files, undefined, withRules(owned('OWNER_A', 'minor', 'team', '[')));
    expect(reasons(planned)).toEqual(['`build.yaml` could not be read any more']);
  });
  it('that comes back, whoever undoes it', async () => {
    const using = withRules(owned('OWNER_A', 'major', 'team', 'crew'), owned('OWNER_B', 'major', 'crew', 'team'));
    const planned = await planFor(files, undefined, using);
    expect(planned.files['build.yaml']).toBe(files['build.yaml']);
    expect(done(planned)).toEqual(['TEMPO_INVALID']);
  });
  it('that lowers a score, though all that is new is slighter', async () => {
    const using = withRules(
      owned('OWNER_A', 'minor', 'team', 'crew'),
      ...['B', 'C', 'D'].map((name) => ({ ...owned(`OWNER_${name}`, 'info', 'crew'), aspect: 'manifest' })),
    );
    const heavy = using.rules.map((rule) => (rule.code === 'OWNER_B' ? { ...rule, severity: 'minor' as const } : rule));
    const settings = {
      'symphony.yaml':
        'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [build.yaml, play.yaml]\nseverities: { OWNER_A: major }\n',
    };
    const planned = await planFor({ ...settings, ...files }, undefined, { ...using, rules: heavy });
    expect(reasons(planned)[0]).toMatch(/^the score of the aspect manifest would fall from /);
  });
});

it('what a fix reveals is repaired in its turn', async () => {
  const using = withRules(owned('OWNER_A', 'major', 'team', 'crew'), owned('OWNER_B', 'major', 'crew', 'us'));
  const planned = await planFor(files, undefined, using);
  expect(done(planned)).toEqual(['OWNER_A', 'OWNER_B', 'TEMPO_INVALID']);
  expect(planned.files['build.yaml']).toContain('owner: us\n');
});

it('of two names that are misspelt, one below the other, both are repaired', async () => {
  const planned = await planFor({
    'build.yaml': domain(),
    'main.yaml': symphony({ id: 'main' }),
    'play.yaml': symphony({ extra: 'after:\n  - symphony: mian\n    movement: oen' }),
  });
  expect(done(planned)).toEqual(['SYMPHONY_NOT_FOUND', 'MOVEMENT_NOT_FOUND']);
  expect(planned.plan.state.diagnostics.filter(({ code }) => code.endsWith('_NOT_FOUND'))).toEqual([]);
});

it('of many fixes only those are left out that do harm', async () => {
  const beats = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => beat(id, 'run: [node]'));
  const planned = await planFor({
    'build.yaml': domain('build', 'policies: [quick]'),
    'quick.yaml': policy(
      'quick',
      'severity: major\nassert: { over: beat, that: \'beat.id != "d" || beat.timeout_ms == 0\' }',
    ),
    'play.yaml': symphony({ movements: movements(movement('one', ...beats)) }),
  });
  expect(done(planned)).toEqual([
    'TIMEOUT_MISSING',
    'TIMEOUT_MISSING',
    'TIMEOUT_MISSING',
    'TIMEOUT_MISSING',
    'TIMEOUT_MISSING',
  ]);
  const [left] = planned.plan.state.diagnostics.filter(({ code }) => code === 'TIMEOUT_MISSING');
  expect(left).toMatchObject({ subject: 'play/one/d' });
  expect(planned.plan.refusalOf(left!)).toMatch(/^it would bring POLICY_VIOLATED at play\.yaml:/);
});

describe('edits of one place', () => {
  it('wait for one another', async () => {
    const using = withRules(owned('OWNER_A', 'major', 'team', 'crew'), owned('OWNER_B', 'minor', 'team', 'us'));
    const planned = await planFor(files, undefined, using);
    expect(done(planned)).toEqual(['OWNER_A', 'TEMPO_INVALID']);
    expect(planned.files['build.yaml']).toContain('owner: crew\n');
  });
  it('are made once when they are the same', async () => {
    const using = withRules(owned('OWNER_A', 'major', 'team', 'us'), owned('OWNER_B', 'minor', 'team', 'us'));
    const planned = await planFor(files, undefined, using);
    expect(done(planned)).toEqual(['OWNER_A', 'OWNER_B', 'TEMPO_INVALID']);
  });
});
