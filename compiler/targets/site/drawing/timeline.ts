/** The movements one after the other, each as wide as its critical path is long, against the budget of the whole. */
import { type Html, html } from '../html.ts';
import { roman } from './roman.ts';

interface TimelinePart {
  readonly title: string;
  readonly ms: number;
  readonly over: boolean;
}

export function drawTimeline(parts: readonly TimelinePart[], budgetMs: number | undefined): Html {
  const total = parts.reduce((sum, part) => sum + part.ms, 0);
  const scale = Math.max(total, budgetMs ?? 0) || 1;
  let x = 0;
  const bars = parts.map((part, i) => {
    const [at, width] = [(x / scale) * 100, (part.ms / scale) * 100];
    x += part.ms;
    if (part.ms === 0) return html``;
    return html`<svg x="${fixed(at)}%" width="${fixed(width)}%" height="34"><rect class="part${part.over ? ' over' : ''}${i % 2 === 1 ? ' odd' : ''}" y="4" width="100%" height="26"/>${width > 2.4 && html`<text class="${width < 8 ? 'short' : 'long'}" x="8" y="21">${roman(i + 1)}</text>`}<title>${part.title}</title></svg>`;
  });
  const limit =
    budgetMs !== undefined &&
    html`<rect class="overrun" x="${fixed((budgetMs / scale) * 100)}%" y="25" width="${fixed(Math.max(0, 1 - budgetMs / scale) * 100)}%" height="5"/><svg x="${fixed((budgetMs / scale) * 100)}%" overflow="visible"><path class="limit" d="M${budgetMs === scale ? -1 : 0} 0V34"/></svg>`;
  return html`<svg class="timeline" width="100%" height="34" aria-hidden="true" focusable="false"><rect class="track" y="4" width="100%" height="26"/>${bars}${limit}</svg>`;
}

const fixed = (value: number): number => Math.round(value * 1000) / 1000;
