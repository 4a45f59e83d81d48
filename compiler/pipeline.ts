/**
 * The nine phases, composed: load → parse → validate → bind → analyse → check → lower → emit → seal.
 *
 * `check` runs the first six over the workspace, keeping what was found out about every unchanged document; `build` goes
 * on to the last three. Phases do not know one another; what they need of kinds, rules and targets is given to them here.
 */
import { digestValue } from '../runtime/core/digest.ts';
import { analyseWorkspace } from './analyse/index.ts';
import { joinPath } from './base/path.ts';
import { indexWorkspace } from './bind/index.ts';
import type { CheckSession } from './cache/session.ts';
import { checkWorkspace, scoreVerdict, unknownTargets, weakenedSeverities } from './check/index.ts';
import { collect } from './diagnostics/collect.ts';
import { type EmitResult, emit } from './emit/index.ts';
import { load } from './load/index.ts';
import type { KeptArtifact } from './model/artifact.ts';
import type { Comparison } from './model/change.ts';
import type { Lookup, WorkspaceSummary } from './model/index.ts';
import { addTallies } from './model/tally.ts';
import type { RevisionProblem } from './revision/define.ts';
import { type Lowered, lowerAll } from './stages/back-end.ts';
import type { Checked } from './stages/checked.ts';
import { frontEnd } from './stages/front-end.ts';
import { existence } from './stages/inputs.ts';
import { library } from './stages/library.ts';
import { checkUnits, outputTally, readingTallies } from './stages/middle-end.ts';
import { openWorkspace, type Unreadable } from './stages/open-workspace.ts';
import type { ReadWorkspace } from './stages/read.ts';
import { readHandlerModules, readLinks, readPages, readWorkspacePackages } from './stages/read-references.ts';
import type { Registries } from './stages/registries.ts';
import { openSetAside, waiveFindings, withBaseline } from './stages/set-aside.ts';
import { openSignatures } from './stages/signatures.ts';
import { unreadDocuments, unreadFiles } from './stages/unread.ts';
import { composeVerdict } from './stages/verdict.ts';
import type { Target } from './targets/define.ts';

export type { Checked, Registries, Unreadable };

export async function check(session: CheckSession, registries: Registries): Promise<Checked | Unreadable> {
  const read = await readWorkspace(session, registries);
  if (!('index' in read)) return read;
  const { opened, sources, front, index } = read;
  const { document: workspace, off } = opened;
  const { rules } = registries;

  const earlier = await readRevisions(session, registries, read);
  if ('problem' in earlier) return { findings: [], revision: earlier };
  const { comparison } = earlier;
  const units = await checkUnits(session, registries, front, index, off, read.signatures);
  const unasked = read.signatures.close();
  const whole = checkWorkspace(index, { ...analyseWorkspace(index), comparison }, rules, off);

  const passing = await openSetAside(session, rules, units);
  const mismatches = session.compareOutput?.([opened.file, ...sources.files, ...session.noted()]);

  const all = [...units.values()];
  const results = all.flatMap((unit) => unit.documents.flatMap((document) => document.result ?? []));
  const findings = [
    ...opened.findings,
    ...sources.findings,
    ...weakenedSeverities(workspace, rules),
    ...unknownTargets(workspace, registries.targets),
    ...all.flatMap((unit) => unit.findings),
    ...results.flatMap((result) => result.findings),
    ...whole.findings,
    ...(mismatches ?? []),
    ...unasked,
  ];
  const incomplete = unreadFiles(findings, rules);
  const aside = waiveFindings(passing, session.asOf, {
    findings,
    parts: [...results.map((result) => result.findings), whole.findings],
    tallies: addTallies([
      ...results.map((result) => result.tallies),
      whole.tallies,
      readingTallies(units, opened.findings, index),
      mismatches ? outputTally(mismatches) : {},
    ]),
    unread: incomplete.length > 0,
  });
  const { tallies, waivedChecks: waived, asOf } = aside;
  const { diagnostics, baseline } = withBaseline(passing, rules, (more) =>
    collect([...findings, ...aside.findings, ...more], rules, workspace.value.severities ?? {}, aside.waived),
  );
  const goals = workspace.value.goals ?? {};
  const scores = scoreVerdict(rules, { tallies, waived, diagnostics, off, goals, unread: incomplete.length });
  const verdict = composeVerdict({
    session,
    workspace: workspace.value,
    index,
    sources,
    units,
    incomplete,
    tallies,
    diagnostics,
    scores,
    comparison,
    touched: earlier.touched?.(units),
    waived,
    asOf,
    baseline,
  });
  const secretive = new Set(
    [...findings, ...aside.findings].filter(({ code }) => code === 'SECRET_INLINE').map(({ file }) => file),
  );
  return {
    verdict,
    index,
    workspace,
    workspaceFile: opened.file,
    sources,
    units,
    secretive,
    documents: front.documents,
  };
}

