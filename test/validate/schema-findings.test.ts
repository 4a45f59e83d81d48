/** How many findings a document gives that does not fit its schema: each mistake once, none hidden by another, few enough to read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { applyEdits } from '../support/edits.ts';
import { seenIn } from '../support/mistakes.ts';
import { checkFiles, diagnose } from '../support/workspace.ts';

const codes = ['SCHEMA_VIOLATION', 'UNKNOWN_FIELD'];
const seen = (text: string) => seenIn({ 'build.yaml': domain(), 'a.yaml': text }, ...codes);

describe('mistakes in one document', () => {
  it('do not hide each other', async () => {
    const play = symphony({
      extra: 'tempo: fast\nbudget: 60\nevents: [1, { nam: a.b }, "", { name: x, once: 2 }]\ncolour: red',
      movements: movements(
        movement('one', beat('a', 'run: [make]', 'handler: b#c', 'retry: {}', 'timeout: 5'), beat('B 2')),
        movement('two', beat('c', 'probe: { http: x, file: y }', 'needs: [a, a]')),
      ),
    });
    expect((await seen(play)).map(({ at }) => at)).toEqual([
      'a.yaml:7 fast',
      'a.yaml:8 60',
      'a.yaml:9 1',
      'a.yaml:9 nam',
      'a.yaml:9 ""',
      'a.yaml:9 2',
      'a.yaml:10 colour',
      'a.yaml:15 id: a',
      'a.yaml:18 retry',
      'a.yaml:19 5',
      'a.yaml:20 B 2',
      'a.yaml:27 probe',
      'a.yaml:27 probe',
      'a.yaml:27 x',
      'a.yaml:28 a',
    ]);
  });
  it('are told once where aliases repeat them', async () => {
    const text = symphony({ extra: 'framework: &f 1\nkey: *f\nowner: *f' });
    expect((await seen(text)).map(({ at, fixed }) => [at, fixed])).toEqual([['a.yaml:7 1', 'framework: &f "1"']]);
  });
  it('leave a document usable when it only has fields too many', async () => {
    const found = await seenIn({ 'build.yaml': domain('build', 'colour: red\nshape: round') });
    expect(found.map(({ code }) => code)).toEqual(['DOMAIN_UNUSED', 'UNKNOWN_FIELD', 'UNKNOWN_FIELD']);
  });
  it('make it unusable where a misspelt field stands for one that is missing', async () => {
    const play = symphony({ movements: movements(movement('one', beat('a', 'hander: b#c', 'timeout: 5s'))) });
    const files = { 'build.yaml': domain(), 'play.yaml': play };
    expect((await seenIn(files)).map(({ code }) => code)).toEqual(['UNKNOWN_FIELD']);
    const result = await checkFiles(files);
    expect('verdict' in result && result.verdict.files.skipped.map(({ file }) => file)).toEqual(['play.yaml']);
  });
});

describe('a great many mistakes', () => {
  const labels = (count: number): string => Array.from({ length: count }, (_, i) => `  l${i}: ${i}`).join('\n');
  it('are told up to twenty, and the others are counted', async () => {
    const found = await seen(domain('a', `labels:\n${labels(57)}`));
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toMatchObject({
      code: 'SCHEMA_VIOLATION',
      at: 'a.yaml:29 20',
      message: 'and 37 more mistakes in this document, the first of them here',
      help: 'correct those above first',
    });
    expect(found.at(-1)!.fixed).toBeUndefined();
    expect(await seen(domain('a', `labels:\n${labels(20)}`))).toHaveLength(20);
  });
  it('tell what makes the document unusable before fields too many', async () => {
    const fields = Array.from({ length: 50 }, (_, i) => `x${i}: 1`).join('\n');
    const found = await seen(domain('a', `${fields}\ndependsOn: 1`));
    expect(found.map(({ message }) => message)).toContain('`dependsOn` must be a list, not the number 1');
    expect(found.at(-1)!.message).toBe('`dependsOn` must be a list, not the number 1');
    expect(found.filter(({ message }) => message.startsWith('and 31 more mistakes'))).toHaveLength(1);
  });
});

it('every safe fix takes its mistake away', async () => {
  const piece = fc.constantFrom(
    'a',
    'B',
    '-',
    '--x',
    '1',
    '.',
    ':',
    '#',
    ',',
    '=',
    '%',
    '/',
    '@',
    ' ',
    '~',
    'true',
    'null',
    '0x1',
    '.5',
    '*',
    '&',
    '!',
    '[',
    '"',
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const play = (value: string, field: string): string =>
    symphony({
      extra: field === 'run' ? undefined : `${field}: ${value}`,
      movements: movements(
        movement('one', beat('a', field === 'run' ? `run: ${value}` : 'run: [make]', 'timeout: 5s')),
      ),
    });
  const field = fc.constantFrom('run', 'outputs', 'metrics', 'framework', 'budget', 'events');
  await fc.assert(
    fc.asyncProperty(text, field, fc.boolean(), async (value, name, isQuoted) => {
      const files = (content: string) => ({ 'build.yaml': domain(), 'a.yaml': content });
      const before = play(isQuoted ? JSON.stringify(value) : value, name);
      const [found, ...others] = (await diagnose(files(before))).filter(({ code }) => code === 'SCHEMA_VIOLATION');
      if (!found?.fix || others.length > 0) return;
      const after = await diagnose(files(applyEdits(before, found.fix.edits)));
      const bad = ['SCHEMA_VIOLATION', 'YAML_SYNTAX', 'DUPLICATE_KEY'];
      expect(after.filter(({ code }) => bad.includes(code))).toEqual([]);
    }),
    { numRuns: 1500, examples: [['true,true,', 'metrics', false]] },
  );
});
