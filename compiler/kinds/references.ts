/** How references to documents are resolved, the same for all kinds. */
import { isLibraryId } from '../base/ids.ts';
import type { Reference, ReferenceKind } from '../model/bound.ts';
import type { KindName, Path } from '../model/document.ts';
import type { Lookup } from '../model/index.ts';

const kindOf: Partial<Record<ReferenceKind, KindName>> = {
  domain: 'Domain',
  symphony: 'Symphony',
  policy: 'Policy',
  metric: 'Metric',
};

export interface ReferenceSite {
  readonly to: ReferenceKind;
  readonly role: string;
  readonly path: Path;
  readonly subject: string;
}

/** A reference to a document of some kind. */
export function documentReference(lookup: Lookup, site: ReferenceSite, name: string): Reference {
  const kind = kindOf[site.to]!;
  const target = lookup.find(kind, name);
  const inLibrary = site.to === 'policy' && isLibraryId(name);
  const unknown = target === undefined && !inLibrary && lookup.unread(kind, 'id') ? 'unread' : undefined;
  const candidates = () => (inLibrary ? lookup.libraryPolicies() : lookup.names(kind));
  return { ...site, name, target, found: target !== undefined, unknown, candidates };
}

/** References from each name of a list. */
export function listReferences(lookup: Lookup, site: ReferenceSite, names: readonly string[] | undefined): Reference[] {
  return (names ?? []).map((name, i) => documentReference(lookup, { ...site, path: [...site.path, i] }, name));
}

/** A reference to something that is not a document: the caller knows whether it exists and what else there is. */
export function plainReference(
  site: ReferenceSite,
  name: string,
  found: boolean,
  candidates: () => readonly string[],
): Reference {
  return { ...site, name, found, candidates };
}
