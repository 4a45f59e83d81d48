/** A workspace document that cannot be used ends a command with exit code 2: nothing was checked. */
import { collect } from '../diagnostics/collect.ts';
import { renderDiagnostics } from '../diagnostics/render/pretty.ts';
import { rulesetDigest, toolVersion } from '../generated/digests.ts';
import { rules } from '../generated/rules.ts';
import type { Unreadable } from '../pipeline.ts';
import { unreadableVerdict } from '../stages/unreadable.ts';
import type { CliContext, ExitCode } from './define.ts';
import { render, sourceReader, writeReports } from './report-verdict.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** People are told on stderr; programs get the document that they asked for, too. */
export async function reportUnreadable(
  context: CliContext,
  options: WorkspaceOptions,
  { findings }: Unreadable,
): Promise<ExitCode> {
  const diagnostics = collect(findings, rules, {});
  const about = { tool: toolVersion, ruleset: rulesetDigest, failOn: options.failOn ?? 'major' } as const;
  const verdict = unreadableVerdict(about, rules, diagnostics);
  await writeReports(context, options, verdict);
  if (options.format !== 'pretty') context.out(await render(context, options, verdict, options.format, false));
  context.err(renderDiagnostics(diagnostics, sourceReader(context, options.root), context.color));
  context.err('error: symphony.yaml cannot be used, so nothing was checked\n');
  return 2;
}
