import { packageScripts } from '../../base/package-scripts.ts';
import { list } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

const named = (id: string): string => symphony({ id, extra: 'scripts:\n  build:all: {}' });

export default workspaceRule<{ name: string; others: string }>()({
  code: 'SCRIPT_CONFLICT',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'major',
  doc: `Two symphonies give one npm script different meanings. Neither gets it: which of them was meant cannot be known.

Rename one of them. The script then appears in \`npm/package.json\` of the output again.`,
  message: ({ name, others }) => `the script \`${name}\` is also one of ${others}; it is left out`,
  help: 'rename one of them',
  subjects: ({ symphonies }) => {
    const conflicts = new Map(packageScripts(symphonies).conflicts.map((conflict) => [conflict.name, conflict]));
    return symphonies.flatMap(({ id, scripts }) =>
      scripts.map(({ name, at }) => {
        const claimants = conflicts.get(name)?.symphonies.filter((other) => other !== id) ?? [];
        const others = symphonies.filter((other) => claimants.includes(other.id));
        return { subject: id, place: at, name, others };
      }),
    );
  },
  check: ({ node, report }) => {
    if (node.others.length === 0) return;
    const related = node.others.flatMap(({ id, scripts }) =>
      scripts.filter(({ name }) => name === node.name).map(({ at }) => ({ ...at, message: `\`${id}\` has it too` })),
    );
    report({ params: { name: node.name, others: list(node.others.map(({ id }) => `\`${id}\``)) }, related });
  },
  examples: [
    {
      title: 'two symphonies with one script',
      files: { 'build.yaml': domain(), 'one.yaml': named('one'), 'two.yaml': named('two') },
      expect: [
        { file: 'one.yaml', line: 8, column: 3 },
        { file: 'two.yaml', line: 8, column: 3 },
      ],
    },
    { title: 'each has its own', files: { 'build.yaml': domain(), 'one.yaml': named('one') }, expect: [] },
  ],
});
