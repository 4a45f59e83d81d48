/** What `analyse` computes once for several rules and for the plans. Times are milliseconds. */
import type { BeatNode, MovementNode } from './bound.ts';
import type { Comparison } from './change.ts';
import type { Mention } from './index.ts';

/** One beat as it plays: an `each` beat gives one step a value. */
export interface Step {
  readonly id: string;
  readonly beat: BeatNode;
  /** The variable and value of `each`. */
  readonly binding?: { readonly name: string; readonly value: string };
  /** The ids of the steps that must be complete first, inside the same movement. */
  readonly needs: readonly string[];
  /** Undefined when nothing bounds it. */
  readonly timeoutMs?: number;
}

export interface MovementSchedule {
  readonly movement: MovementNode;
  /** In an order in which they can be played, position first. */
  readonly steps: readonly Step[];
  /** Groups of step ids that can play at once, in order. */
  readonly waves: readonly (readonly string[])[];
  /** The ids on the chain with the longest sum of timeouts. */
  readonly criticalPath: readonly string[];
  readonly criticalMs: number;
  /** Beats that `needs` each other in a circle, each circle starting at its first beat. */
  readonly cycles: readonly (readonly BeatNode[])[];
  /** Beats that cannot play because they depend on a circle. */
  readonly blocked: readonly BeatNode[];
  /** Beats that wait for what nobody knows, directly or through others. */
  readonly uncertain: ReadonlySet<BeatNode>;
}

export interface SymphonyAnalysis {
  readonly schedules: readonly MovementSchedule[];
  readonly stepCount: number;
  readonly criticalMs: number;
  /** Steps that no timeout bounds and so count as nothing in the critical path. */
  readonly unbounded: readonly string[];
}

/** A circle of documents; the mention at each position is what leads to the next. */
export interface DocumentCycle {
  readonly kind: 'domain' | 'symphony';
  readonly ids: readonly string[];
  readonly mentions: readonly Mention[];
}

export interface WorkspaceAnalysis {
  readonly cycles: readonly DocumentCycle[];
  /** The ids of all that lie on a circle, also on one that is not among `cycles`. */
  readonly inCircles: Readonly<Record<DocumentCycle['kind'], ReadonlySet<string>>>;
  /** What changed since a revision; absent when nobody asked. */
  readonly comparison?: Comparison;
}
