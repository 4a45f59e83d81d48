/** What the beats of any phase are given, as far as they have it in common. */
import type { Exec, Log, Outputs } from '../common/context.ts';

export interface PhaseContext {
  readonly run: string;
  readonly correlationId: string;
  readonly step: string;
  readonly outputs: Outputs;
  readonly log: Log;
  readonly exec: Exec;
}

/** A number that the pipeline gives under `with`. */
export type PhaseInput = { readonly phase: number };
