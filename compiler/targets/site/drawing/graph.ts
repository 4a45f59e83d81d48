/** A graph of named boxes. Drawn twice, from left to right and from top to bottom; the style sheet shows what fits. */
import { type Html, html, noHtml } from '../html.ts';
import { type Edge, type Layering, layer } from './layers.ts';

export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly href: string;
  readonly tone?: string;
}

export interface GraphEdge extends Edge {
  readonly dashed?: boolean;
}

/** More nodes than this make no picture. */
export const drawable = 60;

const box = { width: 176, height: 58 };

interface Direction {
  readonly name: 'across' | 'down';
  /** From one layer to the next, and from one slot of a layer to the next. */
  readonly step: number;
  readonly pitch: number;
}

const across: Direction = { name: 'across', step: box.width + 72, pitch: box.height + 20 };
const down: Direction = { name: 'down', step: box.height + 52, pitch: box.width + 20 };

export function drawGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[], label: string): Html {
  if (nodes.length === 0 || nodes.length > drawable) return noHtml;
  const layering = layer(
    nodes.map((node) => node.id),
    edges,
  );
  return html`${[across, down].map((direction) => draw(nodes, layering, direction, label))}`;
}

function draw(nodes: readonly GraphNode[], layering: Layering, direction: Direction, label: string): Html {
  const widest = Math.max(...layering.layers.map((slots) => slots.length));
  const points = new Map<string, { x: number; y: number }>();
  layering.layers.forEach((slots, depth) => {
    slots.forEach((slot, i) => {
      const along = depth * direction.step;
      const beside = (i + (widest - slots.length) / 2) * direction.pitch;
      points.set(slot.id, direction.name === 'across' ? { x: along, y: beside } : { x: beside, y: along });
    });
  });
  const long = (layering.layers.length - 1) * direction.step;
  const wide = (widest - 1) * direction.pitch;
  const [width, height] =
    direction.name === 'across' ? [long + box.width, wide + box.height] : [wide + box.width, long + box.height];
  return html`<div class="graph ${direction.name}" tabindex="0" role="group" aria-label="${label}"><svg width="${width + 4}" height="${height + 4}" viewBox="-2 -2 ${width + 4} ${height + 4}">${layering.routes.map((route) => drawEdge(route, points, direction))}${nodes.map((node) => drawNode(node, points.get(node.id)!))}</svg></div>`;
}

function drawNode(node: GraphNode, { x, y }: { x: number; y: number }): Html {
  return html`<a href="${node.href}"><g class="node${node.tone ? ` ${node.tone}` : ''}" transform="translate(${x} ${y})"><title>${node.title}</title><rect width="${box.width}" height="${box.height}" rx="8"/><text class="name" x="14" y="25">${shorten(node.title, 21)}</text><text class="note" x="14" y="43">${shorten(node.note, 26)}</text></g></a>`;
}

const shorten = (text: string, limit: number): string => {
  const letters = [...text];
  return letters.length > limit ? `${letters.slice(0, limit - 1).join('')}…` : text;
};

/** A smooth line through all slots of a route, with its head at the end of the edge. */
function drawEdge(
  { edge, slots, back }: Layering['routes'][number],
  points: ReadonlyMap<string, { x: number; y: number }>,
  { name }: Direction,
): Html {
  const isAcross = name === 'across';
  const middle = { x: box.width / 2, y: box.height / 2 };
  const ports = slots.map((slot, i) => {
    const { x, y } = points.get(slot)!;
    const [enter, leave] = isAcross
      ? [{ x, y: y + middle.y }, { x: x + box.width, y: y + middle.y }]
      : [{ x: x + middle.x, y }, { x: x + middle.x, y: y + box.height }];
    return { enter, leave, first: i === 0, last: i === slots.length - 1 };
  });
  let path = `M${ports[0]!.leave.x} ${ports[0]!.leave.y}`;
  for (let i = 1; i < ports.length; i++) {
    const [a, b] = [ports[i - 1]!.leave, ports[i]!.enter];
    const bend = isAcross ? (b.x - a.x) / 2 : (b.y - a.y) / 2;
    path += isAcross
      ? `C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`
      : `C${a.x} ${a.y + bend} ${b.x} ${b.y - bend} ${b.x} ${b.y}`;
    if (!ports[i]!.last) path += `L${ports[i]!.leave.x} ${ports[i]!.leave.y}`;
  }
  const tip = back ? ports[0]!.leave : ports.at(-1)!.enter;
  const turn = (isAcross ? 0 : 90) + (back ? 180 : 0);
  const classes = `edge${(edge as GraphEdge).dashed ? ' dashed' : ''}${back ? ' back' : ''}`;
  return html`<g class="${classes}"><path d="${path}"/><path class="arrow" d="M0 0l-9-5v10z" transform="translate(${tip.x} ${tip.y}) rotate(${turn})"/></g>`;
}
