/** What the summaries of all kinds share. */
import { placeAt } from '../base/spans.ts';
import type { Document, KindName, Path } from '../model/document.ts';
import type { Mention, SummaryBase } from '../model/index.ts';

export function summaryBase<K extends KindName>(document: Document<K>): SummaryBase & { kind: K } {
  const value = document.value as { title: string; status?: SummaryBase['status']; owner?: string };
  return {
    kind: document.kind,
    id: document.id,
    title: value.title,
    status: value.status ?? 'active',
    ...(value.owner === undefined ? {} : { owner: value.owner }),
    at: placeAt(document, ['id']),
    line: placeAt(document, []).range.start.line,
    siblings: document.siblings,
    ...(document.guessed ? { guessed: true } : {}),
    ...(document.source.masked ? { masked: true } : {}),
    policies: [],
  };
}

/** The names in the list at `path`, each with its place. */
export function mentions(document: Document, path: Path, names: readonly string[] | undefined): Mention[] {
  return (names ?? []).map((name, i) => ({ name, at: placeAt(document, [...path, i]) }));
}
