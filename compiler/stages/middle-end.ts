/** Bind, analyse and check each document, except where the last answers still hold. */
import { analyseSymphony } from '../analyse/index.ts';
import { keyOf, originalsOf } from '../base/originals.ts';
import { questionOf } from '../base/signature-question.ts';
import { bindDocument } from '../bind/index.ts';
import type { CheckSession } from '../cache/session.ts';
import { askedIn, type Dependencies, isCurrent, trackLookup } from '../cache/track.ts';
import type { DocumentUnit, FileUnit } from '../cache/units.ts';
import { checkDocument } from '../check/index.ts';
import type { BoundDocument } from '../model/bound.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Document } from '../model/document.ts';
import type { Lookup, SignatureQuestion, Summary, WorkspaceIndex } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import type { FrontEnd } from './front-end.ts';
import { kindOf, type Registries } from './registries.ts';
import type { Signatures } from './signatures.ts';
import { unknownDocuments } from './unread.ts';

/** Everything that needs an answer about signatures waits until all of them can be asked for at once. */
export async function checkUnits(
  session: CheckSession,
  registries: Registries,
  front: FrontEnd,
  index: WorkspaceIndex,
  off: ReadonlySet<string>,
  signatures: Signatures,
): Promise<ReadonlyMap<string, FileUnit>> {
  const found = new Map<string, (DocumentUnit | (() => DocumentUnit))[]>();
  const questions: SignatureQuestion[] = [];
  const held: string[] = [];
  const hasModules = index.lookup.moduleAliases().length > 0;
  for (const [path, unit] of front.units) {
    session.progress('checking', found.size, front.units.size);
    const documents: (DocumentUnit | (() => DocumentUnit))[] = [];
    for (const [i, known] of unit.documents.entries()) {
      const holds = known.result !== undefined && isCurrent(index.lookup, known.result.dependencies);
      const document = holds ? undefined : (await front.documents(path))[i];
      if (!document) {
        for (const key of hasModules && known.result ? askedIn(known.result.dependencies) : []) held.push(key);
        documents.push(known);
        continue;
      }
      const open = bindOne(document, registries, index.lookup);
      const asked = off.has('SIGNATURE_MISMATCH') ? [] : questionsOf(open.bound);
      const result = (): DocumentUnit => ({ ...known, result: checkOne(open, registries, off) });
      documents.push(asked.length === 0 ? result() : result);
      for (const question of asked) questions.push(question);
    }
    found.set(path, documents);
  }
  if (await signatures.ask(questions, held)) return checkUnits(session, registries, front, index, off, signatures);
  return joinUnits(session, front, index, found);
}

function joinUnits(
  session: CheckSession,
  front: FrontEnd,
  index: WorkspaceIndex,
  found: ReadonlyMap<string, readonly (DocumentUnit | (() => DocumentUnit))[]>,
): ReadonlyMap<string, FileUnit> {
  const taken = takenIn(index);
  const checked = new Map<string, FileUnit>();
  const kept = new Map<string, FileUnit>();
  for (const [path, unit] of front.units) {
    const documents = found.get(path)!.map((document) => (typeof document === 'function' ? document() : document));
    const unchanged = documents.every((document, i) => document === unit.documents[i]);
    const result = unchanged ? unit : { ...unit, documents };
    kept.set(path, result);
    checked.set(path, withoutTaken(result, taken));
  }
  session.keepUnits(kept);
  return checked;
}

const questionsOf = (bound: BoundDocument): SignatureQuestion[] =>
  bound.subjects.handler.map((reference) => questionOf(reference, bound)).filter((question) => question !== undefined);

/** The documents whose id another one bears already: no reference can mean them. */
function takenIn({ all }: WorkspaceIndex): ReadonlySet<Summary> {
  const originals = originalsOf(all);
  return new Set(originals.size === all.length ? [] : all.filter((one) => originals.get(keyOf(one)) !== one));
}

/**
 * Nothing is said about a document whose id is taken, except that. All its checks count as violated: a copy must not
 * raise a score, nor must an id that makes a bad document disappear.
 */
function withoutTaken(unit: FileUnit, taken: ReadonlySet<Summary>): FileUnit {
  if (taken.size === 0 || !unit.documents.some(({ summary }) => taken.has(summary))) return unit;
  const documents = unit.documents.map((document) => {
    const { summary, result } = document;
    if (!result || !taken.has(summary)) return document;
    return { summary, result: { ...result, findings: [], tallies: allViolated(result.tallies) } };
  });
  return { ...unit, documents };
}

const allViolated = (tallies: Tallies): Tallies =>
  Object.fromEntries(
    Object.entries(tallies).map(([code, { checks, unevaluated, crashed }]) => {
      const made = checks + unevaluated;
      return [code, { checks: made, violations: made, unevaluated: 0, crashed }];
    }),
  );

interface Bound {
  readonly bound: BoundDocument;
  readonly lookup: Lookup;
  readonly dependencies: () => Dependencies;
}

function bindOne(document: Document, registries: Registries, all: Lookup): Bound {
  const { lookup, dependencies } = trackLookup(all);
  return { bound: bindDocument(document, kindOf(document.kind, registries), lookup), lookup, dependencies };
}

function checkOne(
  { bound, lookup, dependencies }: Bound,
  registries: Registries,
  off: ReadonlySet<string>,
): NonNullable<DocumentUnit['result']> {
  const analysis = bound.symphony && analyseSymphony(bound.symphony, lookup);
  const { findings, tallies } = checkDocument(bound, analysis, registries.rules, off);
  return { dependencies: dependencies(), findings, tallies };
}

/** The output folder as a whole is one check. */
export const outputTally = (mismatches: readonly Finding[]): Tallies => ({
  MANIFEST_MISMATCH: { checks: 1, violations: mismatches.length > 0 ? 1 : 0, unevaluated: 0, crashed: 0 },
});

/** Reading a document is one check of each code that reading reports. The workspace's own file is the first. */
const readingCodes = ['SCHEMA_VIOLATION', 'UNKNOWN_FIELD', 'DUPLICATE_KEY', 'API_VERSION_UNSUPPORTED', 'SECRET_INLINE'];

export function readingTallies(
  units: ReadonlyMap<string, FileUnit>,
  workspace: readonly Finding[],
  index: WorkspaceIndex,
): Tallies {
  const allTaken = takenIn(index);
  const files = [...units.values()].map((unit, i) => ({
    findings: i === 0 ? [...unit.findings, ...workspace] : unit.findings,
    documents: unit.documents.length + unknownDocuments(unit),
    taken: unit.documents.filter(({ summary }) => allTaken.has(summary)).length,
  }));
  const checks = files.reduce((sum, { documents }) => sum + documents, 0);
  const faulty = files.filter(({ findings, taken }) => findings.length > 0 || taken > 0);
  return Object.fromEntries(
    readingCodes.map((code) => {
      const violations = faulty.reduce((sum, { findings, documents, taken }) => {
        const violated = findings.filter((one) => one.code === code).length;
        return sum + Math.min(violated + taken, documents);
      }, 0);
      return [code, { checks, violations, unevaluated: 0, crashed: 0 }];
    }),
  );
}
