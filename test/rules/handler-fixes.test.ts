/** The unsafe fixes of handler references: the nearest name, else a function that throws. */
import { expect, it } from 'vitest';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { applyEdits } from '../support/edits.ts';
import { diagnose } from '../support/workspace.ts';

const files = (handler: string, module: string): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', `handler: ${handler}`, 'timeout: 5s'))) }),
});

const handlerFindings = async (content: Record<string, string>): Promise<Diagnostic[]> =>
  (await diagnose(content)).filter(({ code }) => ['HANDLER_NOT_FOUND', 'MISSING_IMPLEMENTATION'].includes(code));

it.each([
  ['an alias', 'biuld#load', 'export const load = () => 1;', 'play.yaml', 'handler: build#load\n'],
  ['an export', 'build#laod', 'export const load = () => 1;', 'play.yaml', 'handler: build#load\n'],
  ['an export, in quotes', '"build#laod"', 'export const load = () => 1;', 'play.yaml', 'handler: "build#load"\n'],
  ['a bare name', 'laod', 'export const load = () => 1;', 'play.yaml', 'handler: load\n'],
  [
    'nothing near',
    'build#compile',
    'export const load = () => 1;',
    'handlers/build.ts',
    'export async function compile() {',
  ],
])('%s', async (_, handler, module, file, expected) => {
  const content = files(handler, module);
  const [found, ...others] = await handlerFindings(content);
  expect(others).toEqual([]);
  expect(found!.fix).toMatchObject({ safe: false, edits: [{ file }] });
  const repaired = { ...content, [file]: applyEdits(content[file]!, found!.fix!.edits) };
  expect(repaired[file]).toContain(expected);
  expect(await handlerFindings(repaired)).toEqual([]);
});

it.each([
  ['no name of a function', 'build#load-all', 'export const x = 1;'],
  ['code instead of a name', 'build#x(){}process.exit()', 'export const y = 1;'],
  ['a word that the language has for itself', 'build#delete', 'export const x = 1;'],
])('writes no function for %s', async (_, handler, module) => {
  const [found] = await handlerFindings(files(handler, module));
  expect(found).toMatchObject({ code: 'MISSING_IMPLEMENTATION', fix: undefined });
});

it('exports a function that is there, whatever stands before it', async () => {
  const module = '/** Loads. */\nconst other = 1,\n  load = async () => other;\n';
  const content = files('build#load', module);
  const [found] = await handlerFindings(content);
  expect(found!.fix).toMatchObject({ safe: false, title: 'export `load`' });
  const repaired = { ...content, 'handlers/build.ts': applyEdits(module, found!.fix!.edits) };
  expect(repaired['handlers/build.ts']).toBe(module.replace('const', 'export const'));
  expect(await handlerFindings(repaired)).toEqual([]);
});
