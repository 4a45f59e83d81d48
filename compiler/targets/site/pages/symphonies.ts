/** All symphonies, and how one leads to another. */
import type { Artifact } from '../../../model/artifact.ts';
import type { SiteContext } from '../context.ts';
import { drawable, drawGraph, type GraphEdge, type GraphNode } from '../drawing/graph.ts';
import { symphonyCards } from '../parts/cards.ts';
import { missingViews } from '../parts/missing.ts';
import { count, counted } from '../parts/text.ts';
import { symphonyPage } from '../paths.ts';
import { renderPage } from '../render.ts';

export function renderSymphonies(context: SiteContext): Artifact {
  const page = {
    path: 'symphonies.html',
    title: 'Symphonies',
    workspace: context.title,
    section: 'symphonies',
    template: 'symphonies',
    script: true,
  } as const;
  const { nodes, edges } = connections(context);
  return renderPage(page, {
    total: context.symphonies.length === 0 ? null : counted(context.symphonies.length, 'symphony', 'symphonies'),
    shown: `${count(context.symphonies.length)} shown`,
    cards: symphonyCards(context.symphonies, '', false),
    missing: missingViews(context, context.index.symphonies, (document) =>
      document.kind === 'Symphony' ? [...document.performs, ...document.after] : [],
    ),
    graph:
      edges.length > 0 && nodes.length <= drawable
        ? drawGraph(nodes, edges, 'How symphonies lead to one another')
        : null,
    tooMany: nodes.length > drawable ? count(nodes.length) : null,
  });
}

/** The symphonies that perform or follow others, or are performed or followed. */
function connections({ symphonies }: SiteContext): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const known = new Set(symphonies.map(({ summary }) => summary.id));
  const edges = new Map<string, GraphEdge>();
  for (const { summary } of symphonies) {
    for (const { name } of summary.performs)
      if (known.has(name)) edges.set(`${summary.id} ${name}`, { from: summary.id, to: name });
    for (const { name } of summary.after) {
      const key = `${name} ${summary.id}`;
      if (known.has(name) && !edges.has(key)) edges.set(key, { from: name, to: summary.id, dashed: true });
    }
  }
  const connected = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  const nodes = symphonies
    .filter(({ summary, plan }) => connected.has(summary.id) && plan)
    .map(({ summary, beats }) => ({
      id: summary.id,
      title: summary.title,
      note: `${counted(summary.movementCount, 'movement')}, ${counted(beats, 'beat')}`,
      href: symphonyPage(summary.id),
    }));
  return { nodes, edges: [...edges.values()] };
}
