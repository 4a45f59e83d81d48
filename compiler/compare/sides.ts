/** The two workspaces that are compared, as far as one document's changes depend on others. */
import { keyOf } from '../base/originals.ts';
import type { Document, KindName, Symphony } from '../model/document.ts';
import type { Summary, WorkspaceIndex } from '../model/index.ts';

export interface Side {
  readonly index: WorkspaceIndex;
  /** Undefined for one that cannot be read, and for one that was not asked for before. */
  readonly document: (summary: Summary) => Document | undefined;
  /** The definition files that are compiled. */
  readonly files: ReadonlySet<string>;
}

export interface Sides {
  readonly was: Side;
  readonly is: Side;
  /** The id that a document of the revision has now; undefined for one that is gone. */
  readonly idNow: (kind: KindName, id: string) => string | undefined;
  /** The documents of the revision that use one of it, by their ids, sorted. */
  readonly users: (kind: KindName, id: string) => readonly string[];
  /** The symphonies of the revision that follow a movement of another one. */
  readonly followers: (symphony: string, movement: string) => readonly string[];
  /** Whether a file is still there, compiled or not. */
  readonly exists: (path: string) => boolean;
  /** The severity of each code when a workspace sets none. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** What a document refers to, as keys of documents. */
export function usedBy(summary: Summary): readonly string[] {
  if (summary.broken) return [];
  const keys = (kind: KindName, names: readonly { readonly name: string }[]): string[] =>
    names.map(({ name }) => keyOf({ kind, id: name }));
  const own = keys('Policy', summary.policies);
  switch (summary.kind) {
    case 'Symphony':
      own.push(...keys('Domain', [summary.domain]), ...keys('Symphony', [...summary.performs, ...summary.after]));
      return [...own, ...keys('Metric', [...summary.metrics, ...summary.measures])];
    case 'Domain':
      return [...own, ...keys('Domain', summary.dependsOn), ...keys('Symphony', summary.symphonies)];
    case 'Policy':
      return [...own, ...keys('Metric', summary.metrics)];
    default:
      return own;
  }
}

/** By key of a document: the ids of those that refer to it, its own left out. Looked for on the first question. */
export function usersIn({ all }: WorkspaceIndex): (kind: KindName, id: string) => readonly string[] {
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  const look = (): ReadonlyMap<string, ReadonlySet<string>> => {
    const users = new Map<string, Set<string>>();
    for (const summary of all) {
      for (const key of usedBy(summary)) {
        if (key === keyOf(summary)) continue;
        const own = users.get(key) ?? new Set<string>();
        users.set(key, own.add(summary.id));
      }
    }
    known = users;
    return users;
  };
  return (kind, id) => [...((known ?? look()).get(keyOf({ kind, id })) ?? [])].sort();
}

/** By symphony and movement: the symphonies that follow there. */
export function followersIn({ index, document }: Side): Sides['followers'] {
  const followers = new Map<string, string[]>();
  for (const summary of index.symphonies) {
    if (summary.after.length === 0) continue;
    const value = document(summary)?.value as Symphony | undefined;
    for (const { symphony, movement } of value?.after ?? []) {
      const key = `${symphony} ${movement}`;
      followers.set(key, [...(followers.get(key) ?? []), summary.id]);
    }
  }
  return (symphony, movement) => followers.get(`${symphony} ${movement}`) ?? [];
}
