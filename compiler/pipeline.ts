/**
 * The nine phases, composed: load → parse → validate → bind → analyse → check → lower → emit → seal.
 *
 * `check` runs the first six over the workspace, keeping what was found out about every unchanged document; `build` goes
 * on to the last three. Phases do not know one another; what they need of kinds, rules and targets is given to them here.
 */
import { analyseSymphony, analyseWorkspace } from './analyse/index.ts';
import { joinPath, staysInside } from './base/path.ts';
import { placeAt } from './base/spans.ts';
import { bindDocument, indexWorkspace, readModules } from './bind/index.ts';
import { type CheckSession, isCurrent } from './cache/session.ts';
import type { DocumentUnit, FileUnit } from './cache/state.ts';
import { trackLookup } from './cache/track.ts';
import { checkDocument, checkWorkspace, scoreVerdict, weakenedSeverities } from './check/index.ts';
import { collect } from './diagnostics/collect.ts';
import type { AnyRule } from './diagnostics/define.ts';
import type { KindDefinition } from './kinds/define.ts';
import { load, readSource, type SourcePattern } from './load/index.ts';
import type { Finding } from './model/diagnostic.ts';
import type { Document, KindName, RawDocument } from './model/document.ts';
import type { Summary, WorkspaceIndex, WorkspaceSummary } from './model/index.ts';
import type { LoadedSources, SourceFile } from './model/source.ts';
import { addTallies, type Tallies } from './model/tally.ts';
import type { Verdict } from './model/verdict.ts';
import { parse } from './parse/index.ts';
import { type Validators, validate } from './validate/index.ts';
import { composeVerdict } from './verdict.ts';

/** What is plugged into the phases. */
export interface Registries {
  readonly kinds: readonly KindDefinition<KindName>[];
  readonly validators: Validators;
  readonly rules: readonly AnyRule[];
}

/** A workspace as checked, with what the later phases go on with. */
export interface Checked {
  readonly verdict: Verdict;
  readonly index: WorkspaceIndex;
  readonly workspace: Document<'Workspace'>;
  readonly sources: LoadedSources;
  readonly units: ReadonlyMap<string, FileUnit>;
  /** The parsed documents of a file, from this run or parsed again. */
  readonly documents: (path: string) => readonly (Document | undefined)[];
}

/** The workspace document itself cannot be used, so nothing else can be found. */
export interface Unreadable {
  readonly findings: readonly Finding[];
}

export async function check(session: CheckSession, registries: Registries): Promise<Checked | Unreadable> {
  const { host, root } = session;
  const opened = openWorkspace(session, registries);
  if (!('workspace' in opened)) return opened;
  const { workspace, file, findings: workspaceFindings } = opened;
  const sources = load({
    host,
    root,
    patterns: patternsOf(workspace),
    ignore: [session.out],
    known: session.knownDigest,
  });

  const front = frontEnd(session, registries, workspace, file, sources);
  const read = (path: string): SourceFile | undefined => {
    const result =
      host.stat(joinPath(root, path))?.type === 'file'
        ? readSource(host, root, path, session.knownDigest(path))
        : undefined;
    return result && 'file' in result ? session.noteModule(result.file) : undefined;
  };
  const modules = await readModules(workspace.value.handlers ?? {}, {
    read,
    known: session.knownModule,
    keep: session.keepModule,
  });
  const index = indexWorkspace({
    workspace: front.summaries[0] as WorkspaceSummary,
    summaries: front.summaries,
    modules,
    fileExists: (path) => staysInside(path) && host.stat(joinPath(root, path)) !== undefined,
  });

  const off = new Set(
    Object.entries(workspace.value.severities ?? {}).flatMap(([code, to]) => (to === 'off' ? [code] : [])),
  );
  const units = checkUnits(session, registries, front, index, off);
  const whole = checkWorkspace(index, analyseWorkspace(index), registries.rules, off);
  const documents = [...units.values()].flatMap((unit) => unit.documents);
  const findings = [
    ...workspaceFindings,
    ...sources.findings,
    ...weakenedSeverities(workspace, registries.rules),
    ...[...units.values()].flatMap((unit) => unit.findings),
    ...documents.flatMap((unit) => unit.result?.findings ?? []),
    ...whole.findings,
  ];
  const tallies = addTallies([
    ...documents.map((unit) => unit.result?.tallies ?? {}),
    whole.tallies,
    readingTallies(units, workspaceFindings),
  ]);
  const diagnostics = collect(findings, registries.rules, workspace.value.severities ?? {});
  const scores = scoreVerdict(registries.rules, tallies, diagnostics, off, workspace.value.goals ?? {});
  const verdict = composeVerdict({
    session,
    workspace: workspace.value,
    index,
    sources,
    units,
    tallies,
    diagnostics,
    scores,
  });
  return { verdict, index, workspace, sources, units, documents: front.documents };
}

type Opened = { workspace: Document<'Workspace'>; file: SourceFile; findings: readonly Finding[] };

/** `symphony.yaml`: the one file whose mistakes leave nothing to go on with. */
function openWorkspace({ host, root, knownDigest }: CheckSession, { validators }: Registries): Opened | Unreadable {
  const read = readSource(host, root, 'symphony.yaml', knownDigest('symphony.yaml'));
  if ('finding' in read) return { findings: [read.finding] };
  const parsed = parse('symphony.yaml', read.file.bytes());
  const raw = parsed.documents[0];
  if (!raw) return { findings: parsed.findings };
  const { document, findings } = validate(raw, parsed.documents.length, validators);
  const all = [...parsed.findings, ...findings];
  if (document?.kind !== 'Workspace') return { findings: all };
  return { workspace: document as Document<'Workspace'>, file: read.file, findings: all };
}

