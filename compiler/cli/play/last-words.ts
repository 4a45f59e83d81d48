/** What is said when a run has ended: what came of it, and what to do about it. */
import type { RunOptions, RunResult } from '../../../runtime/index.ts';
import { engineOption } from './kept.ts';

type Runtime = typeof import('../../../runtime/index.ts');

interface Played {
  readonly plans: string;
  readonly options: Pick<RunOptions, 'until'>;
  /** In whose name questions are answered. */
  readonly by?: string;
}

/** `isKept`: in a database. */
export function lastWords(
  result: RunResult,
  { plans, by, options: { until } }: Played,
  runtime: Runtime,
  isKept = false,
): string {
  const answers = runtime.answersIn(plans, by);
  return `${runtime.summaryOf(result, { answers, engine: isKept ? engineOption : '', until }).join('\n')}\n`;
}
