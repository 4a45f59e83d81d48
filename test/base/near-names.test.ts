/** The index over names answers as the plain search does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestFree, nearestIn } from '../../compiler/base/near-names.ts';
import { nearest } from '../../compiler/base/text.ts';
import { beat, domain, metric, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { diagnose } from '../support/workspace.ts';

const letters = fc.constantFrom('a', 'b', 'c', 'd', '-', 'A', 'B', '0', '1', 'İ', 'é');
const texts = fc.string({ unit: letters, maxLength: 14 });
const long = fc.string({ unit: letters, minLength: 20, maxLength: 70 });
/** So many that there is an index, some of them much like the name that is asked for. */
const questions = fc
  .tuple(fc.oneof(texts, long), fc.array(fc.oneof(texts, long), { minLength: 31, maxLength: 60 }), fc.nat())
  .map(([name, names, n]) => {
    const at = n % (name.length + 1);
    const alike = [name.slice(0, at) + name.slice(at + 1), `${name.slice(0, at)}x${name.slice(at + 2)}`, `${name}ab`];
    return { name, names: n % 3 === 0 ? names : [...names, ...alike] };
  });

describe('the nearest of many names', () => {
  it('is what comparing all of them gives', () => {
    fc.assert(
      fc.property(questions, ({ name, names }) => {
        const plain = nearest(name, names);
        expect(nearestIn(names, name)).toBe(plain);
        expect(nearestIn(names, name)).toBe(plain);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
  it('is what comparing those that are free gives', () => {
    fc.assert(
      fc.property(questions, fc.nat(), ({ name, names }, n) => {
        const taken = new Set([nearest(name, names), names[n % names.length]]);
        const isFree = (one: string): boolean => !taken.has(one);
        expect(nearestFree(names, name, isFree)).toBe(nearest(name, names.filter(isFree)));
      }),
      { numRuns: 3000, seed: 2 },
    );
  });
});

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

async function helpOf(code: string, files: Record<string, string>): Promise<(string | undefined)[]> {
  const found = await diagnose({ 'symphony.yaml': workspace('"**/*.yaml"'), 'build.yaml': domain(), ...files });
  return found.filter((one) => one.code === code).map(({ help }) => help);
}

describe('a suggestion', () => {
  it('is given for 200 different mistakes in one document, and for no more', async () => {
    const needs = (i: number): string => beat(`step-${i}`, 'run: [make]', `needs: [stap-${i}]`);
    const helps = await helpOf('NEED_NOT_FOUND', {
      'play.yaml': symphony({ movements: movements(movement('one', ...many(300, needs))) }),
    });
    const told = helps.filter((help) => help?.startsWith('did you mean `step-'));
    expect([helps.length, told.length]).toEqual([300, 200]);
  });
  it('is given for the same mistake again', async () => {
    const needs = (i: number): string => beat(`step-${i}`, 'run: [make]', 'needs: [stop-7]');
    const helps = await helpOf('NEED_NOT_FOUND', {
      'play.yaml': symphony({ movements: movements(movement('one', ...many(300, needs))) }),
    });
    expect(helps.filter((help) => help === 'did you mean `step-7`?')).toHaveLength(299);
  });
  it('does not depend on the mistakes of other documents', async () => {
    const metrics = many(250, (i) => [`rate_${i}_x.yaml`, metric(`rate_${i}_x`)]);
    const plays = many(250, (i) => [`play-${i}.yaml`, symphony({ id: `play-${i}`, extra: `metrics: [rata_${i}_x]` })]);
    const helps = await helpOf('METRIC_NOT_FOUND', Object.fromEntries([...metrics, ...plays]));
    expect(helps.filter((help) => /^did you mean `rate_\d+_x`/.test(help ?? ''))).toHaveLength(250);
  });
});
