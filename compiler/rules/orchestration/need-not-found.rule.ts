import { beatsById } from '../../base/needs.ts';
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

Usually the name is misspelt; the nearest beat is suggested. A beat of another
symphony cannot be needed: follow that symphony with \`after\`, or wait for an event with \`awaits\`.`,
  message: ({ name }) => `the beat \`${name}\` that this one needs does not exist in this symphony`,
  applies: ({ to }) => to === 'beat',
  check: ({ node, bound, report, unknown }) => {
    if (node.found) return;
    // Of two beats with one id, one may be the beat that is meant: BEAT_DUPLICATE tells of them.
    if (bound.symphony && beatsById(bound.symphony).size < bound.symphony.beats.length) return unknown('reported');
    report({ params: { name: node.name }, ...notFound(bound, node) });
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
      title: 'a beat whose id another one has taken, which is BEAT_DUPLICATE',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('load'), beat('load'), beat('check', 'run: [node]', 'timeout: 5s', 'needs: [read]')),
          ),
        }),
      },
      expect: [],
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
