import { type PackageUse, packageUses } from '../../base/packages.ts';
import { atMost } from '../../base/related.ts';
import { list, plural } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (more: Readonly<Record<string, string>>): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': "import { parse } from 'yaml';\nexport const compile = () => parse('a: 1');\n",
  'package.json': '{ "dependencies": { "yaml": "^2.9.1" } }\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly uses: readonly PackageUse[];
}

/** One check, when there is anything to lock. Types vanish before anything runs. */
function subjectsOf(index: WorkspaceIndex): Subject[] {
  const uses = packageUses(index).filter(({ types }) => !types);
  const start = { line: 1, column: 1 };
  const place = { file: 'package.json', range: { start, end: start } };
  return uses.length === 0 ? [] : [{ place, subject: index.workspace.id, uses }];
}

/** So many packages are named. */
const named = 3;

export default workspaceRule<{ names: readonly string[] }>()({
  code: 'LOCKFILE_MISSING',
  dimension: 'dependency',
  aspect: 'dependency',
  severity: 'minor',
  doc: `Handlers import packages, and the workspace has no lockfile that says in which versions: each installation may bring
others, and a run may do something else tomorrow than it did today.

Let \`npm install\` write package-lock.json, and keep it with the sources. The lockfiles of other package managers count, too;
what they lock is not read.`,
  message: ({ names }) => {
    const shown = names.slice(0, named).map((name) => `\`${name}\``);
    const more = names.length - shown.length;
    return `nothing pins ${list(more > 0 ? [...shown, plural(more, 'more package')] : shown)}, which handlers import: there is no lockfile`;
  },
  help: 'let `npm install` write `package-lock.json`, and keep it with the sources',
  subjects: subjectsOf,
  check: ({ node: { uses }, index, report }) => {
    if (index.lookup.packages().lockPath !== undefined) return;
    const related = atMost(uses.map(({ places }) => ({ ...places[0]!, message: 'imported here' })));
    report({ params: { names: [...new Set(uses.map(({ name }) => name))] }, related });
  },
  examples: [
    {
      title: 'a package and no lockfile',
      files: files({}),
      expect: [{ file: 'package.json', line: 1, column: 1 }],
    },
    {
      title: 'a lockfile',
      files: files({
        'package-lock.json': '{ "packages": { "": {}, "node_modules/yaml": { "version": "2.9.1" } } }\n',
      }),
      expect: [],
    },
    {
      title: 'that of another package manager',
      files: files({ 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }),
      expect: [],
    },
    {
      title: 'no packages',
      files: files({ 'handlers/build.ts': "export { rm as compile } from 'node:fs/promises';\n" }),
      expect: [],
    },
  ],
});
