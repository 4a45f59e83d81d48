/** Scores as a polygon, an axis each. The table beside it has the same numbers. */
import { type Html, html } from '../html.ts';

interface RadarAxis {
  readonly name: string;
  /** From 0 to 1. */
  readonly value: number;
  readonly label: string;
}

/** Where the axes of regular polygons lead, the first one up. As numbers: every platform draws the same. */
const directions: Readonly<Record<number, readonly (readonly [x: number, y: number])[]>> = {
  3: [
    [0, -1],
    [0.866025, 0.5],
    [-0.866025, 0.5],
  ],
  4: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  5: [
    [0, -1],
    [0.951057, -0.309017],
    [0.587785, 0.809017],
    [-0.587785, 0.809017],
    [-0.951057, -0.309017],
  ],
};

const radius = 96;
const rings = [0.25, 0.5, 0.75, 1];

const fixed = (value: number): number => Math.round(value * 100) / 100;

/** Null for fewer than three axes, which make no area. */
export function drawRadar(axes: readonly RadarAxis[]): Html | null {
  const ways = directions[axes.length];
  if (!ways) return null;
  const point = (i: number, share: number): string => ways[i]!.map((along) => fixed(along * share * radius)).join(' ');
  const outline = (points: readonly string[]): string => `M${points.join('L')}Z`;
  const grid = rings.map((share) => outline(ways.map((_, i) => point(i, share)))).join('');
  const spokes = ways.map((_, i) => `M0 0L${point(i, 1)}`).join('');
  const points = axes.map(({ value }, i) => point(i, value));
  const dots = points.map((at) => html`<circle class="dot" r="4" transform="translate(${at})"/>`);
  const bottom = fixed(Math.max(...ways.map(([, y]) => y)) * radius) + 52;
  return html`<svg class="radar" viewBox="-190 -146 380 ${146 + bottom}" width="380" height="${146 + bottom}" aria-hidden="true" focusable="false"><path class="grid" d="${grid}${spokes}"/><path class="area" d="${outline(points)}"/>${dots}${axes.map((axis, i) => label(axis, ways[i]!))}</svg>`;
}

function label({ name, label: text }: RadarAxis, [x, y]: readonly [x: number, y: number]): Html {
  const anchor = x > 0.1 ? 'start' : x < -0.1 ? 'end' : 'middle';
  const shift = y < -0.5 ? -18 : y > 0.9 ? 12 : y > 0.4 ? 8 : -4;
  const [left, top] = [fixed(x * (radius + 14)), fixed(y * (radius + 12) + shift)];
  return html`<g transform="translate(${left} ${top})" text-anchor="${anchor}"><text class="name">${name.charAt(0).toUpperCase() + name.slice(1)}</text><text class="note" y="17">${text}</text></g>`;
}
