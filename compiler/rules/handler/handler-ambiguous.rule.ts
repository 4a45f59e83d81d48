import { list } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { ModuleSummary } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (handler: string): Record<string, string> => ({
  'symphony.yaml': workspace(
    'domain.yaml, play.yaml',
    'handlers: { build: handlers/build.ts, host: handlers/host.ts }',
  ),
  'handlers/build.ts': 'export const compile = async () => ({ packages: 3 });\n',
  'handlers/host.ts': 'export async function compile() {\n  return { hosts: 1 };\n}\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', `handler: ${handler}`, 'timeout: 5s'))) }),
});

function exportPlace(module: ModuleSummary, name: string): Related[] {
  const found = module.exports.find((item) => item.name === name);
  if (!found) return [];
  const start = { line: found.line, column: found.column };
  const range = { start, end: { line: found.line, column: found.column + name.length } };
  return [{ file: module.path, range, message: `exported by \`${module.alias}\`` }];
}

export default documentRule<{ name: string; aliases: readonly string[] }>()({
  code: 'HANDLER_AMBIGUOUS',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'major',
  over: 'handler',
  doc: `A beat names its handler or rollback without a module, and several modules export that name. Which of them was meant
is a guess, and a new module could change it.

Write \`module#export\`. The diagnostic shows each export.`,
  message: ({ name, aliases }) =>
    `\`${name}\` is exported by several modules: ${list(aliases.map((alias) => `\`${alias}\``))}`,
  applies: ({ moduleName, exporters }) => moduleName === undefined && exporters.length > 0,
  check: ({ node, report }) => {
    if (node.exporters.length < 2) return;
    const aliases = node.exporters.map((module) => module.alias);
    report({
      params: { name: node.exportName, aliases },
      help: `write ${list(
        aliases.map((alias) => `\`${alias}#${node.exportName}\``),
        'or',
      )}`,
      related: node.exporters.flatMap((module) => exportPlace(module, node.exportName)),
    });
  },
  examples: [
    {
      title: 'a name that two modules export',
      files: files('compile'),
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    { title: 'the module is named', files: files('host#compile'), expect: [] },
  ],
});
