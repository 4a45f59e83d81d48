/** Directed graphs over string ids. */

export type Edges = ReadonlyMap<string, readonly string[]>;

/**
 * Circles in a graph: for each strongly connected component with a circle, its shortest circle through its smallest
 * node, starting there. Order of nodes decides between equals, so the answer does not depend on chance.
 */
export function findCycles(nodes: readonly string[], edges: Edges): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    const cycle = shortestCycle(start, edges);
    if (!cycle) continue;
    cycles.push(cycle);
    for (const node of reachable(start, edges)) if (reachable(node, edges).has(start)) done.add(node);
  }
  return cycles;
}

function shortestCycle(start: string, edges: Edges): string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!;
    for (const next of edges.get(node) ?? []) {
      if (next === start) {
        const path = [node];
        while (path[0] !== start) path.unshift(from.get(path[0]!)!);
        return path;
      }
      if (!from.has(next)) {
        from.set(next, node);
        queue.push(next);
      }
    }
  }
  return undefined;
}

/** The nodes that can be reached from `start` in one step or more. */
export function reachable(start: string, edges: Edges): Set<string> {
  const seen = new Set<string>();
  const queue = [...(edges.get(start) ?? [])];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    queue.push(...(edges.get(node) ?? []));
  }
  return seen;
}
