/** Symphonies as cards and rows. */

import { showDuration } from '../../../base/duration.ts';
import type { PlanEntry } from '../../define.ts';
import type { SymphonyEntry } from '../context.ts';
import { meter } from '../drawing/meter.ts';
import { drawStrip } from '../drawing/strip.ts';
import type { Html } from '../html.ts';
import { symphonyPage } from '../paths.ts';
import { breakable, counted } from './text.ts';
import { severityCounts } from './violations.ts';

interface SymphonyCard {
  readonly id: string;
  readonly href: string | null;
  readonly name: Html;
  readonly title: string;
  readonly purpose: string | null;
  readonly category: string | null;
  readonly domain: string;
  readonly domainHref: string;
  readonly status: string;
  readonly movements: string;
  readonly beats: string;
  readonly strip: Html | null;
  readonly time: TimeView | null;
  readonly counts: ReturnType<typeof severityCounts>;
  readonly playable: boolean;
}

interface TimeView {
  readonly critical: string | null;
  readonly budget: string | null;
  readonly over: boolean;
  readonly meter: Html | null;
}

const criticalOf = (plan: PlanEntry | undefined): number | undefined => plan?.criticalMs;

function timeView(critical: number | undefined, budget: number | undefined): TimeView | null {
  if (critical === undefined && budget === undefined) return null;
  const over = critical !== undefined && budget !== undefined && critical > budget;
  const comparable = critical !== undefined && budget !== undefined && budget > 0;
  return {
    critical: critical === undefined ? null : showDuration(critical),
    budget: budget === undefined ? null : showDuration(budget),
    over,
    meter: comparable ? meter(Math.min(1, critical / budget), over ? 'critical' : 'accent') : null,
  };
}

/** `strip` draws the beats; long lists do without. */
export function symphonyCards(entries: readonly SymphonyEntry[], root: string, strip = true): SymphonyCard[] {
  return entries.map(({ summary, plan, beats, diagnostics }) => ({
    id: summary.id,
    href: plan ? `${root}${symphonyPage(summary.id)}` : null,
    name: breakable(summary.id),
    title: summary.title,
    purpose: summary.purpose === '' ? null : summary.purpose,
    category: summary.category === '' ? null : summary.category.replaceAll('-', ' '),
    domain: summary.domain.name,
    domainHref: `${root}domains.html#${summary.domain.name}`,
    status: summary.status,
    movements: counted(summary.movementCount, 'movement'),
    beats: counted(beats, 'beat'),
    strip: strip ? drawStrip(summary.movements) : null,
    time: timeView(criticalOf(plan), summary.budgetMs),
    counts: severityCounts(diagnostics),
    playable: plan?.runnable ?? false,
  }));
}
