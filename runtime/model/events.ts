/** What happens in a run, as it happens: what views show. */
import type { Plan, PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Confirmation, Judged, MovementResult, StepResult, Undone } from './result.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A step that ended, as handlers are told of those before them. */
export interface PlayedStep {
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
  readonly status: StepResult['status'];
  /** The instant in UTC, in ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
}

export type RunEvent =
  | {
      readonly type: 'symphony';
      readonly plan: Plan;
      readonly depth: number;
      readonly dynamics: Plan['dynamics'];
      /** How long earlier processes have played it. */
      readonly usedMs: number;
    }
  | {
      readonly type: 'movement';
      readonly movement: PlanMovement;
      readonly depth: number;
      /** How long earlier processes have played it. */
      readonly usedMs: number;
    }
  | { readonly type: 'step'; readonly step: PlanStep; readonly depth: number }
  /** A step that was announced has its turn, once for each try. */
  | {
      readonly type: 'try';
      readonly step: PlanStep;
      readonly attempt: number;
      /** The longest that it may take. */
      readonly limitMs?: number;
      readonly depth: number;
    }
  | {
      readonly type: 'step-ended';
      readonly step: PlanStep;
      readonly result: StepResult;
      readonly depth: number;
      /** An earlier process of the run has played it. */
      readonly earlier?: boolean;
    }
  | {
      readonly type: 'movement-ended';
      readonly plan: Plan;
      readonly movement: PlanMovement;
      readonly status: MovementResult['status'];
      readonly depth: number;
    }
  | { readonly type: 'judged'; readonly judged: Judged; readonly depth: number }
  | { readonly type: 'undone'; readonly undone: Undone; readonly depth: number }
  | { readonly type: 'asked'; readonly confirmation: Confirmation; readonly depth: number }
  | { readonly type: 'note'; readonly message: string; readonly depth: number }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly fields?: Readonly<Record<string, unknown>>;
      readonly depth: number;
    }
  /** What a command prints, on either stream. */
  | { readonly type: 'output'; readonly chunk: Uint8Array };
