/** The parts of the build's handlers that decide something: order, behaviour, times and baselines. */
import { describe, expect, it } from 'vitest';
import { behaviorProblems } from '../../symphonies/handlers/build/behavior.ts';
import type { Played } from '../../symphonies/handlers/build/context.ts';
import { median } from '../../symphonies/handlers/build/history.ts';
import { allDependencies, buildOrder, type Package } from '../../symphonies/handlers/build/packages.ts';
import type { Sources } from '../../symphonies/handlers/build/sources.ts';
import { isBefore, mostAtOnce, secondsPlayed } from '../../symphonies/handlers/build/timing.ts';

const pack = (name: string, ...dependencies: string[]): Package => ({
  name,
  version: '1.0.0',
  short: name,
  folder: name,
  dist: `${name}/dist`,
  dependencies,
});

describe('the order of packages', () => {
  const packages = [pack('a', 'c'), pack('b'), pack('c', 'b')];
  it('puts each after those that it depends on', () => {
    expect(buildOrder(packages).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
    expect(allDependencies(packages[0]!, packages).map(({ name }) => name)).toEqual(['b', 'c']);
  });
  it('does not exist for a circle, which is named', () => {
    const circle = [pack('a', 'b'), pack('b', 'a'), pack('c')];
    expect(() => buildOrder(circle)).toThrow('packages depend on one another in a circle: `a`, `b`');
  });
});

const sources: Sources = {
  components: [{ type: 'button', name: 'Button', category: 'basic', tag: 'button', plugin: 'base' }],
  sequences: [
    {
      id: 'theme.toggle',
      name: 'Toggle',
      plugin: 'header',
      movements: [{ id: 'toggle', beats: [{ beat: 1, event: 'toggled', handler: 'toggleTheme' }] }],
    },
  ],
  topics: [{ topic: 'theme', plays: ['theme.toggle'], plugin: 'header' }],
  slots: [{ slot: 'top', order: 1, view: 'drawHeader', plugin: 'header' }],
  interactions: [{ interaction: 'theme.click', topic: 'theme', plugin: 'header' }],
};
const exported = (...names: string[]) => new Map([['header', new Set(names)]]);

describe('the behaviour of plugins', () => {
  it('is sound when every handler, view, sequence and topic is there', () => {
    expect(behaviorProblems(sources, exported('toggleTheme', 'drawHeader'))).toEqual([]);
  });
  it('is not when the package lacks what its sources name', () => {
    expect(behaviorProblems(sources, exported())).toEqual([
      'the sequence `theme.toggle` calls `toggleTheme`, which `header` does not export',
      'the slot `top` shows `drawHeader`, which `header` does not export',
    ]);
  });
  it('is left to the build of a package whose code cannot be read', () => {
    expect(behaviorProblems(sources, new Map())).toEqual([]);
  });
  it('is not when nobody can set it off', () => {
    const deaf = { ...sources, topics: [{ topic: 'themes', plays: ['theme.togle'], plugin: 'header' }] };
    expect(behaviorProblems(deaf, exported('toggleTheme', 'drawHeader'))).toEqual([
      'no topic plays the sequence `theme.toggle`',
      'the topic `themes` plays `theme.togle`, which is no sequence',
      'the interaction `theme.click` publishes `theme`, which is no topic',
    ]);
  });
  it('is not when beats are misnumbered or names taken twice', () => {
    const [sequence] = sources.sequences;
    const movements = [{ id: 'toggle', beats: [{ beat: 2, event: 'toggled', handler: 'toggleTheme' }] }];
    const odd = { ...sources, sequences: [{ ...sequence!, movements }, { ...sequence! }] };
    expect(behaviorProblems(odd, exported('toggleTheme', 'drawHeader'))).toEqual([
      'the beats of `toggle` in `theme.toggle` are not numbered from 1 on',
      'there are two of the sequence `theme.toggle`',
    ]);
  });
});

/** A beat from one second to another. */
const beat = (from: number, to: number): Played => ({
  symphony: 's',
  movement: 'm',
  beat: 'b',
  step: 'b',
  status: 'done',
  startedAt: new Date(Date.UTC(2026, 0, 1) + from * 1000).toISOString(),
  durationMs: (to - from) * 1000,
  attempts: 1,
});

describe('times', () => {
  it('count what is played at once once, and the pause of an interrupted run not at all', () => {
    expect(secondsPlayed([beat(0, 2), beat(1, 3), beat(10, 11)])).toBeCloseTo(4, 1);
  });
  it('tell how many beats were under way at one moment', () => {
    expect(mostAtOnce([])).toBe(0);
    expect(mostAtOnce([beat(0, 1), beat(1, 2), beat(2, 3)])).toBe(1);
    expect(mostAtOnce([beat(0, 3), beat(1, 2), beat(1.5, 4), beat(3, 5)])).toBe(3);
  });
  it('take what follows within the same millisecond as following', () => {
    const first = { ...beat(0, 1), durationMs: 1000.4 };
    expect([isBefore(first, beat(1, 2)), isBefore(first, beat(0.9, 2))]).toEqual([true, false]);
    expect(mostAtOnce([first, beat(1, 2)])).toBe(1);
  });
});

it('a baseline is the middle of the builds before', () => {
  expect([median([]), median([3]), median([9, 1, 5]), median([4, 1, 2, 9])]).toEqual([undefined, 3, 5, 3]);
});
