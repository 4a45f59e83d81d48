/** The circles of a graph that are worth telling. */
import { components, type Edges, shortestCycle } from './graph.ts';

interface Circles {
  /** Each from its first node on. */
  readonly circles: readonly (readonly string[])[];
  /** The nodes that lie on any circle, told or not. */
  readonly members: ReadonlySet<string>;
}

/** At most so many circles are told of nodes that all lead to each other. */
const most = 20;

/**
 * Every node that leads to itself, and through each other node the shortest circle, unless it lies on one that is told
 * already. The order of nodes decides, so the answer does not depend on chance.
 */
export function findCircles(nodes: readonly string[], edges: Edges): Circles {
  const componentOf = components(nodes, edges);
  const sizes = new Map<number, number>();
  for (const component of componentOf.values()) sizes.set(component, (sizes.get(component) ?? 0) + 1);
  const told = new Map<number, number>();
  const covered = new Set<string>();
  const circles: string[][] = [];
  const members = new Set<string>();
  for (const start of nodes) {
    const component = componentOf.get(start)!;
    const isLoop = edges.get(start)?.includes(start) === true;
    const isOneOfMany = sizes.get(component)! > 1;
    if (isLoop || isOneOfMany) members.add(start);
    if (isLoop) circles.push([start]);
    const count = told.get(component) ?? 0;
    if (!isOneOfMany || covered.has(start) || count === most) continue;
    const others = (node: string): string[] =>
      (edges.get(node) ?? []).filter((next) => next !== node && componentOf.get(next) === component);
    const circle = shortestCycle(start, others)!;
    for (const node of circle) covered.add(node);
    circles.push(circle);
    told.set(component, count + 1);
  }
  return { circles, members };
}
