/** The domains: who answers for what, what builds on what, and which symphonies belong where. */
import type { Artifact } from '../../../model/artifact.ts';
import type { SiteContext } from '../context.ts';
import { drawGraph } from '../drawing/graph.ts';
import { symphonyCards } from '../parts/cards.ts';
import { groupBy } from '../parts/group.ts';
import { counted } from '../parts/text.ts';
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
  const edges = [...dependents.values()].flat();
  const found = groupBy(verdict.diagnostics, (one) => `${one.subject.split('/')[0]} ${one.file}`);
  return renderPage(page, {
    graph:
      edges.length > 0 &&
      drawGraph(
        index.domains.map((domain) => ({
          id: domain.id,
          title: domain.title,
          note: `${counted(members.get(domain.id)?.length ?? 0, 'symphony', 'symphonies')}`,
          href: `#${domain.id}`,
        })),
        edges,
        'Dependencies of domains',
      ),
    domains: index.domains.map((domain) => ({
      id: domain.id,
      title: domain.title,
      status: domain.status,
      description: domain.value.description ?? null,
      owner: domain.owner ?? null,
      namespace: domain.value.namespace,
      stakeholders: domain.value.stakeholders ?? [],
      dependsOn: domain.dependsOn.map(({ name }) => ({ name, known: known.has(name) })),
      usedBy: (dependents.get(domain.id) ?? []).map(({ from }) => from),
      files: domain.files.map(({ name }) => name),
      symphonies: symphonyCards(members.get(domain.id) ?? [], '', false),
      counts: severityCounts(found.get(`${domain.id} ${domain.at.file}`) ?? []),
      source: `${domain.at.file}:${domain.at.range.start.line}`,
    })),
    homeless: symphonyCards(
      symphonies.filter(({ summary }) => !known.has(summary.domain.name)),
      '',
      false,
    ),
  });
}
