/** Documents → what they refer to. The index knows every document by its summary; binding resolves one document. */
import { placeAt, spanAt } from '../base/spans.ts';
import type { BoundDocument, SubjectLists } from '../model/bound.ts';
import type { Document, KindName, Path } from '../model/document.ts';
import type { Lookup, SummaryMap } from '../model/index.ts';

export { readLinkedFiles } from './linked-files.ts';
export { readModules } from './modules.ts';
export { readPackages } from './packages.ts';
export { generatedParts } from './pages.ts';
export { indexWorkspace } from './workspace-index.ts';

/** What binding needs to know of a kind. */
interface Binder {
  readonly kind: KindName;
  readonly bind: (
    document: Document,
    lookup: Lookup,
  ) => Pick<BoundDocument, 'symphony'> & { subjects: Partial<SubjectLists> };
  readonly summarise: (document: Document) => SummaryMap[KindName];
}

const noSubjects: SubjectLists = {
  document: [],
  workspace: [],
  domain: [],
  policy: [],
  metric: [],
  symphony: [],
  movement: [],
  beat: [],
  reference: [],
  application: [],
  handler: [],
  expression: [],
};

/** Resolves every reference of `document`, asking `lookup` only. */
export function bindDocument(document: Document, binder: Binder, lookup: Lookup): BoundDocument {
  const { symphony, subjects } = binder.bind(document, lookup);
  const whole = { document, subject: document.id, path: [] };
  return {
    document,
    subjects: { ...noSubjects, ...subjects, document: [whole] },
    lookup,
    symphony,
    place: (path, part) => placeAt(document, path, part),
    inside: (path, start, end) => insideScalar(document, path, start, end),
  };
}

/** Offsets in a plain scalar are offsets in the file; in a quoted one, after the quote, while nothing is escaped. */
function insideScalar(document: Document, path: Path, start: number, end: number) {
  const span = spanAt(document.spans, path);
  const written = document.source.text.slice(span.start, span.end);
  const lead = span.style === 'quoted' ? 1 : 0;
  const exact = span.style === 'plain' || span.style === 'quoted';
  const body = written.slice(lead, written.length - lead);
  if (!exact || /[\n\\]/.test(body) || (written.startsWith("'") && body.includes("''"))) {
    return document.source.range(span.start, span.style === 'block' ? firstLineEnd(written, span.start) : span.end);
  }
  return document.source.range(span.start + lead + start, span.start + lead + Math.max(end, start + 1));
}

const firstLineEnd = (written: string, start: number): number => {
  const line = written.indexOf('\n');
  return start + (line === -1 ? written.length : line);
};
