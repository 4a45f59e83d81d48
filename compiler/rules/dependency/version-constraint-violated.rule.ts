import { declarationPlace, type PackageUse, packageUses } from '../../base/packages.ts';
import { atMost } from '../../base/related.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (
  range: string,
  version: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': "import { parse } from 'yaml';\nexport const compile = () => parse('a: 1');\n",
  'package.json': `{\n  "dependencies": {\n    "yaml": ${JSON.stringify(range)},\n    "tar": "^7.0.0"\n  }\n}\n`,
  'package-lock.json': `{ "packages": { "": {}, "node_modules/yaml": { "version": "${version}" }, "node_modules/tar": { "version": "1.0.0" } } }\n`,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

const at = [{ file: 'package.json', line: 3, column: 13 }];

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly use: PackageUse;
}

/** One check a declared package that handlers import, where the lockfile is known. */
function subjectsOf(index: WorkspaceIndex): Subject[] {
  if (!index.lookup.packages().lock) return [];
  return packageUses(index).flatMap((use) => {
    const { declared, manifest } = use;
    return declared ? [{ place: declarationPlace(manifest, declared), subject: declared.name, use }] : [];
  });
}

export default workspaceRule<{ name: string; range: string; version: string; lock: string }>()({
  code: 'VERSION_CONSTRAINT_VIOLATED',
  dimension: 'dependency',
  aspect: 'dependency',
  severity: 'major',
  doc: `The lockfile has a version of a package that the range in package.json does not allow, as after an edit of one of them. The
two contradict each other: what is installed is not what was asked for, and \`npm ci\` refuses it.

Let \`npm install\` bring the lockfile up to date, or correct the range. Ranges are compared as npm does. Only packages that
handlers import are looked at; tags, folders and addresses are no ranges, and what \`overrides\` sets is left out.`,
  message: ({ name, range, version, lock }) =>
    `\`${lock}\` has \`${name}\` in version \`${version}\`, which \`${range}\` does not allow`,
  help: 'let `npm install` bring the lockfile up to date, or correct the range',
  subjects: subjectsOf,
  check: ({ node: { use }, index, report }) => {
    const { manifest, declared, places } = use;
    const { outside, lockPath = '' } = index.lookup.packages();
    const found = outside.find(
      ({ path, name, kind }) => path === manifest.path && name === declared?.name && kind === declared.kind,
    );
    if (!found || !declared) return;
    const related = atMost(places.map((place) => ({ ...place, message: 'imported here' })));
    const { name, range } = declared;
    report({ params: { name, range, version: found.version, lock: lockPath }, related });
  },
  examples: [
    { title: 'an older version than asked for', files: files('^2.9.0', '2.8.4'), expect: at },
    { title: 'a version before the release', files: files('>=2.9.0 <3', '3.0.0-1'), expect: at },
    { title: 'under another name', files: files('npm:@forks/yaml@~1.2.3', '1.3.0'), expect: at },
    { title: 'one of several ranges', files: files('^1.0.0 || 2.x', '2.9.1'), expect: [] },
    { title: 'no range', files: files('github:eemeli/yaml#main', '2.9.1'), expect: [] },
    { title: 'a tag', files: files('latest', '2.9.1'), expect: [] },
    {
      title: 'a version that overrides set',
      files: files('^2.9.0', '1.0.0', {
        'package.json': '{ "dependencies": { "yaml": "^2.9.0" }, "overrides": { "yaml": "1.0.0" } }\n',
      }),
      expect: [],
    },
  ],
});
