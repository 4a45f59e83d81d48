/** The declarations that handlers are written against, judged by the real TypeScript compiler. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import target from '../../compiler/targets/types/index.ts';
import { hiddenIn } from '../support/cli.ts';
import { type Compiled, compileFiles, emitTarget, repository, shippedFiles } from '../support/plans.ts';
import { hostileFiles } from '../support/target-inputs.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What `tsc --strict` says about the declarations together with `sources`, one line an error. */
function compile(
  declarations: ReadonlyMap<string, string>,
  sources: Readonly<Record<string, string>> = {},
  options: Readonly<Record<string, unknown>> = {},
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  folders.push(folder);
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      module: 'nodenext',
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      ...options,
    },
    include: ['.'],
  };
  const files = { 'package.json': '{"type":"module"}', 'tsconfig.json': JSON.stringify(config), ...sources };
  for (const [path, text] of [...declarations, ...Object.entries(files)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect(status === 0).toBe(lines.length === 0);
  return lines;
}

const example = {
  'metrics.yaml': `apiVersion: symphonyc/v1
kind: Metric
id: size
title: Size
status: active
unit: bytes
goal: { atMost: 100 }
---
apiVersion: symphonyc/v1
kind: Metric
id: passed
title: Passed
status: active
unit: bool
`,
  'play.yaml': `apiVersion: symphonyc/v1
kind: Symphony
id: play
title: Play
status: active
domain: stage
inputs:
  version: { type: string }
  limit: { type: int, default: 3 }
events: [play.started, play.ended]
movements:
  - id: only
    title: Only
    beats:
      - id: start
        title: Start {part}
        handler: stage#start
        rollback: stage#undo
        each: { part: [strings, brass] }
        with: { colour: red, depth: 2, names: [a, b], nested: { deep: [1, two] } }
        emits: [play.started]
        measures: [size, passed]
        evidence: [recording]
      - id: wait
        run: [sleep, "1"]
      - id: end
        handler: stage#end
        rollback: stage#undo
        emits: [play.ended]
`,
};

const sound = `import type { HandlerContext, Handlers, HandlerModules, RollbackContext, CallContext, BeatContract, SymphonyEvent, BeatId, MovementId, MetricValues } from './types/index.js';

export const start: Handlers['play']['start'] = async ({ input, inputs, emit, measure, evidence, log, step }) => {
  const part: 'strings' | 'brass' = input.part;
  const names: readonly string[] = input.names;
  const depth: number = input.depth + input.names.length;
  const deep: string | number | undefined = input.nested.deep[0];
  const limit: number = inputs.limit;
  const version: string = inputs.version;
  const here: 'start[strings]' | 'start[brass]' = step;
  emit('play.started', { part, names, depth, deep, limit, version, here });
  measure('size', 12);
  measure('passed', true);
  await evidence('recording', 'la la la');
  log.info('started', { part });
  return { part };
};
export const end: Handlers['play']['end'] = ({ emit }) => emit('play.ended');
export const undo = async ({ reason, output, log }: RollbackContext<'play', 'start'> | RollbackContext<'play', 'end'>): Promise<void> => {
  log.warn(reason, output);
};
export const shared = (context: CallContext<BeatContract>): void => context.log.info(context.correlationId);
export const event: SymphonyEvent['event'] = 'play.ended';
export const beat: BeatId<'play'> = 'wait';
export const movement: MovementId = 'only';
export const size: MetricValues['size'] = 3;
shared satisfies Handlers['play']['start'];
({ start, end, undo }) satisfies HandlerModules['stage'];
export type Context = HandlerContext<'play', 'start'>;
`;

/** Each breaks the contract in one way. */
const broken: Readonly<Record<string, string>> = {
  'an event of another beat': `export const f: Handlers['play']['start'] = ({ emit }) => emit('play.ended');`,
  'an event that is declared nowhere': `export const f: Handlers['play']['end'] = ({ emit }) => emit('play.over');`,
  'a metric that the beat does not measure': `export const f: Handlers['play']['end'] = ({ measure }) => measure('size', 1);`,
  'a metric that does not exist': `export const f: Handlers['play']['start'] = ({ measure }) => measure('weight', 1);`,
  'a value of the wrong type': `export const f: Handlers['play']['start'] = ({ measure }) => measure('passed', 1);`,
  'evidence that the beat does not produce': `export const f: Handlers['play']['end'] = async ({ evidence }) => evidence('recording', '');`,
  'an input that nobody gives': `export const f: Handlers['play']['end'] = ({ input }) => ({ part: input.part });`,
  'a value that each does not take': `export const f: Handlers['play']['start'] = ({ input }) => { if (input.part === 'drums') return; };`,
  'a beat without a handler': `export const f: Handlers['play']['wait'] = () => {};`,
  'an output that is not JSON': `export const f: Handlers['play']['end'] = () => ({ when: new Date(), f: () => 1 });`,
  'a handler that wants more than it gets': `const g = (context: { userName: string }): void => {}; export const f: Handlers['play']['end'] = g;`,
  'a handler for another beat': `declare const g: Handlers['play']['start']; export const f: Handlers['play']['end'] = g;`,
  'a module without an export': `({ end: () => {}, undo: () => {} }) satisfies HandlerModules['stage'];`,
  'an export that is no function': `({ start: 1, end: () => {}, undo: () => {} }) satisfies HandlerModules['stage'];`,
  'an unknown symphony': `export type X = Handlers['plays'];`,
};

describe('the declarations of an example', () => {
  let declarations: ReadonlyMap<string, string>;
  beforeAll(async () => {
    declarations = emitTarget(target, await compileFiles(example));
  });

  it('accept sound handlers', () => {
    expect(compile(declarations, { 'handlers.ts': sound })).toEqual([]);
  });

  it('refuse each broken handler, and only those', () => {
    const head = `import type { Handlers, HandlerModules } from './types/index.js';\n`;
    const names = Object.keys(broken);
    const sources = Object.fromEntries(
      names.map((name, i) => [`broken-${i}.ts`, `${head}${broken[name]}\nexport {};\n`]),
    );
    const errors = compile(declarations, { ...sources, 'sound.ts': sound });
    const refused = new Set(errors.flatMap((line) => /^broken-(\d+)\.ts/.exec(line.split('/').at(-1)!)?.[1] ?? []));
    expect(names.filter((_, i) => !refused.has(String(i)))).toEqual([]);
    expect(errors.filter((line) => !/broken-\d+\.ts\(|^ /.test(line))).toEqual([]);
  });

  it('give the title of a beat that is played for each of several values as it is written', () => {
    expect(declarations.get('types/symphonies/play.d.ts')).toContain('   * Start \\{part\\}\n');
  });

  it('name the unit, the goal and the whole numbers of metrics', () => {
    expect(declarations.get('types/metrics.d.ts')).toContain('Unit: bytes, a whole number. Goal: at most 100.');
  });
});

describe.each([
  ['the shipped symphonies', shippedFiles],
  ['a hostile workspace', hostileFiles],
  ['an empty workspace', () => ({ 'metrics.yaml': example['metrics.yaml'] })],
])('the declarations of %s', (_, files) => {
  let compiled: Compiled;
  beforeAll(async () => {
    compiled = await compileFiles(files());
  });

  it('satisfy the compiler', () => {
    expect(compile(emitTarget(target, compiled))).toEqual([]);
  });

  it('have nothing that turns or hides text', () => {
    for (const text of emitTarget(target, compiled).values()) expect(hiddenIn(text)).toBeUndefined();
  });

  it('hold one file a symphony, and an index of exactly those', () => {
    const declarations = emitTarget(target, compiled);
    const files = [...declarations.keys()].filter((path) => path.startsWith('types/symphonies/'));
    expect(files).toEqual(compiled.symphonies.map(({ plan }) => `types/symphonies/${plan.id}.d.ts`));
    const named = [...declarations.get('types/index.d.ts')!.matchAll(/import\('\.\/(symphonies\/[^']+)\.js'\)/g)];
    expect(named.map((match) => `types/${match[1]}.d.ts`)).toEqual(files);
  });
});

it('keeps text of documents inside its comment, without the tags of TSDoc', async () => {
  const declarations = emitTarget(target, await compileFiles(hostileFiles()));
  const comments = [...declarations.values()].flatMap((text) => text.match(/\/\*\*[\s\S]*?\*\//g) ?? []);
  expect(comments.filter((text) => text.includes('pwned')).length).toBeGreaterThan(5);
  expect(comments.filter((text) => /(?<!\\)@/.test(text))).toEqual([]);
  const importing = `import { pwned } from './types/symphonies/odd-4.js';\nexport const x = pwned;\n`;
  expect(compile(declarations, { 'importing.ts': importing })[0]).toContain("no exported member 'pwned'");
});

it('marks a symphony as deprecated where it is used', async () => {
  const files = { ...example, 'play.yaml': example['play.yaml'].replace('status: active', 'status: deprecated') };
  const index = emitTarget(target, await compileFiles(files)).get('types/index.d.ts');
  expect(index).toContain("   * @deprecated\n   */\n  readonly 'play'");
});

it('gives handlers the abort signal of the platform', async () => {
  const declarations = emitTarget(target, await compileFiles(example));
  const handler = `import type { Handlers } from './types/index.js';
export const start: Handlers['play']['start'] = async ({ signal }) => { await fetch('/', { signal }); };\n`;
  const options = { types: ['node'], typeRoots: [join(repository, 'node_modules/@types')], skipLibCheck: true };
  expect(compile(declarations, { 'handler.ts': handler }, options)).toEqual([]);
});
