import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

export default documentRule<{ name: string; role: string }>()({
  code: 'SYMPHONY_NOT_FOUND',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A beat performs a symphony, or a symphony follows one, that no document defines. (An entry in the registry of a domain
is ORPHANED_DOMAIN_REFERENCE.)

Usually the name is misspelt; the nearest symphony is suggested. Otherwise
write the symphony, or make sure that a pattern in \`sources\` takes its file in.`,
  message: ({ name, role }) =>
    `the symphony \`${name}\` that ${role === 'after' ? 'this one follows' : 'this beat performs'} does not exist`,
  help: 'write the symphony, or let a pattern in `sources` take its file in',
  applies: ({ to, role }) => to === 'symphony' && role !== 'symphonies',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    report({ params: { name: node.name, role: node.role }, ...notFound(bound, node) });
  },
  examples: [
    {
      title: 'a misspelt symphony',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'tour.yaml': symphony({
          id: 'tour',
          extra: 'after: [{ symphony: plai }]',
          movements: movements(movement('one', beat('a', 'perform: pley', 'timeout: 5s'))),
        }),
      },
      expect: [
        { file: 'tour.yaml', line: 7, column: 21 },
        { file: 'tour.yaml', line: 13, column: 18 },
      ],
    },
    {
      title: 'a symphony that exists',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'tour.yaml': symphony({
          id: 'tour',
          extra: 'after: [{ symphony: play }]',
          movements: movements(movement('one', beat('a', 'perform: play', 'timeout: 5s'))),
        }),
      },
      expect: [],
    },
  ],
});
