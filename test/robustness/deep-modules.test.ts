/** Handler modules that would fill the stack of the parser: a diagnostic with its place, and never the end of the process. */
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { checkFolder, runBundle } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';
import { diagnose } from '../support/workspace.ts';

const workspace = (path: string): string =>
  starterFiles['symphony.yaml']!.replace('notes: handlers/notes.ts', `$&\n  deep: ${path}`);

/** What is said of a module. */
async function said(text: string, path = 'deep.ts'): Promise<string[]> {
  const root = tempWorkspace({ ...starterFiles, 'symphony.yaml': workspace(path), [path]: text });
  const { places } = await checkFolder(root);
  return places().filter((place) => place.startsWith('HANDLER_MODULE_UNUSABLE'));
}

const around = (open: string, inner: string, close: string, levels = 60_000): string =>
  open.repeat(levels) + inner + close.repeat(levels);

describe('a handler module that nests without end', () => {
  it.each([
    ['lists', `const z = ${around('[', '', ']')}`],
    ['parentheses', `const z = ${around('(', '1', ')')}`],
    ['blocks', around('{', '', '}')],
    ['objects', `const z = ${around('{a:', '1', '}')}`],
    ['functions', around('function a(){', '', '}')],
    ['classes', `const z = ${around('class extends ', 'a', '{}')}`],
    ['operators before', `const z = ${'!'.repeat(200_000)}1`],
    ['words before', `const z = ${'typeof '.repeat(200_000)}1`],
    ['operators behind', `const z = a${'!'.repeat(200_000)}`],
    ['operators between', `const z = ${'1+'.repeat(200_000)}1`],
    ['powers', `const z = ${'1**'.repeat(200_000)}1`],
    ['choices', `const z = ${'a?b:'.repeat(100_000)}1`],
    ['assignments', `${'z='.repeat(100_000)}1`],
    ['arrows', `const z = ${'x=>'.repeat(100_000)}1`],
    ['ifs', `${'if(1)'.repeat(100_000)};`],
    ['else-ifs', `${'if(1){}else '.repeat(100_000)};`],
    ['else-ifs with commas', `${'if(1) a, b; else '.repeat(100_000)};`],
    ['else-ifs without semicolons', `${'if(1) a, b\nelse '.repeat(100_000)};`],
    ['loops', `${'for(;;)'.repeat(100_000)};`],
    ['templates', `const z = ${around('`${', '1', '}`')}`],
    ['calls', `a${'()'.repeat(200_000)}`],
    ['types', `type Z = ${around('A<', 'a', '>')}`],
    ['types with commas', `type Z = ${around('A<a, ', 'a', '>')}`],
    ['type operators', `type Z = ${'keyof '.repeat(100_000)}a`],
    ['conditional types', `type Z = ${'a extends b?c:'.repeat(100_000)}a`],
    ['assertions', `const z = a${' as a'.repeat(100_000)}`],
    ['decorated classes in arguments', `const z = ${around('f(@a class{a=', '1', '})')}`],
    ['lists behind a quote in a regular expression', `const q = /['"\`/]/;\nconst z = ${around('[', '', ']')}`],
    ['lists behind what looks like a regular expression', `const q = {} /'"\`/ 2;\nconst z = ${around('[', '', ']')}`],
    ['lists behind comments', `/* ' */ // \`\nconst z = ${around('[', '', ']')}`],
    ['blocks of statements that are closed', around('{ let a = 1, b; f(a, b); if (a) b; ', '', '}')],
  ])('%s', async (_, text) => {
    const [place, ...more] = await said(`export const ok = () => 1;\n${text}\n`);
    expect(place).toMatch(/^HANDLER_MODULE_UNUSABLE deep\.ts:\d+:\d+$/);
    expect(more).toEqual([]);
  });
  it.each(['deep.tsx', 'deep.jsx', 'deep.js', 'deep.mjs'])('elements, in %s', async (path) => {
    const text = `export const ok = () => 1;\nexport const z = ${around("<a>don't", '', '</a>')};\n`;
    expect(await said(text, path)).toEqual([`HANDLER_MODULE_UNUSABLE ${path}:2:18`]);
  });
  it('is told what to do', async () => {
    const files = { 'symphony.yaml': workspace('deep.ts'), 'deep.ts': `const z = ${around('[', '', ']')}` };
    const found = (await diagnose({ ...starterFiles, ...files })).filter(
      ({ code }) => code === 'HANDLER_MODULE_UNUSABLE',
    );
    expect(found).toMatchObject([{ file: 'deep.ts', message: expect.stringContaining('nest too deep from here on') }]);
  });
});

describe('a handler module that is merely large or dense', () => {
  it.each([
    ['a long list', `export const z = [${'[1, 2], '.repeat(20_000)}];`],
    ['a long object', `export const z = {${Array.from({ length: 20_000 }, (_, i) => `a${i}: 1`).join(', ')}};`],
    ['many functions', Array.from({ length: 5_000 }, (_, i) => `export function f${i}() { return ${i} }`).join('\n')],
    ['a sum of a thousand texts', `export const z = ${Array.from({ length: 1_000 }, () => "'a'").join(' + ')};`],
    ['fifty lists in one another', `export const z = ${around('[', '', ']', 50)};`],
    ['a regular expression behind a block', `function f() {}\n/['"\`]/.test('');\n${'f();'.repeat(200)}`],
  ])('%s', async (_, text) => {
    expect(await said(`export const ok = () => 1;\n${text}\n`)).toEqual([]);
  });
  it('with elements and apostrophes', async () => {
    const text = `export const z = () => <p>{'a'} / {'b'} don't {1}</p>;\n${'z();\n'.repeat(200)}`;
    expect(await said(text, 'deep.tsx')).toEqual([]);
  });
});

describe('the program as it is installed', () => {
  it.each([
    ['reads elements that nest a little', around('<a>', '', '</a>', 50), []],
    ['outlives elements that nest without end', around('<a>', '', '</a>'), ['HANDLER_MODULE_UNUSABLE']],
    ['outlives lists that nest without end', around('[', '', ']'), ['HANDLER_MODULE_UNUSABLE']],
  ])('%s', async (_, value, expected) => {
    const text = `export const z = ${value};\n${'z;\n'.repeat(200)}`;
    const cwd = tempWorkspace({ ...starterFiles, 'symphony.yaml': workspace('deep.jsx'), 'deep.jsx': text });
    const { out } = await runBundle(['check', '--format', 'json'], { cwd });
    expect(JSON.parse(out).diagnostics.map(({ code }: { code: string }) => code)).toEqual(expected);
  });
});
