/** The terms of OpenTelemetry's conventions for CI/CD (https://opentelemetry.io/docs/specs/semconv/cicd/) for what a journal says. */
import type { Failure } from '../model/result.ts';

/** How a run or a step ended: `cicd.pipeline.result` and `cicd.pipeline.task.run.result`. */
type Result = 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';

/** Undefined for what has not ended. */
export function resultOf(status: string, failure: Failure | undefined): Result | undefined {
  if (status === 'done') return 'success';
  if (status === 'skipped') return 'skip';
  if (status !== 'failed') return undefined;
  if (failure?.kind === 'timeout') return 'timeout';
  return failure?.kind === 'cancelled' ? 'cancellation' : 'failure';
}

/** `error.type`: the kinds of failure of a run. */
export const errorTypeOf = (status: string, failure: Failure | undefined): string | undefined =>
  status === 'failed' ? (failure?.kind ?? 'failed') : undefined;

/** `cicd.pipeline.task.type`, which knows three; undefined when it is none of them. */
export function taskTypeOf(activity: string | undefined): 'build' | 'test' | 'deploy' | undefined {
  switch (activity) {
    case 'build':
      return 'build';
    case 'test':
    case 'validation':
    case 'verification':
      return 'test';
    case 'deployment':
      return 'deploy';
    default:
      return undefined;
  }
}
