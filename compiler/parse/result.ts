/** What any parser behind the door gives. */
import type { Finding } from '../model/diagnostic.ts';
import type { RawDocument } from '../model/document.ts';
import type { WaiverComment } from '../model/waiver.ts';

export interface ParseResult {
  readonly documents: readonly RawDocument[];
  readonly findings: readonly Finding[];
  /** SECRET_INLINE, which keeps nobody from reading the rest. */
  readonly secrets?: readonly Finding[];
  /** Missing when there is none, and when the file could not be parsed. */
  readonly waivers?: readonly WaiverComment[];
}
