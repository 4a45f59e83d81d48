import { portabilityProblem } from '../../base/portable-path.ts';
import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default documentRule<{ name: string; what: string }>()({
  code: 'ORPHANED_DOMAIN_REFERENCE',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'major',
  fixable: 'safe',
  over: 'reference',
  doc: `A domain registers a symphony, a file or a folder that is gone. Whoever reads the domain believes that something is
there.

Correct the entry, or remove it. When a symphony of nearly that name exists, it is suggested. Whether a file is there can be
told of portable paths only; others are PATH_NOT_PORTABLE.`,
  message: ({ name, what }) => `the ${what} \`${name}\` that this domain registers does not exist`,
  help: 'correct the entry, or remove it',
  applies: ({ to, role }) => role === 'files' || (to === 'symphony' && role === 'symphonies'),
  check: ({ node, bound, report, unknown }) => {
    if (node.found) return;
    if (node.to === 'file' && portabilityProblem(node.name)) return unknown('reported');
    const what = node.to === 'file' ? 'file or folder' : 'symphony';
    report({ params: { name: node.name, what }, ...notFound(bound, node) });
  },
  examples: [
    {
      title: 'a symphony that was renamed',
      files: { 'build.yaml': domain('build', 'symphonies: [plays]'), 'play.yaml': symphony() },
      expect: [{ file: 'build.yaml', line: 8, column: 14 }],
    },
    {
      title: 'a file and a folder that are gone',
      files: { 'build.yaml': domain('build', 'files:\n  - build.yaml\n  - notes.md\n  - packages') },
      expect: [
        { file: 'build.yaml', line: 10, column: 5 },
        { file: 'build.yaml', line: 11, column: 5 },
      ],
    },
    {
      title: 'paths that are not portable',
      files: { 'build.yaml': domain('build', 'files: [../build.yaml, /etc/hosts, "packages\\\\readme.md"]') },
      expect: [],
    },
    {
      title: 'entries that are there',
      files: {
        'build.yaml': domain('build', 'symphonies: [play]\nfiles: [packages, packages/readme.md]'),
        'play.yaml': symphony(),
        'packages/readme.md': '',
      },
      expect: [],
    },
  ],
});
