/** How a kind is written: what is particular to its documents. */
import type { BoundDocument, SubjectLists } from '../model/bound.ts';
import type { Document, KindName } from '../model/document.ts';
import type { Lookup, SummaryMap } from '../model/index.ts';

export interface KindDefinition<K extends KindName = KindName> {
  readonly kind: K;
  /** The file in `schemas/` without `.schema.json`. */
  readonly schema: string;
  /** What other documents and the whole workspace need to know of this one. */
  readonly summarise: (document: Document<K>) => SummaryMap[K];
  /** The parts of the document as nodes, and its references resolved through `lookup`. */
  readonly bind: (
    document: Document<K>,
    lookup: Lookup,
  ) => Pick<BoundDocument, 'symphony'> & { subjects: Partial<SubjectLists> };
}

export const defineKind = <K extends KindName>(definition: KindDefinition<K>): KindDefinition<K> => definition;
