/** A graph of named boxes. Drawn twice, from left to right and from top to bottom; the style sheet shows what fits. */
import { greatest } from '../../../../runtime/core/lists.ts';
import { type Html, html, noHtml } from '../html.ts';
import { type Edge, type Layering, layer } from './layers.ts';

export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly href: string;
}

export interface GraphEdge extends Edge {
  readonly dashed?: boolean;
}

/** More nodes than this make no picture. */
export const drawable = 60;

interface Direction {
  readonly name: 'across' | 'down';
  readonly width: number;
  readonly height: number;
  /** How many letters of a title fit into a line of the box. */
  readonly letters: number;
  readonly lines: number;
  /** Between layers. */
  readonly gap: number;
}

const across: Direction = { name: 'across', width: 204, height: 76, letters: 23, lines: 2, gap: 68 };
const down: Direction = { name: 'down', width: 142, height: 92, letters: 15, lines: 3, gap: 44 };

/** Between boxes of one layer; a line that passes needs less room than a box. */
const beside = 16;

export function drawGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[], label: string): Html {
  if (nodes.length === 0 || nodes.length > drawable) return noHtml;
  const layering = layer(
    nodes.map((node) => node.id),
    edges,
  );
  return html`${[across, down].map((direction) => draw(nodes, layering, direction, label))}`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corner of each slot, its layer in the middle, and how far all of them reach. */
function place(layering: Layering, { name, width, height, gap }: Direction) {
  const isAcross = name === 'across';
  const [along, breadth] = isAcross ? [width + gap, height] : [height + gap, width];
  const size = (bend: boolean): number => (bend ? 0 : breadth);
  const length = (slots: Layering['layers'][number]): number =>
    slots.reduce((sum, slot) => sum + size(slot.bend), 0) + (slots.length - 1) * beside;
  const widest = greatest(layering.layers.map(length));
  const points = new Map<string, Point>();
  layering.layers.forEach((slots, depth) => {
    let at = (widest - length(slots)) / 2;
    for (const slot of slots) {
      // A line passes where the middle of a box would be.
      const corner = slot.bend ? at - breadth / 2 : at;
      points.set(slot.id, isAcross ? { x: depth * along, y: corner } : { x: corner, y: depth * along });
      at += size(slot.bend) + beside;
    }
  });
  const long = layering.layers.length * along - gap;
  return { points, size: isAcross ? { x: long, y: widest } : { x: widest, y: long } };
}

function draw(nodes: readonly GraphNode[], layering: Layering, direction: Direction, label: string): Html {
  const { points, size } = place(layering, direction);
  const [width, height] = [size.x + 4, size.y + 4];
  return html`<div class="graph ${direction.name}" tabindex="0" role="group" aria-label="${label}"><svg width="${width}" height="${height}" viewBox="-2 -2 ${width} ${height}">${layering.routes.map((route) => drawEdge(route, points, direction))}${nodes.map((node) => drawNode(node, points.get(node.id)!, direction))}</svg></div>`;
}

function drawNode(node: GraphNode, { x, y }: Point, direction: Direction): Html {
  const { width, height, letters } = direction;
  const lines = wrap(node.title, letters, direction.lines);
  const first = height / 2 + 5 - lines.length * 9;
  return html`<a href="${node.href}"><g class="node" transform="translate(${x} ${y})"><title>${node.title}</title><rect width="${width}" height="${height}" rx="9"/>${lines.map((line, i) => html`<text class="name" x="14" y="${first + i * 18}">${line}</text>`)}<text class="note" x="14" y="${first + lines.length * 18}">${shorten(node.note, Math.floor(letters * 1.4))}</text></g></a>`;
}

const shorten = (text: string, limit: number): string => {
  const letters = [...text];
  return letters.length > limit ? `${letters.slice(0, limit - 1).join('')}…` : text;
};

/** At spaces, into `lines` lines at most. */
function wrap(text: string, letters: number, lines: number): string[] {
  const cut = text.lastIndexOf(' ', letters);
  if (lines === 1 || [...text].length <= letters || cut <= 0) return [shorten(text, letters)];
  return [text.slice(0, cut), ...wrap(text.slice(cut + 1), letters, lines - 1)];
}

/** A smooth line through all slots of a route, with its head at the end of the edge. */
function drawEdge(
  { edge, slots, back }: Layering['routes'][number],
  points: ReadonlyMap<string, Point>,
  { name, width, height }: Direction,
): Html {
  const isAcross = name === 'across';
  const middle = { x: width / 2, y: height / 2 };
  const ports = slots.map((slot, i) => {
    const { x, y } = points.get(slot)!;
    const [enter, leave] = isAcross
      ? [
          { x, y: y + middle.y },
          { x: x + width, y: y + middle.y },
        ]
      : [
          { x: x + middle.x, y },
          { x: x + middle.x, y: y + height },
        ];
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
