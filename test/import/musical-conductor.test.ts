/** Sequences of MusicalConductor: the four dialects, nothing lost without a word, findings in the original. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import musicalConductor from '../../compiler/import/musical-conductor/index.ts';
import { Original } from '../../compiler/import/original.ts';
import { runCli } from '../support/cli.ts';
import { tempFolder } from '../support/temp.ts';

const beat = (number: number, more: object = {}) => ({
  beat: number,
  title: `Step ${number}`,
  event: `oven:step-${number}:done`,
  handler: `step${number}`,
  timing: '< 1.5s',
  ...more,
});

const sequence = (movement: object, more: object = {}) => ({
  id: 'bake-bread',
  title: 'Bake bread',
  status: 'active',
  domainId: 'kitchen',
  movements: [{ id: 'oven', name: 'Oven', ...movement }],
  ...more,
});

async function imported(files: Readonly<Record<string, unknown>>, ...argv: readonly string[]) {
  const root = tempFolder();
  mkdirSync(join(root, 'originals'));
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(root, 'originals', name), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const { code, out, err } = await runCli(['import', 'musical-conductor', 'originals', '--format', 'json', ...argv], {
    cwd: root,
  });
  const read = (path: string) => parseYaml(readFileSync(join(root, 'symphonies/imported', path), 'utf8'));
  return { code, err, root, read, ...(JSON.parse(out) as Told) };
}

interface Told {
  readonly files: readonly { readonly file: string; readonly imported: boolean; readonly leftovers: readonly Lost[] }[];
  readonly written: readonly { readonly path: string }[];
  readonly diagnostics: readonly Found[];
}
interface Lost {
  readonly path: readonly (string | number)[];
  readonly reason: string | null;
}
interface Found {
  readonly code: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
}

describe('the dialects', () => {
  it.each(['beats', 'steps', 'sequence'])('a list called `%s`', async (list) => {
    const { code, read } = await imported({ 'a.json': sequence({ [list]: [beat(1), beat(2)] }) });
    expect(code).toBe(0);
    expect(read('bake-bread.yaml').movements[0].beats).toEqual([
      { id: 'step-1', number: 1, title: 'Step 1', handler: 'step1', emits: ['oven.step-1.done'], timeout: '1500ms' },
      { id: 'step-2', number: 2, title: 'Step 2', handler: 'step2', emits: ['oven.step-2.done'], timeout: '1500ms' },
    ]);
  });
  it('a bare number is a claim, beside a list or without one', async () => {
    const both = await imported({ 'a.json': sequence({ beats: 3, steps: [beat(1)] }) });
    expect(both.read('bake-bread.yaml').movements[0].claims).toEqual({ beats: 3 });
    const place = both.diagnostics.find(({ code }) => code === 'BEAT_COUNT_MISMATCH');
    expect(place).toMatchObject({ file: 'originals/a.json', range: { start: { line: 10, column: 16 } } });
    const alone = await imported({ 'a.json': sequence({ beats: 6 }) });
    const codes = alone.diagnostics.map(({ code }) => code);
    expect(codes).toContain('BEAT_COUNT_MISMATCH');
    expect(codes).toContain('MOVEMENT_EMPTY');
  });
});

describe('an import', () => {
  it('lists what has no counterpart, with the place', async () => {
    const { files } = await imported({ 'a.json': sequence({ emoji: 'x', beats: [beat(1, { timing: 'immediate' })] }) });
    expect(files[0]!.leftovers.map(({ path, reason }) => [path.join('.'), reason])).toEqual([
      ['movements.0.emoji', null],
      ['movements.0.beats.0.timing', 'it is no limit in time'],
    ]);
  });
  it('says what is no sequence, and goes on with the others', async () => {
    const { code, files, read } = await imported({
      'a.json': sequence({ beats: [beat(1)] }),
      'b.json': { name: 'something else' },
      'c.json': '{ "movements": [',
    });
    expect(code).toBe(1);
    expect(files.map((one) => one.imported)).toEqual([true, false, false]);
    expect(read('bake-bread.yaml').id).toBe('bake-bread');
  });
  it('replaces nothing that is there, unless it is told to', async () => {
    const { root } = await imported({ 'a.json': sequence({ beats: [beat(1)] }) });
    const again = (...argv: string[]) => runCli(['import', 'musical-conductor', 'originals', ...argv], { cwd: root });
    expect(await again()).toMatchObject({ code: 2, err: expect.stringContaining('nothing was written') });
    expect((await again('--force')).code).toBe(0);
    expect((await again('--dry-run')).code).toBe(0);
  });
  it('shows a key that is written twice in the original', async () => {
    const text = JSON.stringify(sequence({ beats: [beat(1)] }), null, 2).replace(
      '"status"',
      '"title": "Again",\n  "status"',
    );
    const { diagnostics } = await imported({ 'a.json': text });
    expect(diagnostics.find(({ code }) => code === 'DUPLICATE_KEY')).toMatchObject({ file: 'originals/a.json' });
  });
  it('goes nowhere but below the workspace', async () => {
    const root = tempFolder();
    writeFileSync(join(root, 'a.json'), '{}');
    const result = await runCli(['import', 'musical-conductor', 'a.json', '--into', '../elsewhere'], { cwd: root });
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining('leads out of the workspace') });
  });
});

const scalarsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsOf) : [String(value)];

it('takes over or lists every value, whatever the original holds', () => {
  const names = [
    'title',
    'name',
    'handler',
    'event',
    'kind',
    'timing',
    'description',
    'emoji',
    'input',
    'testFile',
    'zz',
  ];
  const field = fc.constantFrom(...names);
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('< 5s', 'pure', 'a#b', 'x:y'));
  const part = fc.dictionary(field, anything, { maxKeys: 6 });
  const movement = fc.record({ beats: fc.oneof(fc.array(part), fc.nat(9)), steps: fc.array(part), more: part });
  fc.assert(
    fc.property(
      fc.record({ movements: fc.array(fc.oneof(movement, anything)), governance: anything, more: part }),
      (drawn) => {
        const value = { ...drawn.more, ...drawn };
        const original = new Original(value);
        const made = musicalConductor.convert(original, 'drawn.json');
        if (!made) throw new Error('it has movements');
        const lost = original.leftovers().flatMap((left) => scalarsOf(left.value));
        const text = JSON.stringify(made.files.map(({ documents }) => documents.map((one) => one.value)));
        const told = new Set(lost);
        const missing = scalarsOf(value).filter((one) => !told.has(one) && one.trim() !== '' && !appears(text, one));
        expect(missing).toEqual([]);
      },
    ),
    { seed: 1 },
  );
});

/** As it is, or as a name, a duration or an effect. */
function appears(text: string, scalar: string): boolean {
  const folded = (some: string): string => some.toLowerCase().replace(/[^a-z0-9]/g, '');
  const quoted = JSON.stringify(scalar.trim()).slice(1, -1);
  const known = scalar === 'pure' || scalar === '< 5s';
  return known || text.includes(quoted) || folded(text).includes(folded(scalar).slice(0, 80));
}

const corpus = fileURLToPath(new URL('../../../shared/corpus/musical-conductor', import.meta.url));

describe.skipIf(!existsSync(corpus))('real sequences', () => {
  it('are imported whole, and every finding stands in its original', async () => {
    const names = readdirSync(corpus).filter((name) => name.endsWith('.json'));
    const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(corpus, name), 'utf8')]));
    const { code, files, diagnostics, read } = await imported(texts);
    expect(code).toBe(0);
    expect(files.every((one) => one.imported)).toBe(true);
    for (const { file, range } of diagnostics) {
      const lines = texts[file.replace('originals/', '')]!.split('\n');
      expect(lines[range.start.line - 1]!.length).toBeGreaterThanOrEqual(range.start.column - 1);
    }
    const beats = (path: string) =>
      read(path).movements.reduce((sum: number, { beats: own = [] }) => sum + own.length, 0);
    expect(beats('build-pipeline-symphony.yaml')).toBe(39);
    expect(beats('safe-continuous-delivery-pipeline.yaml')).toBe(17);
    expect(beats('symphony-report-pipeline.yaml')).toBe(30);
  });
});
