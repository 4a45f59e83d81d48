import { hasModule, type MissingTarget, missingTarget, skeletonOf } from '../../base/handler-target.ts';
import { rewrite } from '../../base/rule-edits.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, HandlerReference } from '../../model/bound.ts';
import type { Fix, Related } from '../../model/diagnostic.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (module: string, handler = 'build#loadContext'): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', `handler: ${handler}`, 'timeout: 5s'))) }),
});

/** The word `export` where it is missing, the nearest name, else a skeleton at the end of the module. */
function repair(bound: BoundDocument, node: HandlerReference, { near, module, local }: MissingTarget): Fix | undefined {
  if (module && local) {
    const range = { start: local.statement, end: local.statement };
    return { title: `export \`${local.name}\``, safe: false, edits: [{ file: module.path, range, text: 'export ' }] };
  }
  if (near !== undefined) {
    const edit = rewrite(bound.document, node.path, near);
    return edit && { title: `write \`${near}\``, safe: false, edits: [edit] };
  }
  const name = node.exportName;
  const skeleton = skeletonOf(name);
  if (!module?.end || skeleton === undefined) return undefined;
  const { end } = module;
  const lead = end.line === 1 && end.column === 1 ? '' : end.column === 1 ? '\n' : '\n\n';
  const text = lead + skeleton;
  const title = `add a function \`${name}\` that throws to \`${module.path}\``;
  return { title, safe: false, edits: [{ file: module.path, range: { start: end, end }, text }] };
}

function helpFor({ near, help, local }: MissingTarget): string | undefined {
  if (local) return 'add `export`';
  return near ? `did you mean \`${near}\`?` : help;
}

function declared({ module, local }: MissingTarget): Related[] {
  if (!module || !local) return [];
  const { line, column, name } = local;
  const range = { start: { line, column }, end: { line, column: column + name.length } };
  return [{ file: module.path, range, message: 'declared here' }];
}

export default documentRule<{ problem: string }>()({
  code: 'MISSING_IMPLEMENTATION',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  fixable: 'unsafe',
  draftable: true,
  over: 'handler',
  doc: `A beat names a handler that its module does not export, or a bare name that no handler module exports. A module that
cannot be read or parsed is HANDLER_MODULE_UNUSABLE.

Correct the name (the nearest export is suggested), export the function, or write it. The suggested edit exports a function
of that name that is there, or takes the nearest export; when none is near, it adds a function that throws, so that the beat
fails until somebody has written it. In a draft this is information only.`,
  message: ({ problem }) => problem,
  applies: (node, bound) => node.role === 'handler' && hasModule(node, bound),
  check: ({ node, bound, report, unknown }) => {
    const missing = missingTarget(node, bound);
    if (missing?.what === 'reported') return unknown('reported');
    if (missing?.what !== 'export') return;
    const { problem, start, end } = missing;
    report({
      params: { problem },
      place: { file: bound.document.source.file, range: bound.inside(node.path, start, end) },
      help: helpFor(missing),
      related: declared(missing),
      fix: repair(bound, node, missing),
    });
  },
  examples: [
    {
      title: 'a misspelt export',
      files: files('export const loadContxt = async () => ({ loaded: true });\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'an export that is not written yet',
      files: files('export const compile = async () => ({ compiled: true });\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a type is not there when the beat plays',
      files: files('export type loadContext = () => Promise<void>;\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a function that the module keeps to itself',
      files: files('async function loadContext() {\n  return 3;\n}\nexport const other = loadContext;\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a bare name that no module exports',
      files: files('export const compile = async () => ({ compiled: true });\n', 'loadContext'),
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    {
      title: 'an export under another name',
      files: files('const load = async () => ({ loaded: true });\nexport { load as loadContext };\n'),
      expect: [],
    },
    {
      title: 'a name that may come from a package',
      files: files("export * from '@example/handlers';\n"),
      expect: [],
    },
  ],
});
