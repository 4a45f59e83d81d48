import { beatsById } from '../../base/needs.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const needs = (id: string, ...names: string[]): string =>
  beat(id, 'run: [node]', 'timeout: 5s', `needs: [${names.join(', ')}]`);

export default documentRule<{ name: string; from: string; to: string }>()({
  code: 'NEED_CROSSES_MOVEMENT_BACKWARDS',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  over: 'reference',
  doc: `A beat needs a beat of a later movement. Movements are played one after the other, so the beat would wait for what
cannot have happened yet.

Move one of the two beats, or drop the need. A beat of an earlier movement may be needed, but need not be named: earlier
movements are complete anyway.`,
  message: ({ name, from, to }) =>
    `the beat \`${name}\` that this one needs is in the movement \`${to}\`, which is played after \`${from}\``,
  help: 'move one of the two beats, or drop the need',
  applies: ({ to }) => to === 'beat',
  check: ({ node, bound, report, unknown }) => {
    const own = bound.symphony?.movements[Number(node.path[1])];
    const target = own && beatsById(own.symphony).get(node.name);
    if (!target) return unknown('reported');
    if (target.movement.position <= own.position) return;
    const related = [{ ...bound.place([...target.path, 'id']), message: `\`${node.name}\` is played here` }];
    const params = { name: node.name, from: own.value.id, to: target.movement.value.id };
    report({ params, at: node.path, related });
  },
  examples: [
    {
      title: 'a beat of a later movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('load'), needs('check', 'pack')), movement('two', beat('pack'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 17, column: 17 }],
    },
    {
      title: 'a later beat of the same movement, and a beat of an earlier one',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('load')),
            movement('two', needs('check', 'pack'), needs('pack', 'load')),
          ),
        }),
      },
      expect: [],
    },
  ],
});
