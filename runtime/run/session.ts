/** What the parts of a run share. */
import type { Reaper } from '../act/reaper.ts';
import type { Autonomy } from '../autonomy/standing.ts';
import type { Ask } from '../decisions/ask.ts';
import type { Plan, PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Journal } from '../journal/journal.ts';
import type { Recorded } from '../journal/recorded.ts';
import type { Origin } from '../model/entries.ts';
import type { PlayedStep, RunEvent } from '../model/events.ts';
import type { RunResult, SymphonyResult, Undone } from '../model/result.ts';
import type { Namespace } from '../plan/modules.ts';
import type { Facts, InputValues } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { Slots } from './slots.ts';
import type { Snapshot } from './snapshot.ts';
import type { Tide } from './tide.ts';

export type Dynamics = Plan['dynamics'];

/** A plan whose handlers are loaded and whose sub-plans are prepared too: nothing is left that could be missing. */
export interface Prepared {
  readonly plan: Plan;
  readonly planDigest?: string;
  readonly modules: ReadonlyMap<string, Namespace>;
  /** By symphony. */
  readonly performed: ReadonlyMap<string, Prepared>;
}

/** Plays what follows a movement and is not among those that `told` names; tells of each as it ends. */
export type Follow = (
  movement: string,
  played: Pick<RunResult, 'symphony' | 'run' | 'correlationId' | 'metrics'>,
  isTold: (symphony: string) => boolean,
  onEnded: (ended: Pick<RunResult, 'symphony' | 'run' | 'status'>) => void,
) => Promise<void>;

/** One run, from the command to the result. */
export interface Session {
  readonly root: string;
  readonly run: string;
  readonly dynamics: Dynamics;
  readonly correlationId: string;
  /** Of the trace that the run is told as. */
  readonly traceId: string;
  /** The only beat or step that is played. */
  readonly only?: string;
  /** The movement after which the run pauses. */
  readonly until?: string;
  readonly ledger: Ledger;
  readonly journal: Journal;
  /** What earlier processes have done of this run. */
  readonly recorded: Recorded;
  /** The steps that ended so far, in the order in which they did. */
  readonly played: PlayedStep[];
  readonly autonomy: Autonomy;
  readonly ask: Ask;
  /** How many beats act at once at most. */
  readonly concurrency: number;
  readonly slots: Slots;
  readonly tide: Tide;
  readonly reaper: Reaper;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly notify: (event: RunEvent) => void;
  /** Settles like the work of a handler, unless something that handlers left behind fails first. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>;
  /** Ends the process in so many milliseconds should nothing else be able to, until the function is called. */
  readonly watch: (ms: number) => () => void;
  /** Plays the symphonies that follow a movement, before the next begins. */
  readonly follow?: Follow;
  /** Plays another symphony as part of this run. */
  readonly perform: (performance: Performance) => Promise<Played>;
  /** Set when a handler goes on after it was told to stop. */
  abandoned: boolean;
}

/** One symphony as it is played: the one asked for, or one that a beat performs. */
export interface Performance {
  readonly session: Session;
  readonly prepared: Prepared;
  readonly inputs: InputValues;
  /** The id of the run; of a symphony that is performed, with the way to the beat after a slash. */
  readonly run: string;
  /** Names it in the journal. */
  readonly path: string;
  /** How deep `perform` is nested. */
  readonly depth: number;
  readonly signal: AbortSignal;
  /** What the completed steps of this symphony gave back, by step. */
  readonly outputs: Map<string, unknown>;
  /** By movement. */
  readonly snapshots: Map<string, Snapshot>;
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
  step ? `${plan.id}/${movement.id}/${step.id}` : `${plan.id}/${movement.id}`;

/** The same from the root of the run: what it is called in the journal. */
export const pathOf = ({ path }: Performance, movement: PlanMovement, step?: PlanStep): string =>
  step ? `${path}/${movement.id}/${step.id}` : `${path}/${movement.id}`;

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
