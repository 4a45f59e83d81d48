/** What the pages about the whole workspace share, found out once. */
import { isOpen } from '../../base/open.ts';
import { type Diagnostic, severities } from '../../model/diagnostic.ts';
import type { Summary, SymphonySummary } from '../../model/index.ts';
import type { PlanEntry, WorkspaceInput } from '../define.ts';
import { linesOf } from './parts/code-frame.ts';
import { groupBy } from './parts/group.ts';
import { symphonyPage } from './paths.ts';

export interface SiteContext extends WorkspaceInput {
  readonly title: string;
  readonly byCode: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly lines: (file: string) => readonly string[];
  readonly symphonies: readonly SymphonyEntry[];
  /** True for what fails the build. */
  readonly fails: (diagnostic: Diagnostic) => boolean;
  /** The page and place of the part that a diagnostic is about, from the top of the site; null when it has none. */
  readonly subjectHref: (diagnostic: Diagnostic) => string | null;
  /** The page of a document, or its place on one; null when it has none. */
  readonly documentHref: (document: Pick<Summary, 'kind' | 'id'>) => string | null;
}

export interface SymphonyEntry {
  readonly summary: SymphonySummary;
  readonly plan: PlanEntry | undefined;
  readonly beats: number;
  readonly diagnostics: readonly Diagnostic[];
}

const lists = { Domain: 'domains.html', Policy: 'policies.html', Metric: 'metrics.html' } as const;

export function siteContext(input: WorkspaceInput): SiteContext {
  const { verdict, index } = input;
  const plans = new Map(input.plans.map((plan) => [plan.id, plan]));
  const bySymphony = groupBy(verdict.diagnostics, (one) => `${one.subject.split('/')[0]} ${one.file}`);
  const failing = severities.slice(0, severities.indexOf(verdict.failOn) + 1);
  const documentHref: SiteContext['documentHref'] = ({ kind, id }) => {
    if (kind === 'Workspace') return 'index.html';
    if (kind !== 'Symphony') return `${lists[kind]}#${id}`;
    return plans.has(id) ? symphonyPage(id) : `symphonies.html#${id}`;
  };
  return {
    ...input,
    title: verdict.workspace.title,
    byCode: groupBy(verdict.diagnostics, (one) => one.code),
    lines: linesOf(input.sourceText),
    fails: (diagnostic) => isOpen(diagnostic) && failing.includes(diagnostic.severity),
    documentHref,
    subjectHref: subjectHrefs(input, plans, documentHref),
    symphonies: index.symphonies.map((summary) => ({
      summary,
      plan: plans.get(summary.id),
      beats: summary.beatCount,
      diagnostics: bySymphony.get(`${summary.id} ${summary.at.file}`) ?? [],
    })),
  };
}

/** A subject names a document, or a movement or beat of a symphony. Of documents with one id the first has the page. */
function subjectHrefs(
  { index }: WorkspaceInput,
  plans: ReadonlyMap<string, PlanEntry>,
  documentHref: SiteContext['documentHref'],
): SiteContext['subjectHref'] {
  const { workspace, domains, symphonies, policies, metrics } = index;
  const documents = new Map<string, Summary>(
    [workspace, ...domains, ...symphonies, ...policies, ...metrics].map((one) => [`${one.id} ${one.at.file}`, one]),
  );
  return ({ subject, file }) => {
    const [id = '', movement, beat] = subject.split('/');
    const document = documents.get(`${id} ${file}`);
    if (!document) return null;
    const page = documentHref(document)!;
    if (document.kind !== 'Symphony' || !plans.has(id)) return page;
    if (!document.movements.some((one) => one.id === movement)) return page;
    return `${page}#${beat === undefined ? `movement-${movement}` : `${movement}/${beat}`}`;
  };
}
