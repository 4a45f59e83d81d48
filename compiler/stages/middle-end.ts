/** Bind, analyse and check each document, except where the last answers still hold. */
import { analyseSymphony } from '../analyse/index.ts';
import { bindDocument } from '../bind/index.ts';
import { type CheckSession, isCurrent } from '../cache/session.ts';
import { trackLookup } from '../cache/track.ts';
import type { DocumentUnit, FileUnit } from '../cache/units.ts';
import { checkDocument } from '../check/index.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Document } from '../model/document.ts';
import type { Lookup, WorkspaceIndex } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import type { FrontEnd } from './front-end.ts';
import { kindOf, type Registries } from './registries.ts';
import { unknownDocuments } from './unread.ts';

export async function checkUnits(
  session: CheckSession,
  registries: Registries,
  front: FrontEnd,
  index: WorkspaceIndex,
  off: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FileUnit>> {
  const checked = new Map<string, FileUnit>();
  for (const [path, unit] of front.units) {
    session.progress('checking', checked.size, front.units.size);
    const documents: DocumentUnit[] = [];
    for (const [i, known] of unit.documents.entries()) {
      const holds = known.result !== undefined && isCurrent(index.lookup, known.result.dependencies);
      const document = holds ? undefined : (await front.documents(path))[i];
      documents.push(document ? { ...known, result: checkOne(document, registries, index.lookup, off) } : known);
    }
    const unchanged = documents.every((document, i) => document === unit.documents[i]);
    checked.set(path, unchanged ? unit : { ...unit, documents });
  }
  session.keepUnits(checked);
  return checked;
}

function checkOne(
  document: Document,
  registries: Registries,
  all: Lookup,
  off: ReadonlySet<string>,
): NonNullable<DocumentUnit['result']> {
  const { lookup, dependencies } = trackLookup(all);
  const bound = bindDocument(document, kindOf(document.kind, registries), lookup);
  const analysis = bound.symphony && analyseSymphony(bound.symphony, lookup);
  const { findings, tallies } = checkDocument(bound, analysis, registries.rules, off);
  return { dependencies: dependencies(), findings, tallies };
}

/** Reading a document is one check of each code that reading reports. The workspace's own file is the first. */
const readingCodes = ['SCHEMA_VIOLATION', 'UNKNOWN_FIELD', 'DUPLICATE_KEY', 'API_VERSION_UNSUPPORTED'];

export function readingTallies(units: ReadonlyMap<string, FileUnit>, workspace: readonly Finding[]): Tallies {
  const all = [...units.values()];
  const documents = all.map((unit) => unit.documents.length + unknownDocuments(unit));
  const checks = documents.reduce((sum, count) => sum + count, 0);
  const found = all.map((unit, i) => [...unit.findings, ...(i === 0 ? workspace : [])]);
  return Object.fromEntries(
    readingCodes.map((code) => {
      const violated = found.map((findings) => findings.filter((one) => one.code === code).length);
      const violations = violated.reduce((sum, count, i) => sum + Math.min(count, documents[i]!), 0);
      return [code, { checks, violations, unevaluated: 0, crashed: 0 }];
    }),
  );
}
