/** What the parts of a run share. */
import type { Plan, PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Origin } from '../model/entries.ts';
import type { Judged, StepResult, SymphonyResult, Undone } from '../model/result.ts';
import type { Namespace } from '../plan/modules.ts';
import type { Facts, InputValues } from './conditions.ts';
import type { Ledger } from './ledger.ts';

export type Dynamics = Plan['dynamics'];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What happens, as it happens. */
export type RunEvent =
  | { readonly type: 'symphony'; readonly plan: Plan; readonly depth: number; readonly dynamics: Dynamics }
  | { readonly type: 'movement'; readonly movement: PlanMovement; readonly depth: number }
  | { readonly type: 'step'; readonly step: PlanStep; readonly depth: number }
  | { readonly type: 'step-ended'; readonly step: PlanStep; readonly result: StepResult; readonly depth: number }
  | { readonly type: 'judged'; readonly judged: Judged; readonly depth: number }
  | { readonly type: 'undone'; readonly undone: Undone; readonly depth: number }
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

/** A plan whose handlers are loaded and whose sub-plans are prepared too: nothing is left that could be missing. */
export interface Prepared {
  readonly plan: Plan;
  readonly planDigest?: string;
  readonly modules: ReadonlyMap<string, Namespace>;
  /** By symphony. */
  readonly performed: ReadonlyMap<string, Prepared>;
}

/** One run, from the command to the result. */
export interface Session {
  readonly root: string;
  readonly dynamics: Dynamics;
  readonly correlationId: string;
  readonly ledger: Ledger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly notify: (event: RunEvent) => void;
  /** Settles like the work of a handler, unless something that handlers left behind fails first. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>;
  /** Ends the process when a handler blocks it for longer than so many milliseconds. */
  readonly watch: (ms: number | undefined) => void;
  /** Plays a symphony on behalf of a beat. */
  readonly perform: (performance: Performance) => Promise<Played>;
  /** Set when a handler goes on after it was told to stop. */
  abandoned: boolean;
}

/** One symphony as it is played: the one asked for, or one that a beat performs. */
export interface Performance {
  readonly session: Session;
  readonly prepared: Prepared;
  readonly inputs: InputValues;
  readonly run: string;
  /** How deep `perform` is nested. */
  readonly depth: number;
  readonly signal: AbortSignal;
}

/** A symphony that was played, and the way back. */
export interface Played {
  readonly result: SymphonyResult;
  /** Undoes what is complete, newest first. */
  readonly undo: (reason: string) => Promise<readonly Undone[]>;
}

/** Where a step stands in the run, as records and contexts say it. */
export const originOf = ({ session, prepared, run }: Performance, movement: PlanMovement, step: PlanStep): Origin => ({
  symphony: prepared.plan.id,
  movement: movement.id,
  beat: step.beat,
  step: step.id,
  run,
  correlationId: session.correlationId,
});

/** `symphony/movement/step`. */
export const subjectOf = (plan: Plan, movement: PlanMovement, step?: PlanStep): string =>
  [plan.id, movement.id, ...(step ? [step.id] : [])].join('/');

/** What conditions of this symphony can be over, as of now. */
export const factsOf = ({ session, prepared, inputs }: Performance): Facts => ({
  ledger: session.ledger,
  inputs,
  inputTypes: prepared.plan.inputs,
  measuredBy: (metric) =>
    prepared.plan.movements
      .flatMap(({ steps }) => steps.filter((step) => step.measures.includes(metric)))
      .map(({ id }) => id),
  now: session.now(),
});
