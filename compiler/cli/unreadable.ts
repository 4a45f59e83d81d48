/** A workspace document that cannot be used ends a command with exit code 2: there is no verdict without it. */
import { collect } from '../diagnostics/collect.ts';
import { renderDiagnostics } from '../diagnostics/render/pretty.ts';
import { rules } from '../generated/rules.ts';
import type { Unreadable } from '../pipeline.ts';
import type { CliContext, ExitCode } from './define.ts';
import { sourceReader } from './report-verdict.ts';

export function reportUnreadable(context: CliContext, root: string, { findings }: Unreadable): ExitCode {
  const diagnostics = collect(findings, rules, {});
  context.err(renderDiagnostics(diagnostics, sourceReader(context, root), context.color));
  context.err('error: symphony.yaml cannot be used, so nothing was checked\n');
  return 2;
}
