/** Circles: which of them are told, and what they count. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { checkFiles } from '../support/workspace.ts';

async function circlesOf(files: Record<string, string>) {
  const result = await checkFiles({ 'build.yaml': domain(), ...files });
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const { diagnostics, rules } = result.verdict;
  const violations = (code: string): number => rules.find((rule) => rule.code === code)!.violations;
  return {
    told: diagnostics
      .filter(({ code }) => code === 'CIRCULAR_DEPENDENCY')
      .map(({ message }) => /`([^`]+)`$/.exec(message)![1]),
    documents: violations('CIRCULAR_DEPENDENCY'),
    beats: violations('BEAT_UNREACHABLE'),
  };
}

/** `a: b c` → a domain, a beat … that leads to two others. */
type Graph = Readonly<Record<string, readonly string[]>>;

const domains = (graph: Graph): Record<string, string> =>
  Object.fromEntries(
    Object.entries(graph).map(([id, others]) => [`${id}.yaml`, domain(id, `dependsOn: [${others.join(', ')}]`)]),
  );
const performing = (graph: Graph): Record<string, string> =>
  Object.fromEntries(
    Object.entries(graph).map(([id, others]) => {
      const beats = others.map((other, i) => beat(`b${i}`, `perform: ${other}`, 'timeout: 5s'));
      return [`${id}.yaml`, symphony({ id, movements: movements(movement('one', ...beats, beat('last'))) })];
    }),
  );
const beats = (graph: Graph): Record<string, string> => ({
  'play.yaml': symphony({
    movements: movements(
      movement(
        'one',
        ...Object.entries(graph).map(([id, others]) =>
          beat(id, 'run: [make]', 'timeout: 5s', `needs: [${others.join(', ')}]`),
        ),
      ),
    ),
  }),
});

const meeting: Graph = { a: ['b'], b: ['a', 'c'], c: ['c', 'b'], d: ['a'], e: [] };
const told = ['a → b → a', 'b → c → b', 'c → c'];

describe('circles that meet', () => {
  it('are each told among domains, and every member counts', async () => {
    expect(await circlesOf(domains(meeting))).toEqual({ told, documents: 3, beats: 0 });
  });
  it('are each told among symphonies, and every member counts', async () => {
    expect(await circlesOf(performing(meeting))).toEqual({ told, documents: 3, beats: 0 });
  });
  it('are each told among beats, and every beat that is never played counts', async () => {
    expect(await circlesOf(beats(meeting))).toEqual({ told, documents: 1, beats: 4 });
  });
  it('count more than one of them', async () => {
    const one: Graph = { ...meeting, b: ['a'], c: [] };
    expect(await circlesOf(domains(one))).toMatchObject({ told: ['a → b → a'], documents: 2 });
    expect(await circlesOf(beats(one))).toMatchObject({ told: ['a → b → a'], beats: 3 });
  });
});

describe('many circles', () => {
  it('are not told one by one where everything leads to everything', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `n-${String(i).padStart(2, '0')}`);
    const all = Object.fromEntries(ids.map((id) => [id, ids.filter((other) => other !== id)]));
    const found = await circlesOf(domains(all));
    expect([found.told.length, found.documents]).toEqual([20, 60]);
    expect(found.told[0]).toBe('n-00 → n-01 → n-00');
  });
});
