import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, metric, movement, movements, symphony } from '../example.ts';

const asks = ({ completion }: { readonly completion?: readonly string[] }): boolean => (completion ?? []).length > 0;

export default documentRule<{ id: string }>()({
  code: 'COMPLETION_MISSING',
  dimension: 'governance',
  aspect: 'metric',
  severity: 'minor',
  over: 'symphony',
  doc: `An active symphony does not say when a run of it counts as complete: neither the symphony nor a movement of it has
completion criteria. Every run that reaches its end then counts, whatever it measured on the way.

Write under \`completion\` what must be true of the metrics at the end, such as \`build_success_rate >= 0.98\`.`,
  message: ({ id }) => `nothing says when a run of the symphony \`${id}\` is complete`,
  help: 'write what must be true of its metrics at the end under `completion`',
  applies: ({ value }) => value.status === 'active',
  check: ({ node: { value }, report }) => {
    if (!asks(value) && !value.movements.some(asks)) report({ params: { id: value.id }, at: ['id'] });
  },
  examples: [
    {
      title: 'no criteria, and an empty list of them',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'other.yaml': symphony({ id: 'other', extra: 'completion: []' }),
      },
      expect: [
        { file: 'other.yaml', line: 3, column: 5 },
        { file: 'play.yaml', line: 3, column: 5 },
      ],
    },
    {
      title: 'criteria of the symphony or of a movement, and a draft',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('speed'),
        'play.yaml': symphony({ extra: 'completion: [speed >= 0.5]' }),
        'other.yaml': symphony({
          id: 'other',
          movements: `${movements(movement('one', beat('a')))}\n    completion: [speed >= 0.5]`,
        }),
        'draft.yaml': symphony({ id: 'draft', status: 'draft' }),
      },
      expect: [],
    },
  ],
});
