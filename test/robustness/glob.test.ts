/** Glob patterns: as other tools read them, whatever their shape, and never slower than pattern × path. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../compiler/load/glob.ts';

const matching = (pattern: string, paths: readonly string[]): string[] => paths.filter(compileGlob(pattern).matches);

const tree = [
  'a.yaml',
  'b.json',
  '.hidden.yaml',
  'x/a.yaml',
  'x/ab.yaml',
  'x/.git/a.yaml',
  'x/y/a.yaml',
  'x/y/z/c.yml',
];

describe('a glob pattern', () => {
  it.each([
    ['a.yaml', ['a.yaml']],
    ['*.yaml', ['a.yaml']],
    ['*', ['a.yaml', 'b.json']],
    ['x/*.yaml', ['x/a.yaml', 'x/ab.yaml']],
    ['x/a?.yaml', ['x/ab.yaml']],
    ['**/*.yaml', ['a.yaml', 'x/a.yaml', 'x/ab.yaml', 'x/y/a.yaml']],
    ['**/a.yaml', ['a.yaml', 'x/a.yaml', 'x/y/a.yaml']],
    ['x/**', ['x/a.yaml', 'x/ab.yaml', 'x/y/a.yaml', 'x/y/z/c.yml']],
    ['x/**/*.{yaml,yml}', ['x/a.yaml', 'x/ab.yaml', 'x/y/a.yaml', 'x/y/z/c.yml']],
    ['x/**/z/*', ['x/y/z/c.yml']],
    ['x/.git/*.yaml', ['x/.git/a.yaml']],
    ['{x/y/,}a.yaml', ['a.yaml', 'x/y/a.yaml']],
    ['{b,{x/y/z/c,d}}.{json,y{a,}ml}', ['b.json', 'x/y/z/c.yml']],
    ['[ab].*', ['a.yaml', 'b.json']],
    ['[!a].*', ['b.json']],
    ['x/a[a-c].yaml', ['x/ab.yaml']],
    ['x**/a.yaml', ['x/a.yaml']],
    ['(a|b).yaml', []],
    ['+(a).yaml', []],
    ['{a.yaml', []],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, tree)).toEqual(expected);
  });
  it('takes what is not closed as it is written', () => {
    expect(matching('[a', ['[a', 'a'])).toEqual(['[a']);
    expect(matching('{a,b', ['{a,b', 'a'])).toEqual(['{a,b']);
    expect(matching('{a}', ['{a}', 'a'])).toEqual(['{a}']);
  });
  it('says below which folder and how deep its matches lie', () => {
    const at = (pattern: string) => {
      const { base, depth } = compileGlob(pattern);
      return [base, depth];
    };
    expect(at('x/y/a.yaml')).toEqual(['x/y', 0]);
    expect(at('*.yaml')).toEqual(['', 0]);
    expect(at('x/*/y/*.yaml')).toEqual(['x', 2]);
    expect(at('x/**')).toEqual(['x', Number.POSITIVE_INFINITY]);
  });
  it('is the same as its braces written out', () => {
    const part = fc.stringMatching(/^[ab*?/]{0,4}$/);
    const path = fc.stringMatching(/^[ab./]{0,8}$/);
    fc.assert(
      fc.property(part, part, part, path, (before, left, right, text) => {
        fc.pre(!`${before}${left} ${before}${right}`.includes('**'));
        const braced = compileGlob(`${before}{${left},${right}}b`).matches(text);
        const written = [`${before}${left}b`, `${before}${right}b`].some((pattern) =>
          compileGlob(pattern).matches(text),
        );
        expect(braced).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });
  it('of a common form is matched as the general matcher does it', () => {
    const folder = fc.constantFrom('', 'a/', 'a/b/', '.a/', './');
    const name = fc.stringMatching(/^[ab.]{0,3}$/);
    const path = fc.stringMatching(/^[ab./]{1,9}$/);
    fc.assert(
      fc.property(folder, fc.constantFrom('', '**/'), name, name, path, (above, deep, before, after, text) => {
        const pattern = `${above}${deep}${before}*${after}`;
        expect(compileGlob(pattern).matches(text)).toBe(compileGlob(`{${pattern},}`).matches(text));
      }),
      { numRuns: 20_000 },
    );
  });
  it.each([
    ['stars', '*a'.repeat(150)],
    ['folders', '**/'.repeat(100)],
    ['stars in folders', '**/*a'.repeat(60)],
    ['groups', '{a,b}'.repeat(60)],
    ['groups of the empty text', '{,a}'.repeat(75)],
    ['groups in groups', `${'{a,'.repeat(75)}b${'}'.repeat(75)}`],
    ['a regular expression', `${'(a+)+'.repeat(50)}$`],
    ['classes', '[a-z]*'.repeat(50)],
  ])('of many %s is done with before a matcher that backtracks would be', (_, pattern) => {
    expect(compileGlob(pattern).matches(`${'a'.repeat(250)}/${'a'.repeat(250)}!`)).toBe(false);
  });
  it.each([
    ['groups', (i: number) => `{a${i},b${i},symphonies}/**/*.yaml`],
    ['stars and groups', (i: number) => `**/${'*{a,b,s}?'.repeat(25)}${i}`],
  ])('is cheap when many of %s are held against many paths', (_, pattern) => {
    const globs = Array.from({ length: 390 }, (_, i) => compileGlob(pattern(i)));
    const paths = Array.from({ length: 5_000 }, (_, i) => `symphonies/part-${i % 50}/some-file-${i}.yaml`);
    const matched = paths.filter((path) => globs.filter((glob) => glob.matches(path)).length > 0);
    expect([0, paths.length]).toContain(matched.length);
  });
});
