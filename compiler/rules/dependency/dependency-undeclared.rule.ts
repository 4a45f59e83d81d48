import { lockedVersion, type PackageUse, packageUses } from '../../base/packages.ts';
import { atMost } from '../../base/related.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Fix, Place } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const lock = '{ "packages": { "": {}, "node_modules/yaml": { "version": "2.9.1" } } }\n';

const files = (module: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

const module = "import { parse } from 'yaml';\nexport const compile = () => parse('a: 1');\n";
const at = [{ file: 'handlers/build.ts', line: 1, column: 24 }];

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly use: PackageUse;
  /** True for the first that its package.json lacks. */
  readonly first: boolean;
}

function subjectsOf(index: WorkspaceIndex): Subject[] {
  const lacking = new Set<string>();
  return packageUses(index).map((use) => {
    const { path } = use.manifest;
    const first = !use.declared && !lacking.has(path);
    if (!use.declared) lacking.add(path);
    return { place: use.places[0]!, subject: use.places[0]!.file, use, first };
  });
}

/** Adds the locked version. Where `dependencies` is still empty there is room for one package. */
function repair({ manifest, name }: PackageUse, version: string | undefined, first: boolean): Fix | undefined {
  const { path, room } = manifest;
  if (!version || !room || (room.once && !first) || !/^[\w.+-]+$/.test(version)) return undefined;
  const member = `${JSON.stringify(name)}${room.colon}${JSON.stringify(`^${version}`)}`;
  const range = { start: room.start, end: room.end };
  const edits = [{ file: path, range, text: `${room.before}${member}${room.after}` }];
  return { title: `add \`${name}\` in version \`^${version}\` to \`${path}\``, safe: true, edits };
}

export default workspaceRule<{ name: string; path: string; types: boolean }>()({
  code: 'DEPENDENCY_UNDECLARED',
  dimension: 'dependency',
  aspect: 'dependency',
  severity: 'major',
  fixable: 'safe',
  doc: `A handler module, or a workspace file that one imports, imports a package that its package.json does not declare: that of
the npm workspace it lies in, else that of the workspace. It is there by accident, because something else needs it, and goes
or changes with that.

Declare it. The suggested edit adds it to \`dependencies\` in the version that the lockfile has; \`npm install\` then brings the
lockfile up to date. Any kind of dependency will do. Where only types are imported, the package with the types
(\`@types/…\`) is enough. Modules of Node, the package itself and patterns under \`paths\` of tsconfig.json need none, nor do the
npm workspaces of the workspace in its own package. Without a package.json nothing is said: it may lie in a folder above.`,
  message: ({ name, path, types }) =>
    `the package \`${name}\`, of which ${types ? 'types are' : 'a module is'} imported, is not declared in \`${path}\``,
  subjects: subjectsOf,
  check: ({ node, index, report }) => {
    const { use, first } = node;
    const { manifest, name, types, places, declared } = use;
    if (declared) return;
    const fix = repair(use, lockedVersion(index.lookup.packages(), manifest, name), first);
    report({
      params: { name, path: manifest.path, types },
      help: `let \`npm install ${name}\` add it, or take the import out`,
      related: atMost(places.slice(1).map((place) => ({ ...place, message: 'imported here, too' }))),
      ...(fix ? { fix } : {}),
    });
  },
  examples: [
    {
      title: 'a package that something else brings along',
      files: files(module, {
        'package.json': '{\n  "name": "play",\n  "dependencies": {\n    "tar": "^7.0.0"\n  }\n}\n',
        'package-lock.json': lock,
      }),
      expect: at,
    },
    {
      title: 'without any dependencies',
      files: files(module, { 'package.json': '{\n  "name": "play"\n}\n', 'package-lock.json': lock }),
      expect: at,
    },
    {
      title: 'declared for the workspace, and not by the npm workspace that imports it',
      files: files("export { compile } from '../packages/a/compile.ts';\n", {
        'package.json': '{ "workspaces": ["packages/*"], "dependencies": { "yaml": "^2.9.1" } }\n',
        'packages/a/package.json': '{ "name": "a" }\n',
        'packages/a/compile.ts': module,
        'package-lock.json': lock,
      }),
      expect: [{ file: 'packages/a/compile.ts', line: 1, column: 24 }],
    },
    {
      title: 'declared, with types that are declared and a module of Node',
      files: files(
        `import type { Node } from 'estree';\nimport { join } from 'path';\nimport '@scope/tool/register';\n${module}`,
        {
          'package.json':
            '{ "dependencies": { "yaml": "^2.9.1", "@scope/tool": "1" }, "devDependencies": { "@types/estree": "^1.0.0" } }\n',
        },
      ),
      expect: [],
    },
    {
      title: 'aliases',
      files: files(
        "import { pack } from '@lib/pack';\nimport { list } from '#list';\nexport const compile = () => pack(list);\n",
        {
          'package.json': '{ "imports": { "#list": "./list.ts" } }\n',
          'tsconfig.json':
            '{\n  // where things are\n  "compilerOptions": { "paths": { "@lib/*": ["./lib/*"], } },\n}\n',
        },
      ),
      expect: [],
    },
  ],
});
