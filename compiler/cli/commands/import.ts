import { printable } from '../../../runtime/core/text.ts';
import { joinPath, parentOf, staysInside } from '../../base/path.ts';
import { list } from '../../base/text.ts';
import { barredPath } from '../../fix/desk.ts';
import { importers } from '../../generated/importers.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type CliContext, defineCommand, type ExitCode, UsageError } from '../define.ts';
import type { ReadOriginal } from '../import-originals.ts';
import { isUsageError } from '../usage-error.ts';
import { absolute, findRoot } from '../workspace-options.ts';

const names = Object.keys(importers).sort();

export default defineCommand({
  name: 'import',
  summary:
    'turn definitions of another tool into symphonies; lists what has no counterpart and what is wrong in the originals',
  configure: (command) => {
    command
      .argument('<format>', list(names, 'or'))
      .argument('<path...>', 'files, or folders that are searched for them')
      .option('--into <folder>', 'where to write, in the workspace', 'symphonies/imported')
      .option('--dry-run', 'write nothing')
      .option('--force', 'replace files that are there already')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'how to print what was found: pretty or json', 'pretty');
  },
  run: async (context, given, [format = '', ...paths]) => {
    const load = Object.hasOwn(importers, format) ? importers[format as keyof typeof importers] : undefined;
    if (!load) throw new UsageError(`there is no format \`${format}\` to import`, `there is ${list(names)}`);
    if (paths.length === 0)
      throw new UsageError('<path> is missing', 'name the files to import, or a folder with them');
    if (!['pretty', 'json'].includes(String(given['format'])))
      throw new UsageError(`there is no format \`${given['format']}\``, 'the formats are pretty and json');
    const root = destination(context, given['workspace'] as string | undefined);
    const into = String(given['into']);
    if (!staysInside(into)) throw new UsageError(`--into leads out of the workspace: ${into}`);
    const [{ readOriginals }, { planImport }, { checkImport }] = await Promise.all([
      import('../import-originals.ts'),
      import('../plan-import.ts'),
      import('../check-import.ts'),
    ]);
    const importer = await load();
    const originals = await readOriginals(context, importer, paths);
    const exists = (path: string): boolean => context.host.lstat(joinPath(root, path)) !== undefined;
    const plan = planImport(originals, into, exists);
    const made = plan.files.filter(({ kept }) => !kept);
    for (const { path } of made) refuseElsewhere(context.host, root, path);
    const taken = made.filter(({ path }) => exists(path)).map(({ path }) => path);
    if (taken.length > 0 && given['force'] !== true && given['dryRun'] !== true)
      throw new UsageError(
        `${list(taken)} already there; nothing was written`,
        'replace them with `--force`, or choose another folder with `--into`',
      );
    const verdict = await checkImport(context, root, plan.files, plan.handlers, importer.invented);
    if (given['dryRun'] !== true)
      for (const { path, text } of made) context.host.replaceFile(joinPath(root, path), new TextEncoder().encode(text));
    return report(context, given, { originals, plan, verdict, into });
  },
});

/** The workspace around, or this folder when there is none yet. */
function destination(context: CliContext, named: string | undefined): string {
  try {
    return findRoot(context, named);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    return absolute(context, named ?? '.');
  }
}

/** Throws UsageError for what lies outside of the workspace or belongs to tools, also behind links. */
function refuseElsewhere(host: CliContext['host'], root: string, path: string): void {
  const refuse = (why: string): never => {
    throw new UsageError(`${path} cannot be written: ${why}`, 'choose another folder with `--into`');
  };
  const barred = barredPath(path, '');
  if (barred !== undefined) refuse(barred);
  const target = host.lstat(joinPath(root, path));
  if (target && target.type !== 'file') refuse('what is there is no regular file');
  let parent = parentOf(joinPath(root, path));
  while (parent.length > root.length && !host.lstat(parent)) parent = parentOf(parent);
  const [real, top] = [host.realPath(parent), host.realPath(root)];
  if (real !== top && !real.startsWith(`${top}/`)) refuse('a link leads out of the workspace');
}

interface Outcome {
  readonly originals: readonly ReadOriginal[];
  readonly plan: ReturnType<typeof import('../plan-import.ts')['planImport']>;
  readonly verdict: Verdict | undefined;
  readonly into: string;
}

/** 1 when something could not be taken over at all; what is wrong in the originals is for `check` to judge. */
async function report(
  context: CliContext,
  given: Readonly<Record<string, unknown>>,
  outcome: Outcome,
): Promise<ExitCode> {
  const { originals, plan, verdict, into } = outcome;
  const [{ renderFiles, renderLeftovers, leftoverJson }, { renderDiagnostics }] = await Promise.all([
    import('../render-import.ts'),
    import('../../diagnostics/render/pretty.ts'),
  ]);
  const foreign = originals.filter(({ raw, imported, diagnostics }) => !imported && (raw || diagnostics.length === 0));
  const diagnostics = [...originals.flatMap((one) => one.diagnostics), ...(verdict?.diagnostics ?? [])];
  const failed = originals.some(({ imported }) => !imported) || plan.conflicts.length > 0 || !verdict;
  if (given['format'] === 'json') {
    const files = originals.map((one) => ({
      file: one.name,
      imported: one.imported !== undefined,
      leftovers: leftoverJson(one),
    }));
    const written = plan.files.map(({ path, original }) => ({ path, original }));
    context.out(`${JSON.stringify({ files, written, handlers: plan.handlers, diagnostics }, null, 2)}\n`);
    return failed ? 1 : 0;
  }
  const texts = new Map(originals.flatMap(({ name, raw }) => (raw ? [[name, raw.source.text] as const] : [])));
  const sourceText = (file: string): string | undefined => texts.get(file);
  context.out(renderDiagnostics(diagnostics, sourceText, context.color));
  context.out(originals.map(renderLeftovers).join(''));
  for (const { name } of foreign) context.err(`${printable(name)} is not of this format; nothing was made of it\n`);
  for (const { path, first, second } of plan.conflicts)
    context.err(
      `${printable(`${path} would be made differently by ${first} and by ${second}; the first was taken`)}\n`,
    );
  context.err(renderFiles(plan.files, given['dryRun'] === true ? 'would write' : 'wrote'));
  if (plan.files.length > 0) context.err(nextSteps(into, plan.handlers));
  return failed ? 1 : 0;
}

function nextSteps(into: string, handlers: Outcome['plan']['handlers']): string {
  const modules = Object.entries(handlers).map(([alias, { path }]) => `    ${alias}: ${path}`);
  const lines = [`  sources: ["${into}/**/*.yaml"]`, ...(modules.length > 0 ? ['  handlers:', ...modules] : [])];
  return `\nnext: add to symphony.yaml what it does not have yet\n${lines.map(printable).join('\n')}\n`;
}
