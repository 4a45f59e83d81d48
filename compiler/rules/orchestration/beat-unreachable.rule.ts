import { dynamicsLevels, isDynamics } from '../../base/music.ts';
import { followersOf, predecessors } from '../../base/needs.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { MovementSchedule } from '../../model/analysis.ts';
import type { BeatNode, SymphonyNode } from '../../model/bound.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** The loudest level that `levels` names; undefined when it names none. */
const loudest = ({ value }: SymphonyNode): string | undefined =>
  dynamicsLevels.findLast((level) => value.levels !== undefined && Object.hasOwn(value.levels, level));

type Cycles = MovementSchedule['cycles'];

const circlesBehind = new WeakMap<Cycles, ReadonlyMap<BeatNode, Cycles>>();

/** The circles that each beat of a movement waits for, directly or through others: found once, for all beats. */
function circlesOf({ movement }: BeatNode, cycles: Cycles): ReadonlyMap<BeatNode, Cycles> {
  const known = circlesBehind.get(cycles);
  if (known) return known;
  const followers = followersOf(movement.beats, predecessors(movement));
  const found = new Map<BeatNode, (readonly BeatNode[])[]>();
  for (const cycle of cycles) {
    const seen = new Set<BeatNode>();
    const queue = [...cycle];
    for (let beat = queue.pop(); beat; beat = queue.pop()) {
      for (const follower of followers.get(beat) ?? []) {
        if (seen.has(follower)) continue;
        seen.add(follower);
        queue.push(follower);
        const behind = found.get(follower);
        if (behind) behind.push(cycle);
        else found.set(follower, [cycle]);
      }
    }
  }
  circlesBehind.set(cycles, found);
  return found;
}

const inCircles = new WeakMap<object, ReadonlySet<BeatNode>>();

/** CIRCULAR_DEPENDENCY reports the circle; a beat in it is never played either. */
function isInCircle(node: BeatNode, cycles: Cycles = []): boolean {
  const known = inCircles.get(cycles) ?? new Set(cycles.flat());
  inCircles.set(cycles, known);
  return known.has(node);
}

const needs = (id: string, ...names: string[]): string =>
  beat(id, 'run: [node]', 'timeout: 5s', `needs: [${names.join(', ')}]`);

export default documentRule<{ id: string; from?: string; loudest?: string }>()({
  code: 'BEAT_UNREACHABLE',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  over: 'beat',
  doc: `A beat is never played: it waits for beats that wait for each other in a circle, or it plays only from a level of dynamics
above all those that the symphony describes under \`levels\`.

Take out a step of the circle (CIRCULAR_DEPENDENCY shows it), or describe the level, or play the beat from a softer one.`,
  message: ({ id, from, loudest: level }) =>
    from === undefined
      ? `the beat \`${id}\` is never played: it waits for beats that wait for each other in a circle`
      : `the beat \`${id}\` is never played: it plays from \`${from}\`, and the levels of this symphony end at \`${level}\``,
  check: ({ node, bound, analysis, report, unknown }) => {
    const { id, from } = node.value;
    const schedule = analysis?.schedules[node.movement.position];
    if (schedule?.uncertain.has(node) || isInCircle(node, schedule?.cycles)) unknown('reported');
    if (schedule?.blocked.includes(node)) {
      const circles = circlesOf(node, schedule.cycles).get(node) ?? [];
      const related = circles.map(([first]) => ({
        ...bound.place([...first!.path, 'id']),
        message: `\`${first!.value.id}\` is in the circle`,
      }));
      // A beat that needs itself is a slip of the pen, and the one name to take out says all.
      if (circles.every(({ length }) => length === 1)) unknown('reported');
      else report({ params: { id }, at: [...node.path, 'id'], related });
    }
    const { levels } = node.movement.symphony.value;
    const level = loudest(node.movement.symphony);
    if (from === undefined || Object.keys(levels ?? {}).length === 0) return;
    if (!isDynamics(from) || !isDynamics(level)) return unknown('reported');
    if (dynamicsLevels.indexOf(from) <= dynamicsLevels.indexOf(level)) return;
    const related = [{ ...bound.place(['levels', level], 'key'), message: 'the loudest level is described here' }];
    const help = `describe \`${from}\` under \`levels\`, or play the beat from a softer level`;
    report({ params: { id, from, loudest: level }, at: [...node.path, 'from'], related, help });
  },
  examples: [
    {
      title: 'a beat behind a circle',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', needs('a', 'b'), beat('b'), beat('c'), needs('d'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 18, column: 13 }],
    },
    {
      title: 'a beat behind one that needs itself, which CIRCULAR_DEPENDENCY says',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ movements: movements(movement('one', needs('a', 'a'), beat('b'))) }),
      },
      expect: [],
    },
    {
      title: 'a beat from a level that the symphony does not know',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'levels: { p: quick, mf: usual }',
          movements: movements(movement('one', beat('a'), beat('b', 'run: [node]', 'from: ff'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 17, column: 15 }],
    },
    {
      title: 'beats from levels that are described, or where none is',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'levels: { f: all }',
          movements: movements(movement('one', beat('a'), beat('b', 'run: [node]', 'from: mf'))),
        }),
        'tour.yaml': symphony({
          id: 'tour',
          movements: movements(movement('one', beat('a'), beat('b', 'run: [node]', 'from: ff'))),
        }),
      },
      expect: [],
    },
  ],
});
