/** All summaries of a workspace as one index that answers by kind and id. */
import { originalsOf } from '../base/originals.ts';
import { stemOf } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { CodeFile, PackageIndex } from '../model/code.ts';
import type { KindName } from '../model/document.ts';
import type {
  DocumentationPage,
  Lookup,
  ModuleSummary,
  Summary,
  SummaryMap,
  SymphonySummary,
  WorkspaceIndex,
  WorkspaceSummary,
} from '../model/index.ts';

interface WorkspaceFacts {
  readonly workspace: WorkspaceSummary;
  /** By path and place in the file. */
  readonly summaries: readonly Summary[];
  readonly modules: readonly ModuleSummary[];
  readonly pages: readonly DocumentationPage[];
  readonly code: readonly CodeFile[];
  readonly packages: PackageIndex;
  readonly fileExists: (path: string) => boolean;
  readonly unread: Lookup['unread'];
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
    code: facts.code,
    lookup: lookupOver(facts, byKind, ofKind, symphonies),
  };
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
  let events: Map<string, string[]> | undefined;
  const eventOwners = (): Map<string, string[]> => {
    events = new Map();
    for (const { id, events: declared } of symphonies) {
      for (const event of declared) {
        const owners = events.get(event);
        if (owners) owners.push(id);
        else events.set(event, [id]);
      }
    }
    return events;
  };
  return {
    find: <K extends KindName>(kind: K, id: string) => byKind.get(kind)?.get(id) as SummaryMap[K] | undefined,
    names: namesOf,
    filedAs: (kind, name) => (filed ?? misfiled()).get(`${kind} ${name}`),
    module: (alias) => modules.get(alias),
    moduleAliases: () => [...modules.keys()].sort(compareText),
    exporters: (name) => facts.modules.filter((module) => module.exports.some((item) => item.name === name)),
    declarers: (event) => (events ?? eventOwners()).get(event) ?? [],
    measurers: (metric) =>
      symphonies.filter(({ measures }) => measures.some(({ name }) => name === metric)).map(({ id }) => id),
    fileExists: facts.fileExists,
    packages: () => facts.packages,
    unread: facts.unread,
    workspace: () => facts.workspace.value,
  };
}
