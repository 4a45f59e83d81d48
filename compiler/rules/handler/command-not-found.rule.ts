import { type CommandProblem, type CommandSetting, commandProblem } from '../../base/commands.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (
  run: string,
  more: Readonly<Record<string, string>> = {},
  ...fields: string[]
): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', `run: ${run}`, 'timeout: 5s', ...fields))) }),
  'package.json':
    '{ "name": "play", "scripts": { "lint": "biome check", "test": "vitest" }, "devDependencies": { "vitest": "^4.1.0" } }\n',
  'package-lock.json':
    '{ "packages": { "": {}, "node_modules/vitest": { "version": "4.1.12", "bin": { "vitest": "vitest.mjs" } } } }\n',
  ...more,
});

const at = (column: number) => [{ file: 'play.yaml', line: 12, column }];

/** The command of a beat or of its probe, and where it stands. */
function commandOf({ value }: BeatNode): { readonly argv: readonly string[]; readonly path: Path } | undefined {
  if (value.run) return { argv: value.run, path: ['run'] };
  return value.probe?.run ? { argv: value.probe.run, path: ['probe', 'run'] } : undefined;
}

/** The first problem among the commands that `each` makes of one. */
function problemOf(argv: readonly string[], { value }: BeatNode, setting: CommandSetting): CommandProblem | undefined {
  const [name, values] = Object.entries(value.each ?? {})[0] ?? [];
  const mark = `{${name}}`;
  if (!values || !argv.some((part) => part.includes(mark))) return commandProblem(argv, setting);
  for (const one of values as readonly string[]) {
    const problem = commandProblem(
      argv.map((part) => part.replaceAll(mark, one)),
      setting,
    );
    if (problem) return problem;
  }
  return undefined;
}

export default documentRule<{ problem: string }>()({
  code: 'COMMAND_NOT_FOUND',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'major',
  draftable: true,
  over: 'beat',
  doc: `A beat or its probe runs a command that the workspace does not have: \`npm run\` of a script that package.json lacks,
\`node\` with a file that is not there, \`npx\` of a command that no locked package gives, a path without a file, or a program
that is neither of these and no tool that the workspace declares.

Correct the name (the nearest one is suggested), write the script or the file, add the package, or name the program under
\`tools\` in symphony.yaml when it comes from outside. \`node\`, \`npm\` and \`npx\` count as given. PATH and \`node_modules\` are
never looked at: there every machine has something else. So nothing is said about scripts where the workspace has no
package.json, about commands of packages where package-lock.json does not tell them, and about files in folders that builds
write (\`dist\`, \`build\`, \`out\` and the like). In a draft this is information only.`,
  message: ({ problem }) => problem,
  applies: (node) => commandOf(node) !== undefined,
  check: ({ node, bound: { lookup }, report }) => {
    const { argv, path } = commandOf(node)!;
    const { tools = [] } = lookup.workspace();
    const found = problemOf(argv, node, { packages: lookup.packages(), tools, fileExists: lookup.fileExists });
    if (!found) return;
    const { index, problem, help } = found;
    report({ params: { problem }, at: [...node.path, ...path, index], help });
  },
  examples: [
    { title: 'a script that package.json does not have', files: files('[npm, run, lnit]'), expect: at(25) },
    { title: 'a file that is not there', files: files('[node, scripts/copy.mjs, assets]'), expect: at(21) },
    { title: 'a command that no locked package gives', files: files('[npx, --yes, vite]'), expect: at(27) },
    { title: 'a program that nobody declares', files: files('[terraform, apply]'), expect: at(15) },
    {
      title: 'a script that one of the packages lacks',
      files: files(
        '[npm, run, build, -w, "{package}"]',
        {
          'package.json': '{ "workspaces": ["packages/*"] }\n',
          'packages/a/package.json': '{ "name": "a", "scripts": { "build": "tsc" } }\n',
          'packages/b/package.json': '{ "name": "b", "scripts": { "biuld": "tsc" } }\n',
        },
        'each: { package: [a, b] }',
      ),
      expect: at(25),
    },
    {
      title: 'in a probe',
      files: {
        ...files('[node, --version]'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'probe: { run: [npm, run, tset], expect: exit == 0 }', 'timeout: 5s')),
          ),
        }),
      },
      expect: at(34),
    },
    { title: 'a script', files: files('[npm, test, --, --run]'), expect: [] },
    {
      title: 'a file',
      files: files('[node, --enable-source-maps, scripts/copy]', { 'scripts/copy.js': '' }),
      expect: [],
    },
    { title: 'a command of a locked package', files: files('[vitest, run]'), expect: [] },
    {
      title: 'a tool that the workspace declares',
      files: {
        ...files('[terraform, apply]'),
        'symphony.yaml':
          'apiVersion: symphonyc/v1\nkind: Workspace\nid: example\ntitle: Example\nsources: [domain.yaml, play.yaml]\ntools: [terraform]\n',
      },
      expect: [],
    },
    {
      title: 'a lockfile that is not read',
      files: { ...files('[npx, vite]', { 'pnpm-lock.yaml': '' }), 'package-lock.json': '{ "dependencies": {} }\n' },
      expect: [],
    },
  ],
});
