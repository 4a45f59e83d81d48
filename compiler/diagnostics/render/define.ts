/** How diagnostics are printed: one file a format. */
import type { Verdict } from '../../model/verdict.ts';

export interface RenderInput {
  readonly verdict: Verdict;
  /** The text of a source file, for code frames; undefined when it cannot be shown. */
  readonly sourceText: (file: string) => string | undefined;
  readonly color: boolean;
  /** From the root of the repository to the workspace: ends with a slash, or is empty. For services that show files. */
  readonly prefix?: string;
  /** Shows every information, not just how many there are of a code. */
  readonly verbose?: boolean;
}

export type Renderer = (input: RenderInput) => string;
