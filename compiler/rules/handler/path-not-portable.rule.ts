import { normalize } from '../../base/path.ts';
import { portabilityProblem } from '../../base/portable-path.ts';
import { rewrite } from '../../base/rule-edits.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument } from '../../model/bound.ts';
import type { Severity } from '../../model/diagnostic.ts';
import type { Document, Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const play = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'run: [make]', ...fields))) }),
});

interface PathSite {
  readonly at: Path;
  readonly text: string;
  /** Instead of the rule's own, where nothing is found at the path: no other rule tells that. */
  readonly severity?: Severity;
  /** Likewise, where that is looked at only when the path is not portable. */
  readonly mustExist?: boolean;
}

/** Every path in a document, with where it stands. After a `#` it names something inside the file. */
function pathsIn({ document, symphony, lookup }: BoundDocument): PathSite[] {
  if (document.kind === 'Workspace') {
    const { handlers } = (document as Document<'Workspace'>).value;
    return Object.entries(handlers ?? {}).map(([alias, text]) => {
      const severity = lookup.module(alias)?.exists === false ? 'critical' : undefined;
      return { at: ['handlers', alias], text, severity };
    });
  }
  if (document.kind === 'Domain') {
    return ((document as Document<'Domain'>).value.files ?? []).map((text, i) => {
      return { at: ['files', i], text, severity: lookup.fileExists(text) ? undefined : 'major' };
    });
  }
  return (symphony?.beats ?? []).flatMap(({ path, value }) => {
    const found: { at: Path; text: string | undefined; mustExist?: boolean }[] = [
      { at: [...path, 'spec'], text: value.spec, mustExist: true },
      { at: [...path, 'test'], text: value.test, mustExist: true },
      { at: [...path, 'probe', 'file'], text: value.probe?.file },
    ];
    return found.filter((item): item is PathSite => item.text !== undefined);
  });
}

export default documentRule<{ path: string; problem: string }>()({
  code: 'PATH_NOT_PORTABLE',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'minor',
  fixable: 'safe',
  over: 'document',
  doc: `A path works on the machine of its author only: it has back slashes, is absolute, leads out of the workspace or into
\`node_modules\`. Elsewhere the file is not there, or is another one.

Write paths relative to the workspace, with forward slashes. For back slashes an edit is suggested where that leads to a
file. A handler module, a file of a domain, a specification or a test that is not found at such a path is reported here only,
and as severely as if it did not exist.`,
  message: ({ path, problem }) => `the path \`${path}\` ${problem}`,
  help: 'write a path relative to the workspace, with forward slashes',
  applies: (_, bound) => pathsIn(bound).length > 0,
  check: ({ bound, report }) => {
    for (const { at, text, severity, mustExist } of pathsIn(bound)) {
      const [path = '', ...inside] = text.split('#');
      const problem = portabilityProblem(path);
      if (problem === undefined) continue;
      const clean = normalize(path.replaceAll('\\', '/'));
      const found = portabilityProblem(clean) === undefined && bound.lookup.fileExists(clean);
      const edit = found ? rewrite(bound.document, at, [clean, ...inside].join('#')) : undefined;
      const fix = edit && { title: `write \`${clean}\``, safe: true, edits: [edit] };
      const missing = mustExist && !bound.lookup.fileExists(path) ? 'major' : undefined;
      report({ params: { path, problem }, at, fix, severity: severity ?? missing });
    }
  },
  examples: [
    {
      title: 'back slashes',
      files: {
        ...play('spec: specs\\build.feature#Load the context'),
        'specs/build.feature': 'Feature: Build\n  Scenario: Load the context\n    Given a\n    When b\n    Then c\n',
      },
      expect: [{ file: 'play.yaml', line: 13, column: 15 }],
    },
    {
      title: 'an absolute path, and one that leads out of the workspace',
      files: play('spec: /home/me/build.feature#Load', 'test: ../other/build.test.ts#loads'),
      expect: [
        { file: 'play.yaml', line: 13, column: 15 },
        { file: 'play.yaml', line: 14, column: 15 },
      ],
    },
    {
      title: 'a file in node_modules',
      files: { 'domain.yaml': domain('build', 'files: [node_modules/lib/index.js]') },
      expect: [{ file: 'domain.yaml', line: 8, column: 9 }],
    },
    {
      title: 'a handler module with back slashes',
      files: {
        'symphony.yaml': workspace('domain.yaml', 'handlers: { build: handlers\\build.ts }'),
        'handlers/build.ts': 'export const compile = async () => ({ packages: 3 });\n',
        'domain.yaml': domain(),
      },
      expect: [{ file: 'symphony.yaml', line: 6, column: 20 }],
    },
    {
      title: 'paths inside the workspace',
      files: play('spec: specs/build.feature#Load the C:\\ drive', 'test: ./test/build.test.ts#loads'),
      expect: [],
    },
  ],
});
