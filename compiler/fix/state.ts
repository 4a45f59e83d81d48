/** What a check says of a workspace, as far as fixing needs to know. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Verdict } from '../model/verdict.ts';

export interface State {
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined while `symphony.yaml` cannot be used. */
  readonly verdict?: Verdict;
  /** Digests of the files that were read, by path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A finding that is the same wherever it stands now: edits move lines. */
export const identityOf = ({ code, subject, message }: Diagnostic): string => JSON.stringify([code, subject, message]);

export const placeOf = ({ file, range: { start } }: Diagnostic): string => `${file}:${start.line}:${start.column}`;
