/** Waivers as they stand in comments. */
import type { Range } from './diagnostic.ts';

/** A comment that begins with `symphonyc-waive`, as it stands in a file. */
export interface WaiverComment {
  /** From there on, without blanks at the end. */
  readonly text: string;
  /** Of the comment, from its `#` on. */
  readonly range: Range;
  /** The end counts. Missing when nothing follows that it could be about. */
  readonly covers?: Range;
  /** Whether it stands behind something: it is then about its line alone. */
  readonly trailing: boolean;
  /** What goes when the comment goes. */
  readonly removal: Range;
}
