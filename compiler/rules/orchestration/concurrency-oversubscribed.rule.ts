import { hasNoOrder } from '../../base/needs.ts';
import { list } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, MovementNode } from '../../model/bound.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const capacityOf = ({ symphony: whole }: MovementNode, { lookup }: BoundDocument): number | undefined =>
  whole.value.capacity ?? lookup.workspace().capacity;

/** At most so many beats are named in the message. */
const named = 4;

function names(ids: readonly string[]): string {
  const quoted = ids.map((id) => `\`${id}\``);
  return quoted.length <= named
    ? list(quoted)
    : `${quoted.slice(0, named - 1).join(', ')} and ${quoted.length - named + 1} more`;
}

const parallel = (...ids: string[]): string =>
  movements(movement('one', ...ids.map((id) => beat(id, 'run: [node]', 'timeout: 5s', 'needs: []'))));

export default documentRule<{ id: string; beats: readonly string[]; capacity: number; whose: string }>()({
  code: 'CONCURRENCY_OVERSUBSCRIBED',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'minor',
  over: 'movement',
  doc: `More beats of a movement are ready at the same time than may run at once. Some have to wait, and the movement takes longer
than its critical path says.

Raise \`capacity\` of the symphony or of the workspace, or let some beats need others. The message names the beats of the
widest group.`,
  message: ({ id, beats, capacity, whose }) =>
    `${beats.length} beats of \`${id}\` are ready at once (${names(beats)}), and the capacity of the ${whose} is ${capacity}`,
  help: 'raise the capacity, or let some beats need others',
  applies: (node, bound) => capacityOf(node, bound) !== undefined,
  check: ({ node, bound, analysis, report, unknown }) => {
    const capacity = capacityOf(node, bound)!;
    const own = node.symphony.value.capacity !== undefined;
    const schedule = analysis?.schedules[node.position];
    let beats: readonly string[] = [];
    for (const wave of schedule?.waves ?? []) if (wave.length > beats.length) beats = wave;
    if (schedule && hasNoOrder(schedule)) unknown('reported');
    if (beats.length <= capacity) return;
    report({
      params: { id: node.value.id, beats, capacity, whose: own ? 'symphony' : 'workspace' },
      at: [...node.path, 'id'],
      related: own ? [{ ...bound.place(['capacity']), message: 'the capacity is set here' }] : [],
    });
  },
  examples: [
    {
      title: 'three beats at once in a symphony for two',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: 'capacity: 2', movements: parallel('a', 'b', 'c') }),
      },
      expect: [{ file: 'play.yaml', line: 9, column: 9 }],
    },
    {
      title: 'three beats at once in a workspace for two',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'capacity: 2'),
        'domain.yaml': domain(),
        'play.yaml': symphony({ movements: parallel('a', 'b', 'c') }),
      },
      expect: [{ file: 'play.yaml', line: 8, column: 9 }],
    },
    {
      title: 'the symphony says otherwise than the workspace, and the values of `each` follow one another',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'capacity: 1'),
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'capacity: 2',
          movements: movements(
            movement('one', beat('a'), beat('b', 'run: [node]', 'needs: []', 'each: { part: [x, y, z] }')),
          ),
        }),
      },
      expect: [],
    },
  ],
});
