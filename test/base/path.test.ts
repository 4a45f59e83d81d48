/** Paths: folding agrees with Node's, whatever the path. */
import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath, normalize, staysInside } from '../../compiler/base/path.ts';

const path = fc
  .array(fc.constantFrom('a', 'b.c', '.', '..', '', '/', '...', '.x'), { maxLength: 8 })
  .map((parts) => parts.join('/'));

/** Node keeps a leading `./` away too, but leaves a trailing slash and says `.` for nothing. */
const folded = (text: string): string =>
  posix
    .normalize(text)
    .replace(/(.)\/$/, '$1')
    .replace(/^\.$/, '');

describe('paths', () => {
  it('fold as in Node', () => {
    fc.assert(
      fc.property(path, (text) => {
        expect(normalize(text)).toBe(folded(text));
      }),
      { numRuns: 5000 },
    );
  });
  it('join with single slashes', () => {
    expect(joinPath('/a', 'b/../c', './d')).toBe('/a/c/d');
  });
  it.each([
    ['a/b', true],
    ['a/../b', true],
    ['../a', false],
    ['a/../../b', false],
    ['/a', false],
    ['C:/a', false],
    ['..\\a', false],
  ] as const)('%s stays inside: %s', (text, inside) => {
    expect(staysInside(text)).toBe(inside);
  });
});
