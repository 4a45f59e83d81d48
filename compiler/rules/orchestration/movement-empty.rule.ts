import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

export default documentRule<{ id: string }>()({
  code: 'MOVEMENT_EMPTY',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  over: 'movement',
  doc: `A movement has no beats. It promises a phase in which nothing happens.

Write its beats, or remove the movement.`,
  message: ({ id }) => `the movement \`${id}\` has no beats`,
  help: 'write its beats, or remove the movement',
  check: ({ node, report }) => {
    if (node.beats.length === 0) report({ params: { id: node.value.id }, at: [...node.path, 'id'] });
  },
  examples: [
    {
      title: 'no beats, and an empty list of them',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a')), movement('two'), `${movement('three')}\n    beats: []`),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 14, column: 9 },
        { file: 'play.yaml', line: 16, column: 9 },
      ],
    },
    { title: 'a movement with a beat', files: { 'domain.yaml': domain(), 'play.yaml': symphony() }, expect: [] },
  ],
});
