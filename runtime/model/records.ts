/**
 * The records of a journal, version 1. A part of the run is named by its path: the symphony's id, then movement and step,
 * and within a step that performs another symphony that one's id, and so on.
 */
import type { Entries } from './entries.ts';
import type { Confirmation, Failure, Judged, RunStatus, StepResult, Undone } from './result.ts';

/** The first record: everything that decides what is played. */
export interface RunStarted {
  readonly type: 'run-started';
  readonly version: 1;
  readonly run: string;
  readonly symphony: string;
  readonly title: string;
  /** SHA-256 of the plan's file, when it is known. */
  readonly plan?: string;
  readonly dynamics: string;
  readonly environment: string | null;
  /** The level of autonomy at the start, and what set it. */
  readonly autonomy: { readonly level: number; readonly by: string };
  /** The most that the caller wanted it to do by itself. */
  readonly level?: number;
  readonly movement?: string;
  readonly beat?: string;
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
  readonly happened: readonly string[];
  readonly correlationId: string;
  /** The run that this one follows, as `after` says. */
  readonly follows?: string;
  /** What of that run it follows: `end` or a movement, and how often that run had ended by then. */
  readonly occasion?: string;
  /** The trace that the run is a part of, as W3C Trace Context writes it. */
  readonly traceParent?: string;
  /** The version of the tool. */
  readonly tool?: string;
}

/** A decision by a person about a part of the run. */
export interface Decided {
  readonly type: 'decided';
  /** What was asked. */
  readonly kind: Confirmation['kind'];
  /** The path of the step, or `policy at path`. */
  readonly subject: string;
  /** `redo` and `done` are for a step that was interrupted: play it again, or take it as complete. */
  readonly decision: 'approve' | 'reject' | 'redo' | 'done';
  readonly by: string;
  /** The account that the decision was given from. */
  readonly account: string;
  readonly role?: string;
  readonly comment?: string;
  readonly metrics?: Readonly<Record<string, number | boolean>>;
  readonly evidence?: readonly { readonly id: string; readonly content: string; readonly encoding?: 'base64' }[];
  /** Ed25519 in base64, over the canonical JSON of run and decision without it. */
  readonly signature?: string;
}

export interface StepEnded extends Omit<StepResult, 'id' | 'performed'>, Partial<Entries> {
  readonly type: 'step-ended';
  readonly path: string;
  readonly failure?: Failure;
}

export type JournalRecord =
  | RunStarted
  /** A process goes on with the run. */
  | {
      readonly type: 'run-resumed';
      readonly autonomy: RunStarted['autonomy'];
      /** Events that have happened meanwhile, as the caller says. */
      readonly happened?: readonly string[];
    }
  | {
      readonly type: 'symphony-started';
      readonly path: string;
      readonly symphony: string;
      readonly title: string;
      readonly plan?: string;
    }
  | { readonly type: 'symphony-ended'; readonly path: string; readonly status: RunStatus }
  | { readonly type: 'movement-started'; readonly path: string; readonly title: string; readonly budgetMs?: number }
  | { readonly type: 'movement-ended'; readonly path: string; readonly status: string }
  | {
      readonly type: 'step-started';
      readonly path: string;
      readonly title: string;
      readonly does: string;
      readonly effects: string;
      /** What kind of work it is. */
      readonly activity?: string;
    }
  /** A try failed, and there will be another. */
  | { readonly type: 'step-retried'; readonly path: string; readonly attempt: number; readonly reason: string }
  | StepEnded
  /** A symphony that follows a movement was played, as a run of its own. */
  | {
      readonly type: 'followed';
      readonly path: string;
      readonly symphony: string;
      readonly run: string;
      readonly status: RunStatus;
    }
  | { readonly type: 'judged'; readonly path: string; readonly judged: readonly Judged[] }
  | ({ readonly type: 'asked' } & Confirmation)
  | Decided
  /** Something failed, and the way back begins: to be finished before anything else is played. */
  | { readonly type: 'undo-started'; readonly path: string; readonly reason: string }
  | ({ readonly type: 'undone'; readonly path: string } & Omit<Undone, 'step'>)
  /** The way back is complete. These steps count as not played. */
  | { readonly type: 'undo-ended'; readonly path: string; readonly steps: readonly string[] }
  | {
      readonly type: 'log';
      readonly path: string;
      readonly level: string;
      readonly message: string;
      readonly fields?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'run-ended';
      readonly status: RunStatus;
      readonly durationMs: number;
      readonly failure?: Failure;
      readonly refused?: readonly string[];
      readonly stray?: string;
    };

/** A record as it stands in the journal. */
export type Entry = JournalRecord & {
  /** From 1. */
  readonly seq: number;
  /** The instant in UTC, in ISO 8601. */
  readonly at: string;
  /** Of the line that it was read from. */
  readonly hash?: string;
};
