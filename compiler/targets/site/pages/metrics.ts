/** The metrics: unit and goal, which symphonies measure them, and what is decided by them. */
import { metricType } from '../../../base/variables.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { Mention, MetricSummary } from '../../../model/index.ts';
import type { SiteContext } from '../context.ts';
import type { Html } from '../html.ts';
import { groupBy } from '../parts/group.ts';
import { missingViews } from '../parts/missing.ts';
import { breakable, count } from '../parts/text.ts';
import { renderPage } from '../render.ts';

interface Use {
  readonly metric: string;
  readonly id: Html;
  readonly href: string | null;
}

export function renderMetrics(context: SiteContext): Artifact {
  const page = {
    path: 'metrics.html',
    title: 'Metrics',
    workspace: context.title,
    section: 'metrics',
    template: 'metrics',
    script: true,
  } as const;
  const { symphonies, policies, metrics } = context.index;
  const toSymphony = (id: string) => context.documentHref({ kind: 'Symphony', id });
  const measured = usesOf(symphonies, 'measures', toSymphony);
  const used = usesOf(symphonies, 'metrics', toSymphony);
  const judged = usesOf(policies, 'metrics', (id) => `policies.html#${id}`);
  return renderPage(page, {
    shown: `${count(metrics.length)} shown`,
    metrics: metrics.map((metric) => ({
      ...metricView(metric),
      measured: measured.get(metric.id) ?? [],
      used: used.get(metric.id) ?? [],
      judged: judged.get(metric.id) ?? [],
    })),
    missing: missingViews(context, metrics, (document) => (document.kind === 'Symphony' ? document.measures : [])),
  });
}

/** By metric: the documents that name it under `field`, each once. */
function usesOf<F extends 'measures' | 'metrics'>(
  documents: readonly ({ readonly id: string } & { readonly [K in F]: readonly Mention[] })[],
  field: F,
  href: (id: string) => string | null,
): Map<string, Use[]> {
  const uses = documents.flatMap((document) =>
    [...new Set(document[field].map((mention) => mention.name))].map((metric) => ({
      metric,
      id: breakable(document.id),
      href: href(document.id),
    })),
  );
  return groupBy(uses, (use) => use.metric);
}

function metricView({ id, title, status, value }: MetricSummary) {
  return {
    id,
    name: breakable(id),
    title,
    status: status === 'active' ? null : status,
    description: value.description ?? null,
    unit: value.unit,
    type: metricType(value),
    goal: goalText(value.goal),
    per: value.per ?? null,
    freshness: value.freshness ?? null,
  };
}

function goalText(goal: MetricSummary['value']['goal']): string | null {
  if (!goal) return null;
  const parts = [
    goal.equals === undefined ? '' : `= ${goal.equals}`,
    goal.atLeast === undefined ? '' : `≥ ${goal.atLeast}`,
    goal.atMost === undefined ? '' : `≤ ${goal.atMost}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
