import { normalize, staysInside } from '../../base/path.ts';
import { rewrite } from '../../base/rule-edits.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument } from '../../model/bound.ts';
import type { Document, Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const play = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'run: [make]', ...fields))) }),
});

/** Every path in a document, with where it stands. After a `#` it names something inside the file. */
function pathsIn({ document, symphony }: BoundDocument): [path: Path, text: string][] {
  if (document.kind === 'Workspace') {
    const { handlers } = (document as Document<'Workspace'>).value;
    return Object.entries(handlers ?? {}).map(([alias, text]) => [['handlers', alias], text]);
  }
  if (document.kind === 'Domain') {
    return ((document as Document<'Domain'>).value.files ?? []).map((text, i) => [['files', i], text]);
  }
  return (symphony?.beats ?? []).flatMap(({ path, value }) => {
    const found: [Path, string | undefined][] = [
      [[...path, 'spec'], value.spec],
      [[...path, 'test'], value.test],
      [[...path, 'probe', 'file'], value.probe?.file],
    ];
    return found.filter((item): item is [Path, string] => item[1] !== undefined);
  });
}

function problemOf(path: string): string | undefined {
  const slashed = path.replaceAll('\\', '/');
  if (/^(?:\/|~|[A-Za-z][\w+.-]*:)/.test(slashed)) return 'is absolute, and so true on one machine only';
  if (!staysInside(slashed)) return 'leads out of the workspace';
  if (slashed.split('/').includes('node_modules'))
    return 'leads into `node_modules`, which every installation makes anew';
  return path === slashed ? undefined : 'has back slashes, which only Windows takes for separators';
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

Write paths relative to the workspace, with forward slashes. Back slashes can be turned automatically.`,
  message: ({ path, problem }) => `the path \`${path}\` ${problem}`,
  help: 'write a path relative to the workspace, with forward slashes',
  applies: (_, bound) => pathsIn(bound).length > 0,
  check: ({ bound, report }) => {
    for (const [at, text] of pathsIn(bound)) {
      const [path = '', ...inside] = text.split('#');
      const problem = problemOf(path);
      if (problem === undefined) continue;
      const clean = normalize(path.replaceAll('\\', '/'));
      const edit = problemOf(clean) === undefined && rewrite(bound.document, at, [clean, ...inside].join('#'));
      const fix = edit ? { title: `write \`${clean}\``, safe: true, edits: [edit] } : undefined;
      report({ params: { path, problem }, at, fix });
    }
  },
  examples: [
    {
      title: 'back slashes',
      files: play('spec: specs\\build.feature#Load the context'),
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