/** Load, parse, validate and bind: all that there is to know before anything is checked. `answered`: instead of TypeScript. */
async function readWorkspace(
  session: CheckSession,
  registries: Registries,
  answered?: Lookup['signature'],
): Promise<ReadWorkspace | Unreadable> {
  const { host, root } = session;
  const opened = await openWorkspace(session, registries);
  if (!('document' in opened)) return opened;
  const { document: workspace, patterns } = opened;
  const sources = load({ host, root, patterns, ignore: [session.out], known: session.knownDigest });
  const front = await frontEnd(session, registries, opened, sources);
  const { modules, code } = await readHandlerModules(session, workspace);
  const signatures = openSignatures(session, modules);
  const index = indexWorkspace({
    workspace: front.summaries[0] as WorkspaceSummary,
    summaries: front.summaries,
    modules,
    code,
    packages: await readWorkspacePackages(session),
    pages: readPages(session, workspace),
    linked: await readLinks(session, front.summaries),
    fileExists: existence(session),
    signature: answered ?? signatures.answer,
    unread: unreadDocuments(front.units, sources.findings),
    library,
  });
  return { opened, sources, front, index, signatures };
}

/** What the revisions say that somebody asked about, if any; the rest of the program for that is loaded only then. */
async function readRevisions(
  session: CheckSession,
  registries: Registries,
  now: ReadWorkspace,
): Promise<Revisions | RevisionProblem> {
  const { against, since, root } = session;
  if (!against && !since) return {};
  const { compareWith, readRevision, touchedSince } = await import('./stages/compare.ts');
  const revised = against && (await readRevision(session, registries, now, against, readWorkspace));
  if (revised && 'problem' in revised) return revised;
  const same = since !== undefined && since.commit === against?.commit;
  const older = same ? revised : since && (await readRevision(session, registries, now, since, readWorkspace));
  if (older && 'problem' in older) return older;
  const exists = (path: string): boolean => session.host.stat(joinPath(root, path)) !== undefined;
  return {
    ...(revised && { comparison: await compareWith(against!, revised, now, registries, exists) }),
    ...(older && { touched: (units) => touchedSince(session, since!, older, now, units) }),
  };
}

interface Revisions {
  readonly comparison?: Comparison;
  /** The files that something since a revision touches. */
  readonly touched?: (units: Checked['units']) => ReadonlySet<string>;
}

/** What a build makes of a checked workspace, before it is sealed and written. */
export interface Built extends EmitResult {
  readonly checked: Checked;
  readonly plans: ReadonlyMap<string, Lowered>;
}

export interface BuildRequest {
  readonly targets: readonly Target[];
  readonly kept: (key: string) => readonly KeptArtifact[] | undefined;
  readonly sourceText: (file: string) => string | undefined;
}

/** Lowers and emits. Sealing follows in `seal/`, once the caller has a key; writing in `publish/`. */
export async function build(checked: Checked, registries: Registries, request: BuildRequest): Promise<Built> {
  const plans = await lowerAll(checked, registries);
  const workspaceTitle = checked.workspace.value.title;
  const symphonies = [...plans.values()].map(({ id, digest, runnable, diagnostics, plan }) => ({
    id,
    key: digestValue([digest, runnable, diagnostics, workspaceTitle]),
    input: async () => ({ plan: await plan(), planDigest: digest, runnable, diagnostics, workspaceTitle }),
  }));
  const emitted = await emit({
    targets: request.targets,
    symphonies,
    workspace: {
      index: checked.index,
      plans: [...plans.values()].map(({ id, digest, steps, criticalMs, runnable }) => ({
        id,
        digest,
        steps,
        criticalMs,
        runnable,
      })),
      verdict: checked.verdict,
      codes: registries.rules,
      sourceText: request.sourceText,
    },
    kept: request.kept,
  });
  return { checked, plans, ...emitted };
}
