import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default documentRule<{ name: string; role: string }>()({
  code: 'DOMAIN_NOT_FOUND',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A symphony belongs to a domain, or a domain depends on one, that no document defines. Nobody answers for the
symphony then, and nothing can be said about what it may use.

Usually the name is misspelt; the nearest domain is suggested. Otherwise write
the domain, or make sure that a pattern in \`sources\` takes its file in.`,
  message: ({ name, role }) =>
    role === 'dependsOn'
      ? `the domain \`${name}\` that this one depends on does not exist`
      : `the domain \`${name}\` does not exist`,
  help: 'write the domain, or let a pattern in `sources` take its file in',
  applies: ({ to }) => to === 'domain',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    report({ params: { name: node.name, role: node.role }, ...notFound(bound, node) });
  },
  examples: [
    {
      title: 'a misspelt domain',
      files: { 'build.yaml': domain(), 'play.yaml': symphony({ domain: 'biuld' }) },
      expect: [{ file: 'play.yaml', line: 6, column: 9 }],
    },
    {
      title: 'a dependency on a domain that is gone',
      files: { 'build.yaml': domain('build', 'dependsOn: [delivery]') },
      expect: [{ file: 'build.yaml', line: 8, column: 13 }],
    },
    {
      title: 'of two domains one exists, though it does not fit its schema',
      files: {
        'build.yaml': domain().replace('status: active', 'status: asleep'),
        'delivery.yaml': domain('delivery', 'dependsOn: [build, biuld]'),
        'play.yaml': symphony(),
      },
      expect: [{ file: 'delivery.yaml', line: 8, column: 20 }],
    },
    { title: 'a domain that exists', files: { 'build.yaml': domain(), 'play.yaml': symphony() }, expect: [] },
  ],
});
