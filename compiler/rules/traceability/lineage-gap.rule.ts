import { comesFromElsewhere, performersIn, producersIn } from '../../base/lineage.ts';
import { hasNoOrder } from '../../base/needs.ts';
import { playsBefore, playsWhenever } from '../../base/order.ts';
import { nearest } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, SymphonyNode } from '../../model/bound.ts';
import type { Lookup } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** Why the beat of this symphony that produces the artifact does not help. */
function shortcoming(node: BeatNode, producer: BeatNode): string {
  const { id, from } = producer.value;
  if (producer === node) return 'only this beat itself produces';
  if (!playsBefore(producer, node)) return `\`${id}\` produces, which need not be complete before it`;
  return `\`${id}\` produces only from the level \`${from}\` on`;
}

const unknownIn = new WeakMap<SymphonyNode, boolean>();

/** What is performed and does not exist might have produced anything. */
function performsUnknown(node: SymphonyNode, lookup: Lookup): boolean {
  const known = unknownIn.get(node) ?? [...performersIn(node).keys()].some((id) => !lookup.find('Symphony', id));
  unknownIn.set(node, known);
  return known;
}

const play = (...beats: string[]): string => symphony({ movements: movements(movement('one', ...beats)) });

export default documentRule<{ id: string; artifact: string; why: string }>()({
  code: 'LINEAGE_GAP',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'major',
  over: 'beat',
  doc: `A beat consumes an artifact of which nobody can say where it comes from: no beat that is complete before it, at every
level at which it plays, produces the artifact; nor does a symphony that is performed before it, one that its symphony follows, one that
performs its symphony, or one inside these. What is made of such an artifact cannot be traced to its sources.

Name the artifact under \`produces\` of the beat that makes it, or put that beat first with \`needs\`. Files of the repository are
sources, not artifacts: leave them out of \`consumes\`.`,
  message: ({ id, artifact, why }) => `the beat \`${id}\` consumes \`${artifact}\`, which ${why}`,
  help: 'name it under `produces` of the beat that makes it, and have that beat come first',
  applies: ({ value }) => (value.consumes ?? []).length > 0,
  check: ({ node, bound, analysis, report, unknown }) => {
    const { lookup } = bound;
    const { symphony: own, position } = node.movement;
    const produced = producersIn(own);
    for (const [i, artifact] of node.value.consumes!.entries()) {
      const producers = produced.get(artifact) ?? [];
      if (producers.some((producer) => playsBefore(producer, node) && playsWhenever(node, producer))) continue;
      if (comesFromElsewhere(node, artifact, lookup)) continue;
      const inMovement = producers.some(({ movement: its }) => its === node.movement);
      if (inMovement && hasNoOrder(analysis!.schedules[position]!)) unknown('reported');
      else if (lookup.unread('Symphony', 'content')) unknown('unread');
      else if (performsUnknown(own, lookup)) unknown('reported');
      else {
        const near = producers.length === 0 ? nearest(artifact, produced.keys()) : undefined;
        report({
          params: {
            id: node.value.id,
            artifact,
            why: producers[0] ? shortcoming(node, producers[0]) : 'nothing produces',
          },
          at: [...node.path, 'consumes', i],
          help: near && `did you mean \`${near}\`?`,
          related: producers.slice(0, 3).flatMap((producer) => {
            const at = [...producer.path, 'produces', producer.value.produces!.indexOf(artifact)];
            return producer === node ? [] : [{ ...bound.place(at), message: 'produced here' }];
          }),
        });
      }
    }
  },
  examples: [
    {
      title: 'an artifact of nobody, and one that comes later',
      files: {
        'domain.yaml': domain(),
        'play.yaml': play(
          beat('a', 'run: [make]', 'consumes: [bundle, hashes]'),
          beat('b', 'run: [make]', 'produces: [hashes]'),
        ),
      },
      expect: [
        { file: 'play.yaml', line: 13, column: 20 },
        { file: 'play.yaml', line: 13, column: 28 },
      ],
    },
    {
      title: 'an artifact of the beat itself, of one beside it, and of one that plays at a higher level',
      files: {
        'domain.yaml': domain(),
        'play.yaml': play(
          beat('a', 'run: [make]', 'produces: [bundle]', 'from: ff'),
          beat('b', 'run: [make]', 'consumes: [hashes]', 'needs: []'),
          beat('c', 'run: [make]', 'produces: [hashes, list]', 'consumes: [list]', 'needs: []'),
          beat('d', 'run: [make]', 'consumes: [bundle]', 'needs: [a]'),
        ),
      },
      expect: [
        { file: 'play.yaml', line: 17, column: 20 },
        { file: 'play.yaml', line: 22, column: 20 },
        { file: 'play.yaml', line: 26, column: 20 },
      ],
    },
    {
      title: 'an artifact of a symphony that has nothing to do with this one',
      files: {
        'domain.yaml': domain(),
        'play.yaml': play(beat('a', 'run: [make]', 'consumes: [bundle]')),
        'pack.yaml': symphony({
          id: 'pack',
          movements: movements(movement('one', beat('a', 'run: [make]', 'produces: [bundle]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 13, column: 20 }],
    },
    {
      title: 'artifacts of beats before, of symphonies performed, followed and around',
      files: {
        'domain.yaml': domain(),
        'pack.yaml': symphony({
          id: 'pack',
          movements: movements(
            movement(
              'one',
              beat('a', 'run: [make]', 'produces: [bundle]'),
              beat('b', 'run: [make]', 'consumes: [bundle]'),
            ),
          ),
        }),
        'inner.yaml': symphony({
          id: 'inner',
          movements: movements(movement('one', beat('a', 'run: [make]', 'consumes: [plan, bundle]'))),
        }),
        'play.yaml': play(
          beat('a', 'run: [make]', 'produces: [plan]'),
          beat('b', 'perform: pack', 'timeout: 5s'),
          beat('c', 'run: [make]', 'consumes: [bundle, plan]'),
          beat('d', 'perform: inner', 'timeout: 5s'),
        ),
        'next.yaml': symphony({
          id: 'next',
          extra: 'after: [{ symphony: play }]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'consumes: [bundle, plan]'))),
        }),
      },
      expect: [],
    },
  ],
});
