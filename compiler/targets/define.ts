/** How a target is written: what it makes of one symphony, and what of the whole workspace. */
import type { AnyRule, RuleInfo } from '../diagnostics/define.ts';
import type { Plan } from '../generated/types/plan.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import type { Verdict } from '../model/verdict.ts';

/** All that a target may read about one symphony. Equal inputs give equal bytes, so the result is kept between builds. */
export interface SymphonyInput {
  readonly plan: Plan;
  readonly planDigest: string;
  /** False while the symphony has a critical violation: its plan is shown, but never written. */
  readonly runnable: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly workspaceTitle: string;
}

/** A symphony as the workspace-wide part of a target sees it. */
export interface PlanEntry {
  readonly id: string;
  readonly digest: string;
  readonly steps: number;
  /** The sum of the timeouts on the critical path, in milliseconds. */
  readonly criticalMs: number;
  readonly runnable: boolean;
}

/** All that a target may read about the whole workspace. */
export interface WorkspaceInput {
  readonly index: WorkspaceIndex;
  readonly plans: readonly PlanEntry[];
  readonly verdict: Verdict;
  /** Metadata, documentation and examples of every code. */
  readonly codes: readonly (RuleInfo & Pick<AnyRule, 'examples'>)[];
  /** The text of a source file, for code frames; undefined when it cannot be decoded. */
  readonly sourceText: (file: string) => string | undefined;
}

export interface Target {
  readonly id: string;
  /** Changes when the same inputs give other bytes than before. Includes the digest of templates. */
  readonly version: string;
  /** Made only where a workspace or a command names it. The registry takes this from the text of the module. */
  readonly onRequest?: true;
  readonly symphony?: (input: SymphonyInput) => readonly Artifact[];
  readonly workspace?: (input: WorkspaceInput) => readonly Artifact[];
}

export const defineTarget = (target: Target): Target => target;
