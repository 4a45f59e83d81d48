/** What a run gives back: everything that was played, judged and undone, as plain data. */
import type { PlanSource } from '../generated/plan.ts';
import type { EventRecord, EvidenceRecord, MetricRecord } from './entries.ts';

/** Why a step or a run did not succeed. The kinds are what a plan's `rollback.on` tells apart. */
export type FailureKind = 'failed' | 'timeout' | 'cancelled' | 'expectation' | 'gate' | 'denied' | 'rejected';

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** `symphony/movement/step`, as far down as it is known. */
  readonly subject: string;
  readonly source: PlanSource;
  /** Where in the workspace a handler threw: `handlers/menu.ts:12:9`. */
  readonly at?: string;
}

/** What a person has to decide before the run can go on. */
export interface Confirmation {
  /**
   * `approval`: a beat asks for it. `policy`: a policy does. `effect`: the level of autonomy does not let the beat act by
   * itself. `interrupted`: the process ended within the beat, and nobody knows how far it came.
   */
  readonly kind: 'approval' | 'policy' | 'effect' | 'interrupted';
  /** The symphony whose plan says who may decide. */
  readonly symphony: string;
  /** Who has to decide; whoever plays the symphony when left out. */
  readonly role?: string;
  readonly question: string;
  /** The path of the step, or `policy at path`. */
  readonly subject: string;
  readonly source: PlanSource;
  /** What has to be given along with the decision. */
  readonly evidence?: readonly string[];
  readonly measures?: readonly string[];
}

/** Tells questions apart: a step may be asked about more than once, for different reasons. */
export const questionKey = ({ kind, subject }: Pick<Confirmation, 'kind' | 'subject'>): string => `${kind} ${subject}`;

/** The path that a question is about, from its key. */
export function placeOfQuestion(key: string): string {
  const [, kind, subject = ''] = /^(\w+) (.*)$/s.exec(key) ?? [];
  return kind === 'policy' ? subject.slice(subject.indexOf(' at ') + 4) : subject;
}

/** `waiting`: a confirmation is needed. `paused`: the caller wanted no further movement for now. `refused`: nothing was played, because the plan or what it needs is not as it was built. */
export type RunStatus = 'done' | 'failed' | 'waiting' | 'paused' | 'refused';

export interface StepResult {
  readonly id: string;
  readonly status: 'done' | 'failed' | 'waiting' | 'skipped';
  /** Why it was skipped or failed. */
  readonly reason?: string;
  readonly attempts: number;
  readonly durationMs: number;
  /** What a handler returned, a command printed or a probe saw. */
  readonly output?: unknown;
  /** Of `perform`. */
  readonly performed?: SymphonyResult;
}

/** A completion criterion, gate or attestation, as judged. Only `holds` is a pass. */
export interface Judged {
  readonly type: 'completion' | 'gate' | 'attestation';
  /** The part it holds for, as `symphony`, `symphony/movement` or `symphony/movement/beat`. */
  readonly scope: string;
  readonly policy?: string;
  readonly verdict: 'holds' | 'fails' | 'unknown' | 'waiting' | 'not judged';
  readonly expression?: string;
  readonly reason?: string;
  /** What is waited for. */
  readonly asks?: Confirmation;
  readonly source?: PlanSource;
}

export interface MovementResult {
  readonly id: string;
  readonly status: 'done' | 'failed' | 'waiting' | 'skipped';
  readonly steps: readonly StepResult[];
  readonly judged: readonly Judged[];
}

export interface Undone {
  readonly step: string;
  readonly status: 'undone' | 'failed';
  readonly reason?: string;
}

export interface SymphonyResult {
  readonly symphony: string;
  readonly status: RunStatus;
  readonly movements: readonly MovementResult[];
  readonly judged: readonly Judged[];
  readonly failure?: Failure;
  /** What is waited for. */
  readonly confirmations: readonly Confirmation[];
  /** Newest first. */
  readonly undone: readonly Undone[];
}

export interface RunResult extends SymphonyResult {
  readonly version: 1;
  readonly run: string;
  /** SHA-256 of the plan's file, when the caller knows it. */
  readonly planDigest?: string;
  readonly correlationId: string;
  readonly dynamics: string;
  readonly environment: string | null;
  /** When only one movement was asked for. */
  readonly movement?: string;
  /** When only one beat was. */
  readonly beat?: string;
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
  /** Events that the caller said have happened before. */
  readonly happened: readonly string[];
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Why nothing was played. */
  readonly refused: readonly string[];
  readonly events: readonly EventRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly evidence: readonly EvidenceRecord[];
  /** True when a handler went on after it was told to stop: the process has to end to be rid of it. */
  readonly abandoned: boolean;
}

const exitCodes: Readonly<Record<RunStatus, number>> = { done: 0, paused: 0, failed: 1, refused: 1, waiting: 4 };

/** The exit code that stands for a result. */
export const exitCodeOf = (result: Pick<RunResult, 'status'>): number => exitCodes[result.status];