function patternsOf(workspace: Document<'Workspace'>): SourcePattern[] {
  const of = (field: 'sources' | 'exclude'): SourcePattern[] =>
    (workspace.value[field] ?? []).map((glob, i) => ({ glob, field, place: placeAt(workspace, [field, i]) }));
  return [...of('sources'), ...of('exclude')];
}

interface FrontEnd {
  readonly units: ReadonlyMap<string, FileUnit>;
  readonly summaries: readonly Summary[];
  readonly documents: (path: string) => readonly (Document | undefined)[];
}

/** Parse and validate, for every file that changed; its summaries, for all. The workspace's own come first. */
function frontEnd(
  session: CheckSession,
  registries: Registries,
  workspace: Document,
  file: SourceFile,
  sources: LoadedSources,
): FrontEnd {
  const parsed = new Map<string, readonly (Document | undefined)[]>([['symphony.yaml', [workspace]]]);
  const files = new Map(sources.files.map((source) => [source.path, source]));
  const units = new Map<string, FileUnit>();
  const own = summarise(workspace, registries);
  units.set('symphony.yaml', { digest: file.digest, findings: [], documents: [{ summary: own }], broken: 0 });
  for (const source of sources.files) {
    const known = session.knownUnit(source.path, source.digest);
    if (known) units.set(source.path, known);
    else {
      const read = readFile(source, registries);
      parsed.set(source.path, read.documents);
      units.set(source.path, read.unit);
    }
  }
  const documents = (path: string): readonly (Document | undefined)[] => {
    const known = parsed.get(path);
    if (known) return known;
    const again = readFile(files.get(path)!, registries).documents;
    parsed.set(path, again);
    return again;
  };
  return {
    units,
    documents,
    summaries: [...units.values()].flatMap((unit) => unit.documents.map((document) => document.summary)),
  };
}

/** Position for position: the document of each unit, undefined where it does not satisfy its schema. */
function readFile(
  source: SourceFile,
  registries: Registries,
): { unit: FileUnit; documents: readonly (Document | undefined)[] } {
  const parsed = parse(source.path, source.bytes());
  const findings = [...parsed.findings];
  const documents: (Document | undefined)[] = [];
  const units: DocumentUnit[] = [];
  for (const raw of parsed.documents) {
    const result = validateOne(raw, parsed.documents.length, registries);
    findings.push(...result.findings);
    if (result.summary) {
      units.push({ summary: result.summary });
      documents.push(result.document);
    }
  }
  const broken = parsed.documents.length - documents.filter((document) => document !== undefined).length;
  return { unit: { digest: source.digest, findings, documents: units, broken }, documents };
}

function validateOne(
  raw: RawDocument,
  siblings: number,
  registries: Registries,
): { document?: Document; summary?: Summary; findings: readonly Finding[] } {
  const { document, findings, broken } = validate(raw, siblings, registries.validators);
  if (document) return { document, summary: summarise(document, registries), findings };
  if (!broken) return { findings };
  const { kind, id, place: at } = broken;
  const summary = {
    kind,
    id,
    title: id,
    status: 'active',
    at,
    siblings,
    policies: [],
    broken: true,
  } as unknown as Summary;
  return { summary, findings };
}

const kindOf = (kind: KindName, { kinds }: Registries): KindDefinition<KindName> =>
  kinds.find((definition) => definition.kind === kind)!;

const summarise = (document: Document, registries: Registries): Summary =>
  kindOf(document.kind, registries).summarise(document);

/** Bind, analyse and check each document, except where the last answers still hold. */
function checkUnits(
  session: CheckSession,
  registries: Registries,
  front: FrontEnd,
  index: WorkspaceIndex,
  off: ReadonlySet<string>,
): Map<string, FileUnit> {
  const checked = new Map<string, FileUnit>();
  for (const [path, unit] of front.units) {
    const documents = unit.documents.map((known, i): DocumentUnit => {
      if (known.result && isCurrent(index.lookup, known.result.dependencies)) return known;
      const document = front.documents(path)[i];
      if (!document) return known;
      const { lookup, dependencies } = trackLookup(index.lookup);
      const bound = bindDocument(document, kindOf(document.kind, registries), lookup);
      const analysis = bound.symphony && analyseSymphony(bound.symphony, lookup);
      const { findings, tallies } = checkDocument(bound, analysis, registries.rules, off);
      return { summary: known.summary, plan: known.plan, result: { dependencies: dependencies(), findings, tallies } };
    });
    checked.set(path, { ...unit, documents });
  }
  session.keepUnits(checked);
  return checked;
}

/** Reading a document is a check of each code that reading can report. */
function readingTallies(units: ReadonlyMap<string, FileUnit>, more: readonly Finding[]): Tallies {
  const tallies: Record<string, { checks: number; violations: number; unevaluated: number; crashed: number }> = {};
  const total = [...units.values()].reduce((sum, unit) => sum + Math.max(1, unit.documents.length), 0);
  for (const code of ['SCHEMA_VIOLATION', 'UNKNOWN_FIELD', 'DUPLICATE_KEY', 'API_VERSION_UNSUPPORTED']) {
    const violations = [...more, ...[...units.values()].flatMap((unit) => unit.findings)].filter(
      (found) => found.code === code,
    ).length;
    tallies[code] = { checks: Math.max(total, violations), violations, unevaluated: 0, crashed: 0 };
  }
  return tallies;
}
