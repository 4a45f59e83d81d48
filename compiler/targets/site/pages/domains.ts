/** The domains: who answers for what, what builds on what, and which symphonies belong where. */
import type { Artifact } from '../../../model/artifact.ts';
import type { DomainSummary } from '../../../model/index.ts';
import type { SiteContext, SymphonyEntry } from '../context.ts';
import { drawGraph } from '../drawing/graph.ts';
import { symphonyCards } from '../parts/cards.ts';
import { groupBy } from '../parts/group.ts';
import { missingViews } from '../parts/missing.ts';
import { breakable, counted } from '../parts/text.ts';
import { severityCounts } from '../parts/violations.ts';
import { renderPage } from '../render.ts';

export function renderDomains(context: SiteContext): Artifact {
  const { index, symphonies, verdict } = context;
  const page = {
    path: 'domains.html',
    title: 'Domains',
    workspace: context.title,
    section: 'domains',
    template: 'domains',
  } as const;
  const members = groupBy(symphonies, ({ summary }) => summary.domain.name);
  const known = new Set(index.domains.map((domain) => domain.id));
  const dependents = groupBy(
    index.domains.flatMap((domain) => domain.dependsOn.map((to) => ({ from: domain.id, to: to.name }))),
    ({ to }) => to,
  );
  const found = groupBy(verdict.diagnostics, (one) => `${one.subject.split('/')[0]} ${one.file}`);
  return renderPage(page, {
    graph: graphOf(index.domains, members, [...dependents.values()].flat()),
    domains: index.domains.map((domain) => ({
      ...domainView(domain),
      usedBy: (dependents.get(domain.id) ?? []).map(({ from }) => from),
      symphonies: symphonyCards(members.get(domain.id) ?? [], '', false),
      counts: severityCounts(found.get(`${domain.id} ${domain.at.file}`) ?? []),
    })),
    missing: missingViews(context, index.domains, (document) =>
      document.kind === 'Symphony' ? [document.domain] : document.kind === 'Domain' ? document.dependsOn : [],
    ),
    homeless: symphonyCards(
      symphonies.filter(({ summary }) => !known.has(summary.domain.name)),
      '',
      false,
    ),
  });
}

function domainView({ id, title, status, owner, value, dependsOn, files, policies, at }: DomainSummary) {
  return {
    id,
    title,
    status,
    description: value.description ?? null,
    owner: owner ?? null,
    namespace: value.namespace,
    stakeholders: value.stakeholders ?? [],
    dependsOn: dependsOn.map(({ name }) => name),
    policies: [...new Set(policies.map(({ name }) => name))],
    files: files.map(({ name }) => breakable(name)),
    source: breakable(`${at.file}:${at.range.start.line}`),
  };
}

const graphOf = (
  domains: readonly DomainSummary[],
  members: ReadonlyMap<string, readonly SymphonyEntry[]>,
  edges: readonly { readonly from: string; readonly to: string }[],
) =>
  edges.length > 0 &&
  drawGraph(
    domains.map(({ id, title }) => ({
      id,
      title,
      note: counted(members.get(id)?.length ?? 0, 'symphony', 'symphonies'),
      href: `#${id}`,
    })),
    edges,
    'Dependencies of domains',
  );
