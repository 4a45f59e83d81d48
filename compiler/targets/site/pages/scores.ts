/** Every score, opened into rule × weight × place. */
import type { Artifact } from '../../../model/artifact.ts';
import type { SiteContext } from '../context.ts';
import { percent } from '../drawing/meter.ts';
import { bandOf, bands, toneOf } from '../parts/bands.ts';
import { scoreView } from '../parts/scores.ts';
import { renderPage } from '../render.ts';

/** Places a rule shows here; the page of its code has them all. */
const placeLimit = 50;

export function renderScores(context: SiteContext): Artifact {
  const { verdict } = context;
  const page = {
    path: 'scores.html',
    title: 'Scores',
    workspace: context.title,
    section: 'scores',
    template: 'scores',
  } as const;
  const band = bandOf(verdict.scores.overall);
  return renderPage(page, {
    overall: verdict.scores.overall === null ? null : percent(verdict.scores.overall),
    overallBand: band,
    overallTone: toneOf(band),
    bands: bands.map(({ name, from, tone }, i) => ({
      name,
      tone,
      range: i === bands.length - 1 ? `below ${percent(bands[i - 1]!.from)}` : `from ${percent(from)}`,
    })),
    dimensions: verdict.scores.dimensions.map((score) => scoreView(score, 'dimension', placeLimit)),
    aspects: verdict.scores.aspects.map((score) => scoreView(score, 'aspect', placeLimit)),
    ruleset: verdict.ruleset,
  });
}
