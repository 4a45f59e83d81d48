/** All summaries of a workspace as one index that answers by kind and id. */
import { isLibraryId } from '../base/ids.ts';
import { originalsOf } from '../base/originals.ts';
import { joinPath, stemOf } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { CodeFile, PackageIndex } from '../model/code.ts';
import type { KindName } from '../model/document.ts';
import type {
  DocumentationPage,
  DomainSummary,
  Lookup,
  Mention,
  ModuleSummary,
  PolicySummary,
  Summary,
  SummaryMap,
  SymphonySummary,
  WorkspaceIndex,
  WorkspaceSummary,
} from '../model/index.ts';
import type { LinkedFiles } from '../model/linked.ts';
import { namedDocuments } from './named.ts';

interface WorkspaceFacts {
  readonly workspace: WorkspaceSummary;
  /** By path and place in the file. */
  readonly summaries: readonly Summary[];
  readonly modules: readonly ModuleSummary[];
  readonly pages: readonly DocumentationPage[];
  readonly linked: LinkedFiles;
  readonly code: readonly CodeFile[];
  readonly packages: PackageIndex;
  readonly fileExists: (path: string) => boolean;
  readonly signature: Lookup['signature'];
  readonly unread: Lookup['unread'];
  /** The policies that come with the tool. */
  readonly library: { readonly ids: readonly string[]; find(id: string): PolicySummary | undefined };
}

/** Of several documents with one id the original counts; DUPLICATE_ID shows the others. */
export function indexWorkspace(facts: WorkspaceFacts): WorkspaceIndex {
  const byKind = new Map<KindName, Map<string, Summary>>();
  for (const summary of originalsOf(facts.summaries).values()) {
    const ids = byKind.get(summary.kind) ?? new Map<string, Summary>();
    byKind.set(summary.kind, ids);
    ids.set(summary.id, summary);
  }
  const ofKind = <K extends KindName>(kind: K): SummaryMap[K][] =>
    [...(byKind.get(kind)?.values() ?? [])].sort((a, b) => compareText(a.id, b.id)) as SummaryMap[K][];
  const sound = <K extends KindName>(kind: K): SummaryMap[K][] => ofKind(kind).filter((summary) => !summary.broken);
  const symphonies = sound('Symphony');
  return {
    workspace: facts.workspace,
    pages: facts.pages,
    domains: sound('Domain'),
    symphonies,
    policies: sound('Policy'),
    metrics: sound('Metric'),
    all: facts.summaries,
    libraryInUse: () => libraryInUse(facts),
    code: facts.code,
    lookup: lookupOver(facts, byKind, ofKind, symphonies),
  };
}

function libraryInUse({ summaries, library }: WorkspaceFacts): PolicySummary[] {
  const applied = new Set(summaries.flatMap(({ policies }) => policies.map(({ name }) => name).filter(isLibraryId)));
  return [...applied].sort(compareText).flatMap((id) => library.find(id) ?? []);
}

function lookupOver(
  facts: WorkspaceFacts,
  byKind: ReadonlyMap<KindName, ReadonlyMap<string, Summary>>,
  ofKind: (kind: KindName) => readonly Summary[],
  symphonies: readonly SymphonySummary[],
): Lookup {
  const modules = new Map(facts.modules.map((module) => [module.alias, module]));
  const names = new Map<KindName, readonly string[]>();
  const namesOf = (kind: KindName): readonly string[] => {
    const known = names.get(kind) ?? ofKind(kind).map((summary) => summary.id);
    names.set(kind, known);
    return known;
  };
  let filed: Map<string, string> | undefined;
  const misfiled = (): Map<string, string> => {
    const alone = facts.summaries.filter(({ siblings, id, at }) => siblings === 1 && stemOf(at.file) !== id);
    filed = new Map(alone.map(({ kind, id, at }) => [`${kind} ${stemOf(at.file)}`, id]));
    return filed;
  };
  const domains = ofKind('Domain').filter(({ broken }) => !broken) as readonly DomainSummary[];
  const namesIn = (mentions: readonly Mention[]) => mentions.map(({ name }) => name);
  const declarers = idsBy(symphonies, ({ events }) => events);
  const awaiters = idsBy(symphonies, ({ awaits }) => awaits);
  const producers = idsBy(symphonies, ({ produces }) => produces);
  const performers = idsBy(symphonies, ({ performs }) => namesIn(performs));
  const players = idsBy(symphonies, ({ scripts }) => scripts.filter(({ report }) => !report).map(({ name }) => name));
  const claimants = idsBy(domains, ({ value }) => [value.namespace]);
  const fileOwners = idsBy(domains, ({ files }) => namesIn(files).map((path) => joinPath(path)));
  return {
    find: <K extends KindName>(kind: K, id: string) =>
      (byKind.get(kind)?.get(id) ?? (kind === 'Policy' && isLibraryId(id) ? facts.library.find(id) : undefined)) as
        | SummaryMap[K]
        | undefined,
    names: namesOf,
    filedAs: (kind, name) => (filed ?? misfiled()).get(`${kind} ${name}`),
    module: (alias) => modules.get(alias),
    moduleAliases: () => [...modules.keys()].sort(compareText),
    exporters: (name) => facts.modules.filter((module) => module.exports.some((item) => item.name === name)),
    feature: (path) => facts.linked.features.get(path),
    testFile: (path) => facts.linked.tests.get(path),
    declarers,
    awaiters,
    producers,
    performers,
    players,
    namespaceOwners: (event) => outer(event).flatMap(claimants),
    fileOwners: (path) => fileOwners(joinPath(path)),
    isNamed: namedDocuments(facts),
    measurers: (metric) =>
      symphonies.filter(({ measures }) => measures.some(({ name }) => name === metric)).map(({ id }) => id),
    witnesses: (evidence) => symphonies.filter((one) => one.evidence.includes(evidence)).map(({ id }) => id),
    fileExists: facts.fileExists,
    libraryPolicies: () => facts.library.ids,
    signature: facts.signature,
    packages: () => facts.packages,
    unread: facts.unread,
    workspace: () => facts.workspace.value,
  };
}

/** The ids of the documents that have a name, the first question of each kind for all names at once. */
function idsBy<T extends Summary>(
  summaries: readonly T[],
  namesOf: (summary: T) => readonly string[],
): (name: string) => readonly string[] {
  let known: Map<string, string[]> | undefined;
  const all = (): Map<string, string[]> => {
    known = new Map();
    for (const summary of summaries) {
      for (const name of new Set(namesOf(summary))) {
        const ids = known.get(name);
        if (ids) ids.push(summary.id);
        else known.set(name, [summary.id]);
      }
    }
    return known;
  };
  return (name) => (known ?? all()).get(name) ?? [];
}

/** `a.b.c` → `a`, `a.b`: the namespaces that an event can be in. */
const outer = (event: string): string[] =>
  event.split('.').flatMap((_, i, parts) => (i === 0 ? [] : [parts.slice(0, i).join('.')]));
