import { scriptClaims } from '../../base/package-scripts.ts';
import { byPlace } from '../../base/rule-places.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

const sharing = (id: string): string => symphony({ id, extra: 'scripts:\n  build:all: {}' });

export default workspaceRule<{ name: string; other: string }>()({
  code: 'SCRIPT_CONFLICT',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'major',
  doc: `Two symphonies give one npm script different meanings. Neither gets it: which of them was meant cannot be known.
The report is at the later one, by path, and shows the first.

Rename one of them. The script then appears in \`npm/package.json\` of the output again.`,
  message: ({ name, other }) => `the script \`${name}\` is also one of \`${other}\`; it is left out`,
  help: 'rename one of them',
  subjects: ({ symphonies }) =>
    [...scriptClaims(symphonies)].flatMap(([name, claims]) => {
      const claimants = claims.map(({ symphony, script }) => ({ id: symphony.id, place: script.at }));
      const [first, ...later] = claimants.sort((a, b) => byPlace(a.place, b.place));
      return [
        { subject: first!.id, place: first!.place, name, first: undefined, isShared: later.length > 0 },
        ...later.map(({ id, place }) => ({ subject: id, place, name, first, isShared: true })),
      ];
    }),
  check: ({ node: { name, first, isShared }, report, unknown }) => {
    if (!isShared) return;
    if (!first) return unknown('reported');
    const related = [{ ...first.place, message: `\`${first.id}\` has it first` }];
    report({ params: { name, other: first.id }, related });
  },
  examples: [
    {
      title: 'two symphonies with one script',
      files: { 'build.yaml': domain(), 'one.yaml': sharing('one'), 'two.yaml': sharing('two') },
      expect: [{ file: 'two.yaml', line: 8, column: 3 }],
    },
    { title: 'each has its own', files: { 'build.yaml': domain(), 'one.yaml': sharing('one') }, expect: [] },
  ],
});
