/** What the pages about the whole workspace share, found out once. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SymphonySummary } from '../../model/index.ts';
import type { PlanEntry, WorkspaceInput } from '../define.ts';
import { linesOf } from './parts/code-frame.ts';
import { groupBy } from './parts/group.ts';

export interface SiteContext extends WorkspaceInput {
  readonly title: string;
  readonly byCode: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly lines: (file: string) => readonly string[];
  readonly symphonies: readonly SymphonyEntry[];
}

export interface SymphonyEntry {
  readonly summary: SymphonySummary;
  readonly plan: PlanEntry | undefined;
  readonly beats: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function siteContext(input: WorkspaceInput): SiteContext {
  const { verdict, index } = input;
  const plans = new Map(input.plans.map((plan) => [plan.id, plan]));
  const bySymphony = groupBy(verdict.diagnostics, (one) => `${one.subject.split('/')[0]} ${one.file}`);
  return {
    ...input,
    title: verdict.workspace.title,
    byCode: groupBy(verdict.diagnostics, (one) => one.code),
    lines: linesOf(input.sourceText),
    symphonies: index.symphonies.map((summary) => ({
      summary,
      plan: plans.get(summary.id),
      beats: summary.movements.flatMap(({ beats }) => beats).reduce((sum, beat) => sum + beat.count, 0),
      diagnostics: bySymphony.get(`${summary.id} ${summary.at.file}`) ?? [],
    })),
  };
}
