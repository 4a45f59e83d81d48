import { type ScriptClaim, scriptClaims } from '../../base/package-scripts.ts';
import { list } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

/** At most so many are named: each of the others is reported with some of them as well. */
const named = 10;

const someOthers = (claimants: readonly ScriptClaim[], id: string): ScriptClaim[] =>
  claimants
    .slice(0, named + 1)
    .filter(({ symphony: other }) => other.id !== id)
    .slice(0, named);

const sharing = (id: string): string => symphony({ id, extra: 'scripts:\n  build:all: {}' });

export default workspaceRule<{ name: string; others: string }>()({
  code: 'SCRIPT_CONFLICT',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'major',
  doc: `Two symphonies give one npm script different meanings. Neither gets it: which of them was meant cannot be known.

Rename one of them. The script then appears in \`npm/package.json\` of the output again.`,
  message: ({ name, others }) => `the script \`${name}\` is also one of ${others}; it is left out`,
  help: 'rename one of them',
  subjects: ({ symphonies }) =>
    [...scriptClaims(symphonies)].flatMap(([name, claimants]) =>
      claimants.map(({ symphony: { id }, script: { at } }) => ({ subject: id, place: at, name, claimants })),
    ),
  check: ({ node, report }) => {
    if (node.claimants.length < 2) return;
    const others = someOthers(node.claimants, node.subject);
    const more = node.claimants.length - 1 - others.length;
    const names = others.map(({ symphony: { id } }) => `\`${id}\``);
    const related = others.map(({ symphony: { id }, script: { at } }) => ({ ...at, message: `\`${id}\` has it too` }));
    report({ params: { name: node.name, others: list(more > 0 ? [...names, `${more} more`] : names) }, related });
  },
  examples: [
    {
      title: 'two symphonies with one script',
      files: { 'build.yaml': domain(), 'one.yaml': sharing('one'), 'two.yaml': sharing('two') },
      expect: [
        { file: 'one.yaml', line: 8, column: 3 },
        { file: 'two.yaml', line: 8, column: 3 },
      ],
    },
    { title: 'each has its own', files: { 'build.yaml': domain(), 'one.yaml': sharing('one') }, expect: [] },
  ],
});
