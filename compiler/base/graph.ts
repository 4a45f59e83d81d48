/** Directed graphs over string ids. */

export type Edges = ReadonlyMap<string, readonly string[]>;

/** The shortest circle through `start`, from there on; what comes first decides between equals. */
export function shortestCycle(start: string, nexts: (node: string) => readonly string[]): string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!;
    for (const next of nexts(node)) {
      if (next === start) {
        const path = [node];
        while (path.at(-1) !== start) path.push(from.get(path.at(-1)!)!);
        return path.reverse();
      }
      if (!from.has(next)) {
        from.set(next, node);
        queue.push(next);
      }
    }
  }
  return undefined;
}

interface Visit {
  readonly node: string;
  readonly index: number;
  /** The smallest index that is known to be reached and still open. */
  low: number;
  next: number;
}

/** The strongly connected component of each node, as a number: Tarjan's algorithm, without recursion. */
export function components(nodes: readonly string[], edges: Edges): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const path: Visit[] = [];
  const enter = (node: string): void => {
    const visit = { node, index: visits.size, low: visits.size, next: 0 };
    visits.set(node, visit);
    open.push(node);
    path.push(visit);
  };
  for (const root of nodes) {
    if (!visits.has(root)) enter(root);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const next = edges.get(visit.node)?.[visit.next++];
      if (next === undefined) leave(path, open, found);
      else if (!visits.has(next)) enter(next);
      else if (!found.has(next)) visit.low = Math.min(visit.low, visits.get(next)!.index);
    }
  }
  return found;
}

/** Ends the last visit: what is still open since it began is a component when it reaches nothing older. */
function leave(path: Visit[], open: string[], found: Map<string, number>): void {
  const { node, index, low } = path.pop()!;
  const before = path.at(-1);
  if (before) before.low = Math.min(before.low, low);
  if (low < index) return;
  for (let member = open.pop(); member !== undefined; member = member === node ? undefined : open.pop()) {
    found.set(member, index);
  }
}
