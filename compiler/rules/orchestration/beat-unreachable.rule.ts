import { dynamicsLevels, isDynamics } from '../../base/music.ts';
import { predecessors } from '../../base/needs.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, SymphonyNode } from '../../model/bound.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** The loudest level that `levels` names; undefined when it names none. */
const loudest = ({ value }: SymphonyNode): string | undefined =>
  dynamicsLevels.findLast((level) => value.levels !== undefined && Object.hasOwn(value.levels, level));

/** The beats that `node` waits for, directly or through others. */
function waitedFor(node: BeatNode): Set<BeatNode> {
  const needs = predecessors(node.movement);
  const seen = new Set<BeatNode>();
  const queue = [...(needs.get(node) ?? [])];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(needs.get(next) ?? []));
  }
  return seen;
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
    if (schedule?.uncertain.has(node)) unknown('reported');
    if (schedule?.blocked.includes(node)) {
      const behind = waitedFor(node);
      const circles = schedule.cycles.filter((cycle) => cycle.some((other) => behind.has(other)));
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
