/** Lowers every symphony, those that others perform first, except where the last plan still holds. */
import { analyseSymphony } from '../analyse/index.ts';
import { missingTarget } from '../base/handler-target.ts';
import { planDigest } from '../base/plan-bytes.ts';
import { bindDocument } from '../bind/index.ts';
import { isCurrent, trackLookup } from '../cache/track.ts';
import type { DocumentUnit } from '../cache/units.ts';
import type { Plan } from '../generated/types/plan.ts';
import { lowerSymphony } from '../lower/index.ts';
import type { BoundDocument, HandlerReference } from '../model/bound.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Summary, SymphonySummary } from '../model/index.ts';
import type { Checked } from './checked.ts';
import { kindOf, type Registries } from './registries.ts';

export interface Lowered {
  readonly id: string;
  /** Of its document: another one may have the same id. */
  readonly summary: SymphonySummary;
  /** Of the plan as written, even when it is not runnable. */
  readonly digest: string;
  readonly steps: number;
  readonly criticalMs: number;
  /**
   * False while the symphony has a critical violation, fields of which one can only guess what they mean, masks in place
   * of secrets or, unless it is a draft, handlers that do not exist: such a plan is shown, but not written and not performed.
   */
  readonly runnable: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly unit: NonNullable<DocumentUnit['plan']>;
  readonly plan: () => Promise<Plan>;
}

export async function lowerAll(checked: Checked, registries: Registries): Promise<ReadonlyMap<string, Lowered>> {
  const lowered = new Map<string, Lowered>();
  const known = knownPlans(checked);
  const ofSymphony = diagnosticsBySymphony(checked);
  for (const summary of performedFirst(checked.index.symphonies)) {
    const diagnostics = ofSymphony.get(summary.id) ?? [];
    lowered.set(summary.id, await lowerOne(checked, registries, summary, diagnostics, lowered, known.get(summary)));
  }
  return new Map([...lowered].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function lowerOne(
  checked: Checked,
  registries: Registries,
  summary: SymphonySummary,
  diagnostics: readonly Diagnostic[],
  lowered: ReadonlyMap<string, Lowered>,
  known: DocumentUnit['plan'],
): Promise<Lowered> {
  const digestOf = (id: string): string | null => {
    const performed = lowered.get(id);
    return performed?.runnable ? performed.digest : null;
  };
  const base = { id: summary.id, summary, diagnostics };
  const masked = summary.masked || checked.workspace.source.masked;
  const sound = !summary.guessed && !masked && !diagnostics.some((diagnostic) => diagnostic.severity === 'critical');
  // What a draft does not have yet, `run` asks for by its name.
  const runnable = (unit: Lowered['unit']): boolean => sound && !(unit.unresolved && summary.status !== 'draft');
  const make = async (): Promise<{ plan: Plan; unit: Lowered['unit'] }> => {
    const { lookup, dependencies } = trackLookup(checked.index.lookup);
    const document = await documentOf(checked, summary);
    const bound = bindDocument(document, kindOf('Symphony', registries), lookup);
    const symphony = bound.symphony!;
    const analysis = analyseSymphony(symphony, lookup);
    const plan = lowerSymphony({ bound, symphony, analysis, planDigest: digestOf });
    const unit = {
      dependencies: dependencies(),
      plans: plan.plans,
      digest: planDigest(plan),
      steps: plan.steps,
      criticalMs: plan.criticalMs,
      unresolved: bound.subjects.handler.some((reference) => leadsNowhere(reference, bound)),
    };
    return { plan, unit };
  };
  const current =
    known &&
    isCurrent(checked.index.lookup, known.dependencies) &&
    Object.entries(known.plans).every(([id, digest]) => digestOf(id) === digest);
  if (current)
    return {
      ...base,
      runnable: runnable(known),
      digest: known.digest,
      steps: known.steps,
      criticalMs: known.criticalMs,
      unit: known,
      plan: async () => (await make()).plan,
    };
  const { plan, unit } = await make();
  return {
    ...base,
    runnable: runnable(unit),
    digest: unit.digest,
    steps: unit.steps,
    criticalMs: unit.criticalMs,
    unit,
    plan: async () => plan,
  };
}

/** True when no function or several are meant. */
const leadsNowhere = (reference: HandlerReference, bound: BoundDocument): boolean =>
  missingTarget(reference, bound) !== undefined ||
  (reference.moduleName === undefined && reference.exporters.length !== 1);

/** Symphonies that are performed before those that perform them; those in a circle last, by id. */
function performedFirst(symphonies: readonly SymphonySummary[]): SymphonySummary[] {
  const byId = new Map(symphonies.map((summary) => [summary.id, summary]));
  const ordered = new Set<SymphonySummary>();
  const open = new Set<SymphonySummary>();
  const stack: { readonly summary: SymphonySummary; performs: number }[] = [];
  const enter = (summary: SymphonySummary | undefined): void => {
    if (!summary || ordered.has(summary) || open.has(summary)) return;
    open.add(summary);
    stack.push({ summary, performs: 0 });
  };
  for (const symphony of symphonies) {
    enter(symphony);
    // Not by recursion: a chain can be as long as there are symphonies.
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.summary.performs[top.performs++];
      if (next) enter(byId.get(next.name));
      else {
        open.delete(top.summary);
        ordered.add(top.summary);
        stack.pop();
      }
    }
  }
  return [...ordered];
}

async function documentOf({ documents, units }: Checked, summary: SymphonySummary) {
  const { file } = summary.at;
  const place = units.get(file)!.documents.findIndex((unit) => unit.summary === summary);
  return (await documents(file))[place]!;
}

function knownPlans({ units }: Checked): ReadonlyMap<Summary, DocumentUnit['plan']> {
  const documents = [...units.values()].flatMap((unit) => unit.documents);
  return new Map(documents.map((unit) => [unit.summary, unit.plan]));
}

/**
 * Diagnostics are about a symphony when they stand in its document and name it, or a part of it, as their subject; what
 * is wrong with a handler module is about every symphony that uses it.
 */
function diagnosticsBySymphony({ verdict, index, units }: Checked): Map<string, Diagnostic[]> {
  const files = new Map(index.symphonies.map((summary) => [summary.id, summary.at.file]));
  const grouped = new Map<string, Diagnostic[]>();
  const modules = new Map(
    verdict.diagnostics.filter(({ code }) => code === 'HANDLER_MODULE_UNUSABLE').map((one) => [one.subject, one]),
  );
  for (const { id, modules: used = [] } of modules.size > 0 ? index.symphonies : []) {
    grouped.set(
      id,
      used.flatMap((alias) => modules.get(`handlers/${alias}`) ?? []),
    );
  }
  for (const diagnostic of verdict.diagnostics) {
    const id = diagnostic.subject.split('/')[0]!;
    if (files.get(id) !== diagnostic.file || documentAt(units, diagnostic)?.kind !== 'Symphony') continue;
    const group = grouped.get(id) ?? [];
    grouped.set(id, group);
    group.push(diagnostic);
  }
  return grouped;
}

/** The last document of the file that begins at or above the place. */
function documentAt(units: Checked['units'], { file, range }: Diagnostic): Summary | undefined {
  const summaries = units.get(file)?.documents.map(({ summary }) => summary) ?? [];
  return summaries.filter(({ line, at }) => (line ?? at.range.start.line) <= range.start.line).at(-1) ?? summaries[0];
}
