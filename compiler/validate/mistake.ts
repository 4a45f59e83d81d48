/** One mistake in a document, in words and with its place. */
import type { Place, Related } from '../model/diagnostic.ts';

export interface Mistake {
  readonly problem: string;
  readonly help?: string;
  /** Points at the key of the value instead of the value. */
  readonly part?: 'key';
  /** A place other than that of the value. */
  readonly place?: Place;
  readonly related?: readonly Related[];
  /** What to write instead of the value, where there is no doubt about what is meant: the safe fix. */
  readonly write?: unknown;
}
