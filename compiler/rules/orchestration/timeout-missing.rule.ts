import { parseDuration } from '../../base/duration.ts';
import { performedBy } from '../../base/performed.ts';
import { addField } from '../../base/rule-edits.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument } from '../../model/bound.ts';
import type { Fix } from '../../model/diagnostic.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** Nobody can guess how long another symphony takes, nor how much of a short budget is for one beat. */
function addTimeout({ value, path, movement: around }: BeatNode, { document }: BoundDocument): Fix | undefined {
  if (value.perform !== undefined) return undefined;
  const text = value.approve ? '1d' : '5m';
  const budgets = [around.value.budget, around.symphony.value.budget].map((budget) => parseDuration(budget));
  if (budgets.some((budget) => budget !== undefined && budget < parseDuration(text)!)) return undefined;
  const edit = addField(document, path, 'id', { name: 'timeout', text });
  return edit && { title: `add \`timeout: ${text}\``, safe: true, edits: [edit] };
}

export default documentRule<{ id: string; does: 'run' | 'perform' | 'approve' }>()({
  code: 'TIMEOUT_MISSING',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'minor',
  fixable: 'safe',
  over: 'beat',
  doc: `Nothing ends a beat that hangs, and the symphony with it: the beat has no timeout. A decision by a person can be waited
for in vain as well. A beat that performs a symphony with a budget needs no timeout.

Write the longest that the beat may take, such as \`timeout: 30s\`. The edit that \`check\` suggests has 5 minutes, or a day for
a decision, where the budgets allow that; take a nearer value where you know one.`,
  message: ({ id, does }) => {
    if (does === 'approve') return `the decision in \`${id}\` may be waited for without end: there is no timeout`;
    return does === 'perform'
      ? `the beat \`${id}\` may run without end: it has no timeout, and what it performs has no budget`
      : `the beat \`${id}\` may run without end: it has no timeout`;
  },
  help: 'write the longest that it may take under `timeout`',
  check: ({ node, bound, report, unknown }) => {
    const { id, timeout, approve, perform } = node.value;
    if (timeout !== undefined) return;
    const { target, unknown: why } = performedBy(node.value, bound.lookup);
    if (why) return unknown(why);
    if (target?.budgetMs !== undefined) return;
    const does = approve ? 'approve' : perform === undefined ? 'run' : 'perform';
    report({
      params: { id, does },
      at: [...node.path, 'id'],
      help: does === 'perform' ? `write a \`timeout\`, or a \`budget\` for \`${perform}\`` : undefined,
      related: target ? [{ ...target.at, message: `\`${perform}\` is defined here, without a budget` }] : [],
      fix: addTimeout(node, bound),
    });
  },
  examples: [
    {
      title: 'a command, a decision and a symphony without budget',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'tour.yaml': symphony({
          id: 'tour',
          movements: movements(
            movement('one', beat('a', 'run: [node]'), beat('b', 'approve: { by: owner }'), beat('c', 'perform: play')),
          ),
        }),
      },
      expect: [
        { file: 'tour.yaml', line: 11, column: 13 },
        { file: 'tour.yaml', line: 13, column: 13 },
        { file: 'tour.yaml', line: 15, column: 13 },
      ],
    },
    {
      title: 'a timeout, and a symphony with a budget',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: 'budget: 1m' }),
        'tour.yaml': symphony({
          id: 'tour',
          movements: movements(movement('one', beat('a'), beat('b', 'perform: play'))),
        }),
      },
      expect: [],
    },
  ],
});
