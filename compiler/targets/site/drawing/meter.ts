/** Bars: shares of a whole, and one value against a limit. Text beside them says the same. */
import { type Html, html } from '../html.ts';

/** To a tenth of a percent, cut off: what is not complete never looks complete. */
export const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-6) / 10}%`;

/** A score from 0 to 1 on its track, with a mark at its goal. */
export function meter(value: number, tone: string, goal?: number): Html {
  return html`<svg class="meter" height="10" width="100%" aria-hidden="true" focusable="false"><rect class="track" y="1" width="100%" height="8" rx="4"/><rect class="fill ${tone}" y="1" width="${percent(value)}" height="8" rx="4"/>${goal !== undefined && html`<svg x="${percent(goal)}" overflow="visible"><rect class="goal" x="-1.5" width="3" height="10" rx="1.5"/></svg>`}</svg>`;
}

interface Share {
  readonly count: number;
  readonly tone: string;
}

const sumOf = (parts: readonly Share[]): number => parts.reduce((sum, part) => sum + part.count, 0);

/** Parts side by side, as wide as they are many of `whole`: their sum, or more where several bars share a scale. */
export function shares(parts: readonly Share[], whole = sumOf(parts)): Html {
  const total = whole || 1;
  let x = 0;
  const bars = parts
    .filter((part) => part.count > 0)
    .map((part) => {
      const at = x;
      x += part.count / total;
      return html`<rect class="fill ${part.tone}" x="${at * 100}%" width="${(part.count / total) * 100}%" height="12"/>`;
    });
  return html`<svg class="shares" height="12" width="100%" aria-hidden="true" focusable="false"><rect class="track" width="100%" height="12"/>${bars}</svg>`;
}
