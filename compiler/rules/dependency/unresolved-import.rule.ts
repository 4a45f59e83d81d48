import { importPlace, isAliased, isOwnAlias, lockedVersion, manifestOf, packageUses } from '../../base/packages.ts';
import { atMost } from '../../base/related.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (module: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

const handler = 'export const compile = () => pack();\n';

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly specifier: string;
  readonly problem?: string;
  readonly help?: string;
  readonly more?: readonly Place[];
}

/** One check a relative import or alias, and one a package that a package.json declares. */
const subjectsOf = (index: WorkspaceIndex): Subject[] => [...ownFiles(index), ...declaredPackages(index)];

function ownFiles({ code, lookup }: WorkspaceIndex): Subject[] {
  const packages = lookup.packages();
  return code.flatMap(({ path, imports }) => {
    const manifest = manifestOf(packages, path);
    return imports.flatMap((request): Subject[] => {
      const { specifier, problem, optional } = request;
      const subject = { place: importPlace(path, request), subject: path, specifier };
      if (optional) return [];
      if (specifier.startsWith('.')) return [{ ...subject, ...(problem === undefined ? {} : { problem }) }];
      if (!specifier.startsWith('#') || !manifest || isAliased(packages, specifier)) return [];
      if (isOwnAlias(manifest, specifier)) return [subject];
      return [{ ...subject, problem: `is no alias under \`imports\` of \`${manifest.path}\`` }];
    });
  });
}

/** What npm locks and did not lock is not installed. Peers may be optional. */
function declaredPackages(index: WorkspaceIndex): Subject[] {
  const packages = index.lookup.packages();
  if (!packages.lock) return [];
  return packageUses(index).flatMap(({ manifest, name, places, declared }): Subject[] => {
    if (!declared || declared.kind === 'peer' || declared.kind === 'optional') return [];
    const [place, ...more] = places as [Place, ...Place[]];
    const subject = { place, subject: place.file, specifier: name, more };
    if (lockedVersion(packages, manifest, declared.name) !== undefined) return [subject];
    const problem = `is declared in \`${manifest.path}\` and not in \`${packages.lockPath}\``;
    return [{ ...subject, problem, help: 'let `npm install` lock it' }];
  });
}

export default workspaceRule<{ specifier: string; problem: string }>()({
  code: 'UNRESOLVED_IMPORT',
  dimension: 'dependency',
  aspect: 'dependency',
  severity: 'critical',
  doc: `A handler module, or a workspace file that one imports, imports what cannot be found: a path where there is no file,
one that leads out of the workspace, an alias (\`#…\`) that package.json does not have, or a package that package.json
declares and the lockfile does not know. The handler cannot be loaded.

Correct the path, or write the file; let \`npm install\` lock the package. Only package.json, package-lock.json and
tsconfig.json are asked, never \`node_modules\`, so that every machine gives the same answer. What the build writes to its
output folder counts as there, and so does a package that a \`paths\` pattern of tsconfig.json names. A dynamic import whose
failure is caught passes. A package that package.json does not declare is DEPENDENCY_UNDECLARED.`,
  message: ({ specifier, problem }) => `the import of \`${specifier}\` cannot be resolved: it ${problem}`,
  subjects: subjectsOf,
  check: ({ node, report }) => {
    const { specifier, problem, help, more = [] } = node;
    if (problem === undefined) return;
    const related = atMost(more.map((place) => ({ ...place, message: 'imported here, too' })));
    report({ params: { specifier, problem }, help: help ?? 'correct it, or write the file', related });
  },
  examples: [
    {
      title: 'a path where there is no file',
      files: files(`import { pack } from './pakc.ts';\n${handler}`, { 'handlers/pack.ts': 'export const pack = 1;\n' }),
      expect: [{ file: 'handlers/build.ts', line: 1, column: 23 }],
    },
    {
      title: 'in a file that the handler imports, out of the workspace',
      files: files(`import { pack } from './pack.ts';\n${handler}`, {
        'handlers/pack.ts': "export { pack } from '../../pack.ts';\n",
      }),
      expect: [{ file: 'handlers/pack.ts', line: 1, column: 23 }],
    },
    {
      title: 'a package that is declared and not locked',
      files: files(`import { pack } from 'tar-stream';\n${handler}`, {
        'package.json': '{ "dependencies": { "tar-stream": "^3.1.0" } }\n',
        'package-lock.json': '{ "lockfileVersion": 3, "packages": { "": {} } }\n',
      }),
      expect: [{ file: 'handlers/build.ts', line: 1, column: 23 }],
    },
    {
      title: 'an alias that package.json does not have',
      files: files(`import { pack } from '#pack';\n${handler}`, {
        'package.json': '{ "imports": { "#lib/*": "./lib/*.ts" } }\n',
      }),
      expect: [{ file: 'handlers/build.ts', line: 1, column: 23 }],
    },
    {
      title: 'files, an extension left out, a module of Node, a locked package, and what a build writes',
      files: files(
        `import { rm } from 'node:fs/promises';\nimport { pack } from './pack.js';\nimport { list } from './list';\nimport { parse } from 'yaml';\nimport type { Handlers } from '../out/types/index.js';\n${handler}`,
        {
          'handlers/pack.ts': 'export const pack = () => 1;\n',
          'handlers/list/index.ts': 'export const list = () => 1;\n',
          'package.json': '{ "dependencies": { "yaml": "^2.0.0" } }\n',
          'package-lock.json': '{ "packages": { "": {}, "node_modules/yaml": { "version": "2.9.1" } } }\n',
        },
      ),
      expect: [],
    },
    {
      title: 'an import whose failure is caught',
      files: files(
        "export const compile = async () => {\n  try {\n    await import('./extra.ts');\n  } catch {\n    return 3;\n  }\n};\n",
      ),
      expect: [],
    },
  ],
});
