/** Which of two conditions asks for more. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../compiler/base/wildcard.ts';
import { compareConditions } from '../../compiler/compare/conditions.ts';
import { evaluateExpression, parseExpression } from '../../runtime/core/cel.ts';

describe('a condition', () => {
  it.each([
    ['a >= 1', 'a >= 0.5', 'weaker'],
    ['a >= 1', 'a > 1', 'stronger'],
    ['a <= 1', '1 >= a', 'same'],
    ['a < 5', 'a < 9', 'weaker'],
    ['a == 3', 'a >= 2', 'weaker'],
    ['a >= -1', 'a >= -2', 'weaker'],
    ['a >= 1 && b', 'b && a >= 1', 'same'],
    ['a >= 1 && b', 'a >= 1', 'weaker'],
    ['a >= 1', 'a >= 1 || b', 'weaker'],
    ['a >= 1 && b >= 1', 'a >= 0 && b >= 2', 'partly weaker'],
    ['a >= 1 && a >= 0', 'a >= 1', 'same'],
    ['a >= 1', 'b >= 1', 'unknown'],
    ['!(a >= 1)', '!(a >= 2)', 'weaker'],
    ['a >= 1', '!(a < 0.1)', 'weaker'],
    ['a >= 1 && b', '!(a < 1 || !b)', 'same'],
    ['!!f(a)', 'f(a)', 'same'],
    ['!f(a)', 'f(a)', 'unknown'],
    ['a >= 1', 'true', 'weaker'],
    ['a >= 1', 'false', 'stronger'],
    ['a >= 1', 'a >= 1 && true', 'same'],
    ['a >= 1', '!false || a >= 1', 'weaker'],
    ['a >= 1', 'a >= 1 ? true : a >= 0.1', 'weaker'],
    ['a >= 1', 'a >= 1 ? a >= 0.5 : a >= 0.1', 'weaker'],
    ['a >= 1', 'b ? a >= 1 : false', 'stronger'],
    ['a >= 1', 'b ? false : a >= 1', 'stronger'],
    ['a >= 1', 'b ? a >= 1 : true', 'weaker'],
    ['a >= 1', 'a >= 1 ? b : c', 'unknown'],
    ['a == 3', 'a != 4', 'weaker'],
    ['a != 3', '!(a == 3)', 'same'],
    ['a != 3', 'a != 4', 'unknown'],
    ['a > 3', 'a != 3', 'weaker'],
    ['a >= 1', 'a <= 1', 'unknown'],
    ['size(xs) >= 2', 'size(xs) >= 1', 'weaker'],
    ['a >=', 'a >= ', 'same'],
    ['a >=', 'a >= 1', 'unknown'],
  ] as const)('`%s` → `%s`: %s', (was, is, relation) => {
    expect(compareConditions(was, is)).toBe(relation);
  });
  it('is called weaker only when it is true wherever the other one was', () => {
    const variables = { a: 'double', b: 'double' };
    const limit = fc
      .tuple(
        fc.constantFrom('a', 'b'),
        fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
        fc.integer({ min: 0, max: 3 }),
      )
      .map(([name, op, value]) => `${name} ${op} ${value}.0`);
    const { formula } = fc.letrec<{ formula: string }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 3 },
        limit,
        fc.constantFrom('true', 'false'),
        tie('formula').map((one) => `!(${one})`),
        fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([c, x, y]) => `((${c}) ? (${x}) : (${y}))`),
        fc
          .tuple(tie('formula'), fc.constantFrom('&&', '||'), tie('formula'))
          .map(([left, op, right]) => `(${left} ${op} ${right})`),
      ),
    }));
    const values = [0, 0.5, 1, 1.5, 2, 3, 4];
    const holds = (text: string, a: number, b: number): boolean => {
      const result = evaluateExpression(text, variables, { a, b });
      return 'value' in result && result.value === true;
    };
    fc.assert(
      fc.property(formula, formula, (was, is) => {
        const relation = compareConditions(was, is);
        for (const a of values)
          for (const b of values) {
            const [before, after] = [holds(was, a, b), holds(is, a, b)];
            if (relation === 'weaker' || relation === 'same') expect(before && !after).toBe(false);
            if (relation === 'stronger' || relation === 'same') expect(after && !before).toBe(false);
          }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
  it('of the greatest size is compared without trying everything', () => {
    const chain = (op: string, from: number) =>
      Array.from({ length: 240 }, (_, i) => `a${i} >= ${from}`).join(` ${op} `);
    const nested = (from: number) =>
      Array.from({ length: 40 }, (_, i) => `(a${i} >= ${from} || b${i} >= 1)`).join(' && ');
    expect(compareConditions(chain('&&', 1), chain('||', 2))).toBe('unknown');
    expect(compareConditions(nested(1), nested(2))).toBe('stronger');
    const choices = (last: string) =>
      Array.from({ length: 28 }).reduce<string>((inner) => `((${inner}) ? x : y)`, last);
    expect(parseExpression(choices('a >= 1'))).toBeDefined();
    expect(compareConditions(choices('a >= 1'), choices('a >= 2'))).toBe('unknown');
  });
});

describe('a pattern for names', () => {
  it.each([
    ['release-*', 'release-gate', true],
    ['release-*', 'prerelease-gate', false],
    ['*', '', true],
    ['*-gate', 'a-gate-gate', true],
    ['a*b*c', 'a-b-b', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j takes %j: %s', (pattern, name, takes) => {
    expect(matchesWildcard(pattern, name)).toBe(takes);
  });
  it('that is made to be slow is not', () => {
    expect(matchesWildcard(`${'a*'.repeat(150)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
