import { documentRule } from '../../diagnostics/define.ts';
import type { Beat } from '../../model/document.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

/** How far the effects of a beat reach; looking and asking have none. Undefined where nobody says. */
const effectsOf = ({ effects, probe, approve }: Beat): Beat['effects'] =>
  effects ?? (probe || approve ? 'none' : undefined);

const play = (...beats: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'policy.yaml': policy('undoable', 'assert: { over: beat, requires: rollback }'),
  'play.yaml': symphony({ extra: 'policies: [undoable]', movements: movements(movement('one', ...beats)) }),
});

export default documentRule<{ id: string; policy: string; effects: string | undefined }>()({
  code: 'ROLLBACK_MISSING',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'major',
  draftable: true,
  over: 'application',
  doc: `A policy asks that beats with effects have a way back (\`assert: { over: beat, requires: rollback }\`), and this beat has
none: when a later beat fails, what it did stays. A beat that runs a command or a handler and does not state its
\`effects\` cannot be judged, so it is reported, too. Probes and decisions have no effects unless they state some. A beat
that performs another symphony needs no rollback of its own: the beats in there are undone.

Name the handler that undoes the beat under \`rollback\`, or state \`effects: none\` where it only reads. The severity is the
policy's own, where it has one. In a draft this is information only.`,
  message: ({ id, policy: asking, effects }) =>
    effects === undefined
      ? `the beat \`${id}\` does not say how far its effects reach, and the policy \`${asking}\` asks for a way back from them`
      : `the beat \`${id}\` has ${effects} effects and no way back, which the policy \`${asking}\` asks for`,
  help: 'name the handler that undoes it under `rollback`',
  applies: ({ requires, unknown }) => unknown !== undefined || requires === 'rollback',
  check: ({ node: { part, policy: asking }, report }) => {
    if (part.over !== 'beat' || !asking) return;
    const { id, rollback, perform } = part.node.value;
    const effects = effectsOf(part.node.value);
    if (effects === 'none' || rollback !== undefined || perform !== undefined) return;
    report({
      params: { id, policy: asking.id, effects },
      at: [...part.node.path, effects === undefined ? 'id' : 'effects'],
      help: effects ? undefined : 'state `effects: none` when it only reads; else name what undoes it under `rollback`',
      severity: asking.value.severity,
      related: [{ ...asking.at, message: `the policy \`${asking.id}\`` }],
    });
  },
  examples: [
    {
      title: 'a beat with effects, and one that does not say whether it has any',
      files: play(
        beat('a', 'run: [make]', 'effects: local', 'timeout: 5s'),
        beat('b', 'handler: build#deploy', 'timeout: 5s'),
      ),
      expect: [
        { file: 'play.yaml', line: 14, column: 18 },
        { file: 'play.yaml', line: 16, column: 13 },
      ],
    },
    {
      title: 'a decision that says it has effects',
      files: play(beat('a', 'approve: { by: owner }', 'effects: external', 'timeout: 1d')),
      expect: [{ file: 'play.yaml', line: 14, column: 18 }],
    },
    {
      title: 'a way back, no effects, and another symphony',
      files: {
        ...play(
          beat('a', 'run: [make]', 'effects: local', 'rollback: build#undo'),
          beat('b', 'run: [make]', 'effects: none'),
          beat('c', 'probe: { file: notes.txt, expect: exists }'),
          beat('d', 'perform: other', 'effects: local'),
        ),
        'other.yaml': symphony({ id: 'other' }),
      },
      expect: [],
    },
    {
      title: 'nobody asks',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'run: [make]', 'effects: local'))) }),
      },
      expect: [],
    },
  ],
});
