/** Numbers, sizes and shapes at the edge of what documents can say: judged, not crashed on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, type JsonVerdict, runCli } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';

const header = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: T\nstatus: active\n`;
const beat = (id: string, fields = ''): string => `      - { id: ${id}, title: B, run: [node, --version]${fields} }\n`;
const symphony = (id: string, beats: string, fields = ''): string =>
  `${header('Symphony', id)}domain: docs\n${fields}movements:\n  - id: m\n    title: M\n    beats:\n${beats}`;

/** Builds the starter with one more file, and again from the cache; both must say the same. */
async function build(
  path: string,
  text: string,
  ...options: readonly string[]
): Promise<{ codes: string[]; root: string; verdict: JsonVerdict }> {
  const root = tempWorkspace({ ...starterFiles, [path]: text });
  const argv = ['build', '--format', 'json', ...options];
  const first = await runCli(argv, { cwd: root });
  expectCivil(first);
  expect(first.code).toBeLessThan(2);
  expect((await runCli(argv, { cwd: root })).out).toBe(first.out);
  const verdict = JSON.parse(first.out) as JsonVerdict;
  const own = verdict.diagnostics.filter(({ file }) => file === path);
  return { codes: [...new Set(own.map(({ code }) => code))].sort(), root, verdict };
}

describe('numbers', () => {
  it.each([
    ['1e999', true],
    ['-1e999', true],
    ['.inf', true],
    ['.nan', true],
    ['123456789012345678901234567890', true],
    ['0x7fffffffffffffff', true],
    ['9007199254740993', true],
    ['9007199254740991', false],
    ['-0', false],
    ['1e-400', false],
    ['0o777', false],
  ])('a goal of %s', async (number, refused) => {
    const text = `${header('Metric', 'big')}unit: count\ngoal: { atLeast: ${number} }\n`;
    const { codes } = await build('metrics/big.yaml', text);
    expect(codes.includes('YAML_SYNTAX')).toBe(refused);
  });
  it.each(['.inf', '.nan', '1e400', '[.inf]', '{ a: { b: .nan } }', '{ __proto__: 1 }', '{ "": [[[]]] }'])(
    'an input `with: { x: %s }`',
    async (value) => {
      const { codes, verdict } = await build('symphonies/s.yaml', symphony('s', beat('b', `, with: { x: ${value} }`)));
      const finite = !/inf|nan|e400/.test(value);
      expect(codes.includes('YAML_SYNTAX')).toBe(!finite);
      expect(verdict.diagnostics.some(({ code }) => code === 'INTERNAL_ERROR')).toBe(false);
    },
  );
  it.each(['1.5', '-1', '9007199254740991', '1e21'])('claims, capacity and tempo of %s', async (number) => {
    const fields = `claims: { beats: ${number} }\ntempo: ${number}\n`;
    const { codes } = await build('symphonies/s.yaml', symphony('s', beat('b'), fields));
    expect(codes.some((code) => ['SCHEMA_VIOLATION', 'BEAT_COUNT_MISMATCH'].includes(code))).toBe(true);
  });
  it('durations of a million years add up', async () => {
    const beats = Array.from({ length: 50 }, (_, i) => beat(`b${i}`, ', timeout: 999999999d')).join('');
    const { codes } = await build('symphonies/s.yaml', symphony('s', beats, 'budget: 1s\n'));
    expect(codes).toContain('TIMING_CONSTRAINT_VIOLATED');
  });
});

