/** What a caller decides about a build, besides its files. */
import type { Severity } from './diagnostic.ts';

export interface BuildOptions {
  /** Absolute path of the folder that holds `symphony.yaml`. */
  readonly root: string;
  readonly failOn?: Severity;
  /** The date that expiries and freshness are judged by, as YYYY-MM-DD. */
  readonly asOf: string;
}
