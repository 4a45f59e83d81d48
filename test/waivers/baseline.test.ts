/** `symphonyc baseline`: from then on only new violations fail, and the baseline only shrinks. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markBaselined, readBaseline, recordable, writeBaseline } from '../../compiler/diagnostics/baseline.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { type CliResult, expectCivil, runCli } from '../support/cli.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';
import { checkFiles } from '../support/workspace.ts';

const name = 'symphonyc.baseline.json';
const needs = (id: string, need: string): string => beat(id, 'run: [make]', 'timeout: 5s', `needs: [${need}]`);
const play = (...beats: string[]): string =>
  symphony({ status: 'deprecated', movements: movements(movement('one', ...beats)) });
const files = (...beats: string[]): Record<string, string> => ({
  'symphony.yaml': workspace("'*.yaml'", 'tools: [make]'),
  'build.yaml': domain(),
  'play.yaml': play(...beats),
});

async function run(root: string, ...argv: string[]): Promise<CliResult> {
  const result = await runCli(argv, { cwd: root });
  expectCivil(result);
  return result;
}
const check = (root: string): Promise<CliResult> => run(root, 'check');
const lines = (root: string): string[] =>
  readFileSync(join(root, name), 'utf8')
    .split('\n')
    .filter((line) => line.includes('fingerprint'));

describe('a baseline', () => {
  it('lets pass what was there, wherever its lines move, and nothing else', async () => {
    const root = tempWorkspace(files(needs('a', 'x')));
    expect((await check(root)).code).toBe(1);
    const first = await run(root, 'baseline');
    expect(first).toEqual({
      code: 0,
      out: `${name} records 1 violation: 1 NEED_NOT_FOUND\ncommit it: from now on only other violations fail\n`,
      err: '',
    });
    const known = await check(root);
    expect(known.code).toBe(0);
    expect(known.out).toContain('baseline: 1 NEED_NOT_FOUND known from before');
    expect(known.out).not.toContain('critical[');
    expect((await run(root, 'check', '--verbose')).out).toContain('known critical[NEED_NOT_FOUND]');

    writeFiles(root, { 'play.yaml': `# A line more.\n\n${play(beat('z'), needs('a', 'x'))}` });
    expect((await check(root)).code).toBe(0);
    writeFiles(root, { 'play.yaml': play(needs('a', 'x'), needs('b', 'x')) });
    const more = await check(root);
    expect(more.code).toBe(1);
    expect(more.out).toContain('does not conform: 1 critical, 1 known from the baseline');
  });
  it('holds for a file that was renamed', async () => {
    const content = { ...files(needs('a', 'x')), 'play.yaml': '', 'one.yaml': play(needs('a', 'x')) };
    const diagnostics = async (path: string) => {
      const { 'one.yaml': text, ...others } = content;
      const result = await checkFiles({ ...others, 'play.yaml': domain('spare'), [path]: text, [name]: baseline });
      return 'verdict' in result ? result.verdict.diagnostics.filter(({ code }) => code === 'NEED_NOT_FOUND') : [];
    };
    const root = tempWorkspace({ ...content, 'play.yaml': domain('spare') });
    await run(root, 'baseline');
    const baseline = readFileSync(join(root, name), 'utf8');
    expect(await diagnostics('two.yaml')).toMatchObject([{ baselined: true, file: 'two.yaml' }]);
  });
  it('shrinks, and does not grow unless it is told to', async () => {
    const root = tempWorkspace(files(needs('a', 'x'), needs('b', 'y')));
    await run(root, 'baseline');
    expect(lines(root).length).toBe(2);
    writeFiles(root, { 'play.yaml': play(needs('a', 'x'), needs('c', 'z')) });
    expect((await check(root)).out).toContain(
      'baseline: 1 of 2 violations that it records is gone: drop it with `symphonyc baseline`',
    );
    const again = await run(root, 'baseline');
    expect(again).toEqual({
      code: 1,
      out: `${name} records 1 violation (1 dropped): 1 NEED_NOT_FOUND\nnot recorded, because it is new: 1 NEED_NOT_FOUND\nrepair or waive them, or record them with \`--accept-new\`\n`,
      err: '',
    });
    expect(lines(root).length).toBe(1);
    expect((await run(root, 'baseline', '--accept-new')).out).toContain('records 2 violations (1 new)');
    expect((await check(root)).code).toBe(0);
    writeFiles(root, { 'play.yaml': play(beat('a')) });
    expect((await run(root, 'baseline')).out).toContain('records 0 violations (2 dropped)');
    writeFiles(root, { 'play.yaml': play(needs('a', 'x')) });
    expect((await run(root, 'baseline')).code).toBe(1);
    expect(lines(root)).toEqual([]);
  });
  it('counts how often the same is there', async () => {
    const result = await checkFiles(files(needs('a', 'x')));
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    const one = result.verdict.diagnostics.find(({ code }) => code === 'NEED_NOT_FOUND')!;
    const written = writeBaseline(recordable([one, one], rules, 'major').map(({ entry }) => entry));
    const baseline = readBaseline(written);
    if ('finding' in baseline) throw new Error(written);
    const marks = (count: number) => markBaselined(Array(count).fill(one), baseline, rules);
    expect(marks(3).diagnostics.map(({ baselined }) => baselined)).toEqual([true, true, undefined]);
    expect(marks(1)).toMatchObject({ known: 1, gone: 1 });
    const waiver = { owner: 'us', until: '2100-01-01', reason: 'So.', place: one };
    const beside = recordable([{ ...one, waived: true, waiver }, one], rules, 'major');
    expect(readBaseline(writeBaseline(beside.map(({ entry }) => entry)))).toEqual([baseline[0]]);
  });
  it('leaves the scores as they are', async () => {
    const root = tempWorkspace(files(needs('a', 'x')));
    await run(root, 'baseline');
    const content = { ...files(needs('a', 'x')) };
    const [before, after] = [
      await checkFiles(content),
      await checkFiles({ ...content, [name]: readFileSync(join(root, name)) }),
    ];
    if (!('verdict' in before && 'verdict' in after)) throw new Error('the workspace cannot be read');
    expect(after.verdict.scores).toEqual(before.verdict.scores);
    expect(after.verdict.rules).toEqual(before.verdict.rules);
    expect(after.verdict.summary.checks).toEqual(before.verdict.summary.checks);
  });
  it('records neither what is waived, nor what keeps a file from being read', async () => {
    const waived = `${needs('a', 'x')} # symphonyc-waive NEED_NOT_FOUND until 2100-01-01 by us: So.`;
    const root = tempWorkspace({ ...files(waived), 'odd.yaml': domain('odd', 'onwer: us') });
    const result = await run(root, 'baseline');
    expect(result.code).toBe(1);
    expect(result.out).not.toContain('NEED_NOT_FOUND');
    expect(result.err).toContain('a baseline cannot record this one: repair them');
    expect((await check(root)).code).toBe(1);
  });
  it('is not written where there is nothing to record', async () => {
    const root = tempWorkspace(files(beat('a')));
    expect(await run(root, 'baseline')).toEqual({ code: 0, out: 'there is nothing to record\n', err: '' });
    expect(existsSync(join(root, name))).toBe(false);
  });
  it('is an input of the build: an edit is noticed', async () => {
    const root = tempWorkspace(files(needs('a', 'x')));
    expect((await check(root)).code).toBe(1);
    await run(root, 'baseline');
    expect((await check(root)).code).toBe(0);
    writeFileSync(join(root, name), '{"version":1,"violations":[]}');
    expect((await check(root)).code).toBe(1);
  });
});

it('files that let violations pass are inputs: sealed, and new to a build after a check has seen them', async () => {
  const waivers = (code: string): string =>
    `apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  - { code: ${code}, file: '*', owner: us, reason: So, until: 2100-01-01 }\n`;
  const root = tempWorkspace({ ...files(needs('a', 'x')), 'symphonyc.waivers.yaml': waivers('TIMEOUT_MISSING') });
  writeFiles(root, { [name]: '{"version":1,"violations":[]}' });
  for (let i = 0; i < 2; i++) await run(root, 'build');
  const read = (path: string): string => readFileSync(join(root, 'out', path), 'utf8');
  const { inputs } = JSON.parse(read('manifest.json')) as { inputs: { path: string }[] };
  expect(inputs.map(({ path }) => path)).toEqual(expect.arrayContaining([name, 'symphonyc.waivers.yaml']));
  writeFiles(root, { 'symphonyc.waivers.yaml': waivers('NEED_NOT_FOUND') });
  expect((await check(root)).code).toBe(0);
  expect((await run(root, 'build')).code).toBe(0);
  expect(JSON.parse(read('report/verdict.json'))).toMatchObject({ conforms: true });
});

describe('a baseline that was not written by the command', () => {
  it.each<[string, (text: string) => string, string]>([
    ['is cut off', (text) => text.slice(0, 50), 'it is no JSON'],
    ['holds a conflict', (text) => text.replace('    {', '<<<<<<< HEAD\n    {'), 'it holds a merge conflict'],
    ['is of another version', (text) => text.replace('1', '2'), 'it is of no known version'],
    ['is no mapping', () => 'null', 'it is of no known version'],
    ['has no list', () => '{"version":1}', 'it has no list `violations`'],
    [
      'names another part',
      (text) => text.replace('play/one/a', 'play/one/b'),
      'entry 1 was edited by hand, or is there twice',
    ],
    [
      'has an entry twice',
      (text) => text.replace(/( *\{"fing.*\})/, '$1,\n$1'),
      'entry 2 was edited by hand, or is there twice',
    ],
    ['has an entry with more', (text) => text.replace('{"fing', '{"x":1,"fing'), 'entry 1 is not of its form'],
  ])('%s: it hides nothing, and the command does not replace it', async (_, edit, problem) => {
    const root = tempWorkspace(files(needs('a', 'x')));
    await run(root, 'baseline');
    const edited = edit(readFileSync(join(root, name), 'utf8'));
    writeFileSync(join(root, name), edited);
    const { code, out } = await check(root);
    expect(code).toBe(1);
    expect(out).toContain(`critical[BASELINE_INVALID]: the baseline cannot be used: ${problem}\n`);
    expect(out).toContain('critical[NEED_NOT_FOUND]');
    const again = await run(root, 'baseline');
    expect(again.code).toBe(1);
    expect(again.err).toContain('nothing was recorded');
    expect(readFileSync(join(root, name), 'utf8')).toBe(edited);
    expect((await run(root, 'baseline', '--accept-new')).code).toBe(0);
    expect((await check(root)).code).toBe(0);
  });
  it('lines that two branches dropped merge', async () => {
    const root = tempWorkspace(files(needs('a', 'x'), needs('b', 'y'), needs('c', 'z')));
    await run(root, 'baseline');
    const text = readFileSync(join(root, name), 'utf8');
    writeFileSync(join(root, name), text.replace(/ *\{"fing.*one\/b.*\n/, ''));
    expect((await check(root)).out).toContain('does not conform: 1 critical, 2 known from the baseline');
  });
});

describe('a new day', () => {
  const waived = `${needs('a', 'x')} # symphonyc-waive NEED_NOT_FOUND until 2026-06-30 by us: So.`;
  it.each([['check'], ['build']])('is noticed where a waiver ends, by %s', async (command) => {
    const root = tempWorkspace(files(waived));
    const on = (day: string, what = command) => run(root, what, '--as-of', day, '--format', 'json');
    expect((await on('2026-06-30')).code).toBe(0);
    expect((await on('2026-07-01')).code).toBe(1);
    expect((await on('2026-06-30')).code).toBe(0);
  });
  it('that a check has seen is new to the build after it', async () => {
    const root = tempWorkspace(files(waived));
    const report = () => JSON.parse(readFileSync(join(root, 'out/report/verdict.json'), 'utf8')) as { asOf: string };
    // The first build adds `out` to the folder that the sources lie in.
    for (let i = 0; i < 2; i++) await run(root, 'build', '--as-of', '2026-06-29');
    await run(root, 'check', '--as-of', '2026-06-30');
    await run(root, 'build', '--as-of', '2026-06-30');
    expect(report().asOf).toBe('2026-06-30');
  });
  it('alone changes nothing where nothing depends on it', async () => {
    const root = tempWorkspace(files(needs('a', 'x')));
    const first = await run(root, 'check', '--as-of', '2026-06-30', '--format', 'json');
    expect((await run(root, 'check', '--as-of', '2026-07-01', '--format', 'json')).out).toBe(first.out);
    expect(first.out).not.toContain('asOf');
  });
});