describe('sizes', () => {
  it('a chain of 3 000 symphonies that perform one another', async () => {
    const link = (i: number): string => `      - { id: b, title: B, perform: s${i + 1}, timeout: 1s }\n`;
    const texts = Array.from({ length: 3_000 }, (_, i) =>
      symphony(`s${i}`, i < 2_999 ? link(i) : beat('b', ', timeout: 1s')),
    );
    const { verdict } = await build('symphonies/chain.yaml', texts.join('---\n'), '--targets', 'plan', '--no-seal');
    expect(verdict.diagnostics.filter(({ code }) => code === 'CIRCULAR_DEPENDENCY')).toEqual([]);
  });
  it('a chain of 1 000 beats and one of 2 000 domains', async () => {
    const needs = (i: number): string => (i === 0 ? '' : `, needs: [b${i - 1}]`);
    const beats = Array.from({ length: 1_000 }, (_, i) => beat(`b${i}`, needs(i))).join('');
    const domains = Array.from({ length: 2_000 }, (_, i) => {
      return `${header('Domain', `d${i}`)}owner: us\nnamespace: n${i}\n${i === 0 ? '' : `dependsOn: [d${i - 1}]\n`}`;
    });
    const { verdict } = await build('symphonies/s.yaml', [symphony('s', beats), ...domains].join('---\n'));
    expect(verdict.diagnostics.filter(({ code }) => code === 'CIRCULAR_DEPENDENCY')).toEqual([]);
  });
  it('a circle of 1 000 beats', async () => {
    const beats = Array.from({ length: 1_000 }, (_, i) => beat(`b${i}`, `, needs: [b${(i + 1) % 1_000}]`)).join('');
    const { codes } = await build('symphonies/s.yaml', symphony('s', beats));
    expect(codes).toContain('CIRCULAR_DEPENDENCY');
  });
  it('an expression nested a thousand deep', async () => {
    const { codes } = await build(
      'symphonies/s.yaml',
      symphony('s', beat('b'), `completion: ["${'('.repeat(990)}1${')'.repeat(990)} > 0"]\n`),
    );
    expect(codes).toContain('EXPRESSION_INVALID');
  });
  it.each([
    ['not', `${'!'.repeat(1_900)}true`],
    ['minus', `${'-'.repeat(1_900)}1 < 0`],
    ['plus', `${Array.from({ length: 900 }, () => '1').join('+')}>0`],
  ])('an expression of hundreds of levels of %s', async (_, text) => {
    const { verdict } = await build('symphonies/s.yaml', symphony('s', beat('b'), `completion: ["${text}"]\n`));
    const found = verdict.diagnostics.filter(({ code }) => code === 'EXPRESSION_INVALID');
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/250 levels|too large/)]);
  });
  it.each([
    ['not', '!'.repeat(200)],
    ['and', 'true && '.repeat(200)],
  ])('an expression of two hundred levels of %s', async (_, begin) => {
    const { codes } = await build('symphonies/s.yaml', symphony('s', beat('b'), `completion: ["${begin}true"]\n`));
    expect(codes).not.toContain('SCHEMA_VIOLATION');
    expect(codes).not.toContain('EXPRESSION_INVALID');
  });
  it('2 000 beats that each need 59 others, in circles', async () => {
    const needs = (i: number): string => Array.from({ length: 59 }, (_, k) => `b${(i + k + 1) % 2_000}`).join(', ');
    const beats = Array.from({ length: 2_000 }, (_, i) => beat(`b${i}`, `, needs: [${needs(i)}]`)).join('');
    const { codes } = await build('symphonies/s.yaml', symphony('s', beats), '--targets', 'plan', '--no-seal');
    expect(codes).toContain('CIRCULAR_DEPENDENCY');
  });
  it('900 beats that each end where one of a chain of 900 begins', async () => {
    const ends = Array.from({ length: 900 }, (_, i) => beat(`r${i}`, ', timeout: 1s, needs: []'));
    const chain = ends.map((_, i) => beat(`c${i}`, `, timeout: 1s, needs: [r${i}${i === 0 ? '' : `, c${i - 1}`}]`));
    const { root } = await build('symphonies/s.yaml', symphony('s', [...ends, ...chain].join('')), '--no-seal');
    expect(readFileSync(join(root, 'out/site/index.html'), 'utf8')).toContain('symphonies/s.html');
  });
  it('beats repeated over lists many times over', async () => {
    const values = Array.from({ length: 1_000 }, (_, i) => `v${i}`).join(',');
    const beats = Array.from({ length: 20 }, (_, i) =>
      beat(`b${i}`, `, timeout: 1s, each: { v: ${i === 0 ? '&v ' : ''}${i === 0 ? `[${values}]` : '*v'} }`),
    );
    const { root } = await build('symphonies/s.yaml', symphony('s', beats.join('')), '--targets', 'plan,report');
    expect(readFileSync(join(root, 'out/report/verdict.json'), 'utf8')).toContain('"beats": 20000');
  });
});
