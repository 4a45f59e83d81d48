/** What any parser behind the door gives. */
import type { Finding } from '../model/diagnostic.ts';
import type { RawDocument } from '../model/document.ts';

export interface ParseResult {
  readonly documents: readonly RawDocument[];
  readonly findings: readonly Finding[];
  /** SECRET_INLINE, which keeps nobody from reading the rest. */
  readonly secrets?: readonly Finding[];
}
