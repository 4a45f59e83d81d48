/** Bars: shares of a whole, and one value against a limit. Text beside them says the same. */
import { type Html, html } from '../html.ts';

/** To a tenth of a percent, cut off: what is not complete never looks complete. */
export const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-6) / 10}%`;

/** A score from 0 to 1 on its track, with a mark at its goal. */
export function meter(value: number, tone: string, goal?: number): Html {
  return html`<svg class="meter" height="10" width="100%" aria-hidden="true" focusable="false"><rect class="track" y="1" width="100%" height="8" rx="4"/><rect class="fill ${tone}" y="1" width="${percent(value)}" height="8" rx="4"/>${goal !== undefined && html`<svg x="${percent(goal)}" overflow="visible"><rect class="goal" x="-1.5" width="3" height="10" rx="1.5"/></svg>`}</svg>`;
}

export interface Share {
  readonly count: number;
  readonly tone: string;
}

/** The parts of a whole side by side, as wide as they are many. */
export function shares(parts: readonly Share[]): Html {
  const total = parts.reduce((sum, part) => sum + part.count, 0) || 1;
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

/** A score as a ring. */
export function ring(value: number | null, tone: string): Html {
  const around = 2 * Math.PI * 54;
  const arc = Math.round((value ?? 0) * around * 100) / 100;
  return html`<svg class="ring" viewBox="0 0 120 120" aria-hidden="true" focusable="false"><circle class="track" cx="60" cy="60" r="54"/>${value !== null && html`<circle class="fill ${tone}" cx="60" cy="60" r="54" stroke-dasharray="${arc} ${Math.ceil(around)}" transform="rotate(-90 60 60)"/>`}</svg>`;
}
