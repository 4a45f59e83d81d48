/** What `parse` and `validate` give: plain values, and a parallel tree that says where each of them stands. */
import type { Domain } from '../generated/types/domain.ts';
import type { Metric } from '../generated/types/metric.ts';
import type { Policy } from '../generated/types/policy.ts';
import type { Symphony } from '../generated/types/symphony.ts';
import type { Workspace } from '../generated/types/workspace.ts';
import type { Position, Range } from './diagnostic.ts';

export type { Domain, Metric, Policy, Symphony, Workspace };
export type Movement = Symphony['movements'][number];
export type Beat = NonNullable<Movement['beats']>[number];

interface KindMap {
  Workspace: Workspace;
  Domain: Domain;
  Symphony: Symphony;
  Policy: Policy;
  Metric: Metric;
}
export type KindName = keyof KindMap;

/** Keys and indexes from the root of a document to a value in it. */
export type Path = readonly (string | number)[];

/** Where a value stands: offsets in UTF-16 units of the decoded text, `end` exclusive. */
export interface SpanNode {
  readonly start: number;
  readonly end: number;
  /** The key, when the value is one of a mapping. */
  readonly key?: { readonly start: number; readonly end: number };
  readonly fields?: ReadonlyMap<string, SpanNode>;
  readonly items?: readonly SpanNode[];
  /** How a scalar is written. Only in `plain` text does an offset in the value equal one in the file. */
  readonly style?: 'plain' | 'quoted' | 'block';
}

/** The decoded text of a file, without its secrets, with the offsets at which its lines start. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** True when something in it is masked, so that it is not what the author wrote. */
  readonly masked?: boolean;
  position(offset: number): Position;
  range(start: number, end: number): Range;
}

/** A document as parsed: any value at all. */
export interface RawDocument {
  readonly source: SourceText;
  readonly value: unknown;
  readonly spans: SpanNode;
}

/** A document that satisfies the schema of its kind. */
export interface Document<K extends KindName = KindName> extends RawDocument {
  readonly kind: K;
  readonly id: string;
  readonly value: KindMap[K];
  /** How many documents the file holds. */
  readonly siblings: number;
  /** True when fields that do not exist stand for those that they probably mean: enough to check it, not to play it. */
  readonly guessed?: true;
}
