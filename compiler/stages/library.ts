/** The policies that come with the tool. Their documents are taken apart when somebody asks for the first of them. */
import { libraryPrefix } from '../base/ids.ts';
import { libraryIds, libraryText } from '../generated/library.ts';
import type { Policy } from '../model/document.ts';
import type { PolicySummary } from '../model/index.ts';

/** Asked for policies by their id, with `std/` before it. */
interface Library {
  readonly ids: readonly string[];
  find(id: string): PolicySummary | undefined;
  /** The document, as it is written. */
  document(id: string): Policy | undefined;
}

let documents: ReadonlyMap<string, Policy> | undefined;

const documentOf = (id: string): Policy | undefined => {
  documents ??= new Map(
    (JSON.parse(libraryText) as Policy[]).map((policy) => [`${libraryPrefix}${policy.id}`, policy]),
  );
  return documents.get(id);
};

const summaries = new Map<string, PolicySummary>();

/** One and the same summary whoever asks. Its place is in no file of the workspace. */
function summaryOf(id: string): PolicySummary | undefined {
  const policy = documentOf(id);
  if (!policy) return undefined;
  const { title, status, statement, severity, assert, gate, attest } = policy;
  const start = { line: 1, column: 1 };
  const summary: PolicySummary = summaries.get(id) ?? {
    kind: 'Policy',
    id,
    title,
    status,
    at: { file: '', range: { start, end: start } },
    siblings: 1,
    policies: [],
    library: true,
    value: { statement, severity, assert, gate, attest },
    metrics: [],
  };
  summaries.set(id, summary);
  return summary;
}

export const library: Library = { ids: libraryIds, find: summaryOf, document: documentOf };
