/** Every score, opened into rule × weight × place. */
import type { Artifact } from '../../../model/artifact.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { SiteContext } from '../context.ts';
import { percent } from '../drawing/meter.ts';
import { bands } from '../parts/bands.ts';
import { scoreView, unreadText } from '../parts/scores.ts';
import { renderPage } from '../render.ts';

/** The score over all rules without what is waived, where it differs. */
const waivedPercent = ({ overall, waived }: Verdict['scores']): string | null =>
  waived === null || waived === overall ? null : percent(waived);

export function renderScores(context: SiteContext): Artifact {
  const { verdict } = context;
  const page = {
    path: 'scores.html',
    title: 'Scores',
    workspace: context.title,
    section: 'scores',
    template: 'scores',
  } as const;
  return renderPage(page, {
    overall: verdict.scores.overall === null ? null : percent(verdict.scores.overall),
    waived: waivedPercent(verdict.scores),
    conforms: verdict.conforms,
    failOn: verdict.failOn,
    unread: unreadText(verdict),
    bands: bands.map(({ name, from }, i) => ({
      name,
      range: i === bands.length - 1 ? `below ${percent(bands[i - 1]!.from)}` : `from ${percent(from)}`,
    })),
    dimensions: verdict.scores.dimensions.map((score) => scoreView(score, 'dimension', context)),
    aspects: verdict.scores.aspects.map((score) => scoreView(score, 'aspect', context)),
    ruleset: verdict.ruleset,
  });
}
