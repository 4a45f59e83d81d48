/** What is said of a run once its journal is complete: how it compares with others, and to whoever collects telemetry. */
import { printable } from '../../../runtime/core/text.ts';
import { painter } from '../../../runtime/view/paint.ts';
import type { CliContext } from '../define.ts';
import { performanceLines } from './performance-lines.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** The journal, or a copy of it, lies in the workspace. */
export async function tellEnd(context: CliContext, root: string, run: string, runtime: Runtime): Promise<void> {
  tellPerformance(context, root, run, runtime);
  await tell(context, root, run);
}

/** What took longer than usual. */
function tellPerformance({ err, terminal, host }: CliContext, root: string, run: string, runtime: Runtime): void {
  const paint = painter(terminal && (host.env('NO_COLOR') ?? '') === '');
  for (const line of performanceLines(runtime.performanceOfRun(root, run), paint, 'slower')) err(`  ${line}\n`);
}

/** What cannot be told to others is told here, and changes nothing about the run. */
async function tell(context: CliContext, root: string, run: string): Promise<void> {
  const { tellRun } = await import('../../../runtime/telemetry/tell.ts');
  for (const problem of await tellRun(root, run)) context.err(`warning: ${printable(problem)}\n`);
}
