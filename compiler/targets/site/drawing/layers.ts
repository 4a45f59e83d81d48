/** Puts the nodes of a graph into layers, each edge leading to a later one, with few crossings. */
import { groupBy } from '../parts/group.ts';

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** A node of the graph, or a bend of an edge that passes the layer. */
interface Slot {
  readonly id: string;
  readonly bend: boolean;
}

export interface Layering {
  readonly layers: readonly (readonly Slot[])[];
  /** Each edge as the slots it passes, its ends included. Edges that would lead back are drawn the other way round. */
  readonly routes: readonly { readonly edge: Edge; readonly slots: readonly string[]; readonly back: boolean }[];
}

export function layer(ids: readonly string[], edges: readonly Edge[]): Layering {
  const known = new Set(ids);
  const inside = edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const back = backEdges(ids, inside);
  const forward = inside.map((edge) => (back.has(edge) ? { from: edge.to, to: edge.from } : edge));
  const depth = depths(ids, forward);
  const layers: Slot[][] = Array.from({ length: Math.max(0, ...depth.values()) + 1 }, () => []);
  const put = (at: number, slot: Slot): void => void layers[at]!.push(slot);
  for (const id of ids) put(depth.get(id)!, { id, bend: false });
  const routes = inside.map((edge, i) => {
    const { from, to } = forward[i]!;
    const slots = [from];
    for (let at = depth.get(from)! + 1; at < depth.get(to)!; at++) {
      const id = `${i} ${at}`;
      put(at, { id, bend: true });
      slots.push(id);
    }
    return { edge, slots: [...slots, to], back: back.has(edge) };
  });
  return { layers: untangle(layers, routes), routes };
}

/** The edges that close a circle in a walk through the nodes in their order. */
function backEdges(ids: readonly string[], edges: readonly Edge[]): Set<Edge> {
  const from = groupBy(edges, (edge) => edge.from);
  const state = new Map<string, 'open' | 'done'>();
  const found = new Set<Edge>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const edge of from.get(id) ?? []) {
      const next = state.get(edge.to);
      if (next === 'open') found.add(edge);
      else if (next === undefined) visit(edge.to);
    }
    state.set(id, 'done');
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  return found;
}

function depths(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const into = groupBy(edges, (edge) => edge.to);
  const known = new Map<string, number>();
  const depth = (id: string): number => {
    const value = known.get(id) ?? Math.max(-1, ...(into.get(id) ?? []).map((edge) => depth(edge.from))) + 1;
    known.set(id, value);
    return value;
  };
  for (const id of ids) depth(id);
  return known;
}

/** Orders each layer by the middle of what its slots are connected to, forth and back, a few times. */
function untangle(layers: readonly Slot[][], routes: Layering['routes']): Slot[][] {
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string): void => void (neighbours.get(a) ?? neighbours.set(a, []).get(a)!).push(b);
  for (const { slots } of routes) {
    for (let i = 1; i < slots.length; i++) {
      join(slots[i]!, slots[i - 1]!);
      join(slots[i - 1]!, slots[i]!);
    }
  }
  const result = layers.map((slots) => [...slots]);
  const sweep = (at: number, beside: number): void => {
    const place = new Map(result[beside]?.map((slot, i) => [slot.id, i]));
    const middle = (slot: Slot, own: number): number => {
      const places = (neighbours.get(slot.id) ?? []).flatMap((id) => place.get(id) ?? []);
      return places.length === 0 ? own : places.reduce((sum, one) => sum + one, 0) / places.length;
    };
    const keyed = result[at]!.map((slot, i) => ({ slot, key: middle(slot, i) }));
    result[at] = keyed.sort((a, b) => a.key - b.key).map(({ slot }) => slot);
  };
  for (let pass = 0; pass < 4; pass++) {
    for (let at = 1; at < result.length; at++) sweep(at, at - 1);
    for (let at = result.length - 2; at >= 0; at--) sweep(at, at + 1);
  }
  return result;
}
