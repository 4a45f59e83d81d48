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

Correct the entry, or remove it. When a symphony of nearly that name exists, it is suggested and can be put in its place
automatically.`,
  message: ({ name, what }) => `the ${what} \`${name}\` that this domain registers does not exist`,
  help: 'correct the entry, or remove it',
  applies: ({ to, role }) => role === 'files' || (to === 'symphony' && role === 'symphonies'),
  check: ({ node, bound, report }) => {
    if (node.found) return;
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
      title: 'a file and a folder that are gone, and a path that leaves the workspace',
      files: { 'build.yaml': domain('build', 'files:\n  - build.yaml\n  - notes.md\n  - packages\n  - ../build.yaml') },
      expect: [
        { file: 'build.yaml', line: 10, column: 5 },
        { file: 'build.yaml', line: 11, column: 5 },
        { file: 'build.yaml', line: 12, column: 5 },
      ],
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
