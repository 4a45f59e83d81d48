/** What has changed in meaning between a revision and the workspace as it is. */
import type { Place } from './diagnostic.ts';
import type { KindName } from './document.ts';

/** Heaviest first. `breaking`: others rely on what is gone. `weakened`: less is asked than before. */
export const effects = ['breaking', 'weakened', 'tightened', 'neutral'] as const;
export type Effect = (typeof effects)[number];

export interface Change {
  readonly kind: KindName;
  /** As the revision has it; that of the new document for one that was added. */
  readonly id: string;
  readonly effect: Effect;
  /** From the root of the document to what changed, with ids in place of positions; empty for the document itself. */
  readonly path: readonly string[];
  /** In words, without the values: `the timeout was raised`. */
  readonly what: string;
  readonly was?: string;
  readonly is?: string;
  /** Why it has this effect, or whom it concerns. */
  readonly note?: string;
  /** The part of the workspace it concerns: `build-pipeline/packages/build-package`. */
  readonly subject: string;
  /** What changed as it stands now; for what is gone, what it was a part of. */
  readonly at: Place;
  /** Where it stood in the revision; absent for what was added. */
  readonly before?: { readonly file: string; readonly line: number; readonly column: number };
  /** Set when the field is protected and nobody entitled to it has approved the change. */
  readonly unapproved?: { readonly approvers: readonly string[]; readonly reason: string };
  /** True when what it leads to is reported under another code already. */
  readonly reported?: true;
}

/** A document of the revision, with all that has changed in it. */
export interface ComparedDocument {
  readonly kind: KindName;
  readonly id: string;
  readonly place: Place;
  readonly changes: readonly Change[];
  /** Whether an entry under `protected` is about it. */
  readonly isProtected: boolean;
  /** True when it cannot be read here or in the revision, so that nobody knows. */
  readonly unread?: true;
}

/** What a revision and the workspace differ in. */
export interface Comparison {
  /** The revision as the user named it. */
  readonly ref: string;
  readonly commit: string;
  /** By file, place and path. */
  readonly changes: readonly Change[];
  /** Those that the revision has, and those that it may have had in a file that could not be read. */
  readonly documents: readonly ComparedDocument[];
  readonly notCompared: readonly { readonly file: string; readonly reason: string }[];
}
