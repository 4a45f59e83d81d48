import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

export default documentRule<{ name: string }>()({
  code: 'NEED_NOT_FOUND',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A beat needs a beat that its symphony does not have. \`needs\` takes the place of the order by position, so the beat
would start without waiting for what its author meant.

Usually the name is misspelt; the nearest beat is suggested and can be put in its place automatically. A beat of another
symphony cannot be needed: follow that symphony with \`after\`, or wait for an event with \`awaits\`.`,
  message: ({ name }) => `the beat \`${name}\` that this one needs does not exist in this symphony`,
  applies: ({ to }) => to === 'beat',
  check: ({ node, bound, report }) => {
    if (!node.found) report({ params: { name: node.name }, ...notFound(bound, node) });
  },
  examples: [
    {
      title: 'a misspelt beat',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('load'), beat('check', 'run: [node]', 'timeout: 5s', 'needs: [laod]')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 17, column: 17 }],
    },
    {
      title: 'beats of the same movement and of an earlier one',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('load')),
            movement('two', beat('read'), beat('check', 'run: [node]', 'timeout: 5s', 'needs: [load, read]')),
          ),
        }),
      },
      expect: [],
    },
  ],
});
