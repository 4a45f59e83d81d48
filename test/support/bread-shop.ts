/** A workspace with something of every kind, to change one thing at a time. */
import { expect } from 'vitest';
import type { Change } from '../../compiler/model/change.ts';
import { checkFiles } from './workspace.ts';

const head = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: Title of ${id}\nstatus: active\n`;

export const breadShop: Readonly<Record<string, string>> = {
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
export type Edit = (files: Record<string, string>) => void;

/** Writes `to` for `from`, which must be there. */
export const replace =
  (file: string, from: string, to: string): Edit =>
  (files) => {
    expect(files[file]).toContain(from);
    files[file] = files[file]!.replace(from, to);
  };

export const move =
  (from: string, to: string): Edit =>
  (files) => {
    files[to] = files[from]!;
    delete files[from];
  };

export const remove =
  (file: string): Edit =>
  (files) =>
    void delete files[file];

/** What `--against` says of two states of a workspace. */
export async function changesOf(before: Files, after: Files): Promise<readonly Change[]> {
  const result = await checkFiles(after, undefined, before);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const { diagnostics, against } = result.verdict;
  expect(diagnostics.filter(({ code }) => code === 'INTERNAL_ERROR')).toEqual([]);
  return against!.changes;
}

/** `effect: what` for each change that edits of the bread shop lead to. */
export async function after(...edits: readonly Edit[]): Promise<string[]> {
  const files = { ...breadShop };
  for (const edit of edits) edit(files);
  return (await changesOf(breadShop, files)).map(({ effect, what }) => `${effect}: ${what}`);
}

/** Title, edits, and the changes that they lead to. */
export type Row = readonly [title: string, edit: Edit | readonly Edit[], ...expected: string[]];
