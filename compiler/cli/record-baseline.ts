/** Writes the baseline: all of today's violations at first, from then on fewer, unless it is told to accept new ones. */
import { isOpen } from '../base/open.ts';
import { baselineFile } from '../base/own-files.ts';
import { joinPath } from '../base/path.ts';
import { compareText, list, plural } from '../base/text.ts';
import { recordable, writeBaseline } from '../diagnostics/baseline.ts';
import { renderDiagnostics } from '../diagnostics/render/pretty.ts';
import { rules } from '../generated/rules.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Verdict } from '../model/verdict.ts';
import { fails } from '../stages/verdict.ts';
import { type CliContext, type ExitCode, UsageError } from './define.ts';
import { sourceReader } from './report-verdict.ts';
import { runCheck } from './run-check.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** 0 when nothing that is left out fails the build. Throws UsageError and HostError. */
export async function recordBaseline(
  context: CliContext,
  options: WorkspaceOptions,
  acceptNew: boolean,
): Promise<ExitCode> {
  const { result } = await runCheck(context, options);
  if (!('verdict' in result)) return (await import('./unreadable.ts')).reportUnreadable(context, options, result);
  const { verdict } = result;
  const path = joinPath(options.root, baselineFile);
  const existing = context.host.lstat(path);
  if (existing && existing.type !== 'file') throw new UsageError(`${baselineFile} is no regular file`);
  if (existing && !verdict.summary.baseline && !acceptNew) return refuse(context, options, verdict);

  const possible = recordable(verdict.diagnostics, rules, verdict.failOn);
  const takesAll = acceptNew || !existing;
  const recorded = possible.filter(({ diagnostic }) => takesAll || diagnostic.baselined);
  const inside = new Set(recorded.map(({ diagnostic }) => diagnostic));
  const newcomers = possible.map(({ diagnostic }) => diagnostic).filter((one) => !inside.has(one));
  const others = verdict.diagnostics.filter(
    (one) => isOpen(one) && failsIn(verdict, one) && !inside.has(one) && one.file !== baselineFile,
  );
  if (existing || recorded.length > 0) {
    const bytes = new TextEncoder().encode(writeBaseline(recorded.map(({ entry }) => entry)));
    context.host.replaceFile(path, bytes);
  }
  context.out(
    summary(
      verdict,
      recorded.map(({ diagnostic }) => diagnostic),
      existing !== undefined,
    ),
  );
  if (newcomers.length > 0) context.out(leftOut(newcomers));
  const unreadable = others.filter((one) => !newcomers.includes(one));
  if (unreadable.length > 0) context.err(cannotRecord(context, options, unreadable));
  return others.length > 0 ? 1 : 0;
}

const failsIn = ({ failOn }: Verdict, { severity }: Diagnostic): boolean => fails(severity, failOn);

/** A baseline that cannot be used is not replaced without a word: what it recorded is not known any more. */
function refuse(context: CliContext, options: WorkspaceOptions, { diagnostics }: Verdict): ExitCode {
  const about = diagnostics.filter(({ file }) => file === baselineFile);
  context.err(renderDiagnostics(about, sourceReader(context, options.root), context.color));
  context.err('nothing was recorded; `--accept-new` records all violations anew\n');
  return 1;
}

function summary({ summary: { baseline } }: Verdict, recorded: readonly Diagnostic[], existed: boolean): string {
  if (recorded.length === 0 && !existed) return 'there is nothing to record\n';
  const added = recorded.filter((one) => !one.baselined).length;
  const changes = [
    ...(existed && added > 0 ? [`${added} new`] : []),
    ...(baseline && baseline.gone > 0 ? [`${baseline.gone} dropped`] : []),
  ];
  const what = changes.length > 0 ? ` (${list(changes)})` : '';
  const codes = byCode(recorded);
  return `${baselineFile} records ${plural(recorded.length, 'violation')}${what}${codes === '' ? '' : `: ${codes}`}\n${existed ? '' : 'commit it: from now on only other violations fail\n'}`;
}

const leftOut = (newcomers: readonly Diagnostic[]): string =>
  `not recorded, because ${newcomers.length === 1 ? 'it is' : 'they are'} new: ${byCode(newcomers)}\nrepair or waive them, or record them with \`--accept-new\`\n`;

function cannotRecord(context: CliContext, { root }: WorkspaceOptions, diagnostics: readonly Diagnostic[]): string {
  const told = renderDiagnostics(diagnostics, sourceReader(context, root), context.color);
  return `${told}a baseline cannot record ${diagnostics.length === 1 ? 'this one' : `these ${diagnostics.length}`}: repair them\n`;
}

/** `3 TIMEOUT_MISSING, 1 DOMAIN_UNUSED`, the most frequent first. */
function byCode(diagnostics: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || compareText(a, b));
  return sorted.map(([code, count]) => `${count} ${code}`).join(', ');
}
