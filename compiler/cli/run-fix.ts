/** `fix`: finds out in memory what can be repaired, then writes, checks and commits it phase by phase. */
import { nearest } from '../base/text.ts';
import { commitPhase, headOf, openRepository, type Problem, unclean } from '../fix/commit.ts';
import { Desk } from '../fix/desk.ts';
import { harmOf } from '../fix/harm.ts';
import {
  digestNow,
  type Journal,
  type JournalPlace,
  keptRuns,
  markPhase,
  readJournal,
  runFolder,
} from '../fix/journal.ts';
import { overlay } from '../fix/overlay.ts';
import { type PhaseName, phaseNames } from '../fix/phases.ts';
import { type FixPlan, type PhasePlan, planFixes } from '../fix/plan.ts';
import { forgetOldRuns, type Restored, takeBack } from '../fix/restore.ts';
import type { State } from '../fix/state.ts';
import { writePhase } from '../fix/write.ts';
import { isHostError } from '../host/host.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type CliContext, type ExitCode, UsageError } from './define.ts';
import { describeFailure } from './failure.ts';
import { fixChecks } from './fix-checks.ts';
import { patchFor } from './fix-patch.ts';
import { journalPlace, recoverLast, restoredText, withLock } from './fix-place.ts';
import { type Outcome, reportFix } from './fix-report.ts';
import { keepCompiler } from './kept-compiler.ts';
import { registries, remember, runCheck } from './run-check.ts';
import { outOf, type WorkspaceOptions } from './workspace-options.ts';

interface Choices {
  readonly unsafe: boolean;
  readonly dryRun: boolean;
  readonly commit: boolean;
  /** All when undefined. */
  readonly codes?: ReadonlySet<string>;
}

/** Throws UsageError for what is no code. */
export function readCodes(given: readonly string[]): ReadonlySet<string> | undefined {
  const known = registries.rules.map(({ code }) => code);
  const codes = given.map((text) => text.trim().toUpperCase().replaceAll('-', '_')).filter((text) => text !== '');
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    throw new UsageError(
      `there is no code \`${unknown}\``,
      near ? `did you mean ${near}?` : 'see `symphonyc explain` for all codes',
    );
  }
  return given.length === 0 ? undefined : new Set(codes);
}

/** Throws UsageError and HostError. */
export async function runFix(context: CliContext, options: WorkspaceOptions, choices: Choices): Promise<ExitCode> {
  const place = journalPlace(context.host, options);
  const compiler = keepCompiler(context.host);
  const run = new FixRun({ ...context, host: compiler.host }, options, choices, place);
  try {
    return await (choices.dryRun ? run.show() : withLock(place, () => run.fix()));
  } finally {
    compiler.end();
  }
}

class FixRun {
  readonly #context: CliContext;
  readonly #options: WorkspaceOptions;
  readonly #choices: Choices;
  readonly #place: JournalPlace;
  readonly #check: ReturnType<typeof fixChecks>;
  readonly #notes: string[] = [];

  constructor(context: CliContext, options: WorkspaceOptions, choices: Choices, place: JournalPlace) {
    this.#context = context;
    this.#options = options;
    this.#choices = choices;
    this.#place = place;
    this.#check = fixChecks(context, options, registries);
  }

  /** Prints what would be done. */
  async show(): Promise<ExitCode> {
    const plan = await this.#plan(await this.#check(this.#context.host));
    const outcomes = plan.phases.map((phase): Outcome => ({ plan: phase, state: 'fixed' }));
    const { patch, hidden } = patchFor(this.#place, plan);
    for (const path of hidden)
      this.#notes.push(`the patch leaves out \`${path}\`: beside an edit there is what looks like a secret`);
    return this.#report(plan.state, plan, outcomes, patch);
  }

  async fix(): Promise<ExitCode> {
    const died = recoverLast(this.#place);
    if (died) {
      const what =
        died.what === 'fix'
          ? 'a fix was interrupted, and its last phase was taken back'
          : 'an interrupted undo was finished';
      this.#notes.push([what, ...restoredText(died.back)].join('; '));
    }
    let plan = await this.#plan(await this.#check(this.#context.host));
    this.#refuseUnclean(plan);
    const outcomes: Outcome[] = [];
    let journal: Journal = { version: 1, run: (keptRuns(this.#place)[0] ?? 0) + 1, state: 'open', phases: [] };
    for (let queue = [...plan.phases]; queue.length > 0; ) {
      const next = queue.shift()!;
      const outcome = await this.#perform(journal, next);
      outcomes.push(outcome);
      if (outcome.state === 'fixed') {
        journal = outcome.journal!;
        continue;
      }
      // What comes after was planned on what is gone now.
      const later = phaseNames.slice(phaseNames.indexOf(next.phase) + 1);
      plan = await this.#plan(await this.#check(this.#context.host), later);
      queue = [...plan.phases];
    }
    forgetOldRuns(this.#place);
    if (outcomes.length === 0) return this.#report(plan.state, plan, outcomes);
    const run = await runCheck(this.#context, this.#options);
    if (!('verdict' in run.result)) return this.#report(plan.state, plan, outcomes);
    const { verdict } = run.result;
    remember(this.#options, run, verdict);
    return this.#report({ diagnostics: verdict.diagnostics, verdict, digests: new Map() }, plan, outcomes);
  }

  #plan(start: State, phases?: readonly PhaseName[]): Promise<FixPlan> {
    const { host } = this.#context;
    const desk = new Desk(host, this.#options.root, outOf(this.#options), start.digests);
    const check = (changed: ReadonlyMap<string, Uint8Array>) => this.#check(overlay(host, desk, changed));
    return planFixes({ rules: registries.rules, desk, start, check, wants: (one) => this.#wants(one), phases });
  }

  /** What a draft still lacks is made only for who asks for it. */
  #wants({ code, fix, severity, waived }: Diagnostic): boolean {
    const { unsafe, codes } = this.#choices;
    if (waived || (!unsafe && fix?.safe !== true)) return false;
    return codes === undefined ? severity !== 'info' : codes.has(code);
  }

  /** Throws UsageError when a commit would take in what somebody else changed. */
  #refuseUnclean({ phases }: FixPlan): void {
    const found = this.#uncleanIn(phases);
    if (found === undefined) return;
    throw new UsageError(`${found.problem}; nothing was written`, found.help);
  }

  /** Why phases cannot be committed: the files of somebody else's changes, or what git says. */
  #uncleanIn(phases: readonly PhasePlan[]): Problem | undefined {
    if (!this.#choices.commit) return undefined;
    const repository = openRepository(this.#place);
    if ('problem' in repository) return repository;
    const files = phases.flatMap(({ changes }) => changes).filter(({ file }) => file.bytes);
    const paths = [...new Set(files.map(({ file }) => file.path))];
    const found = unclean(this.#place, repository.prefix, paths);
    if ('problem' in found) return found;
    const [first, ...others] = found;
    if (first === undefined) return undefined;
    const more = others.length === 0 ? '' : ` and ${others.map((path) => `\`${path}\``).join(', ')}`;
    return {
      problem: `\`${first}\`${more} would be fixed and hold changes that are not committed`,
      help: 'commit or stash them first, or leave `--commit` out',
    };
  }

  /** Writes a phase, checks it again and commits it; takes it back when any of this fails. */
  async #perform(journal: Journal, plan: PhasePlan): Promise<Outcome> {
    const from = journal.phases.length;
    try {
      // Somebody may have edited them since, also before the phase was planned anew.
      const refused = this.#uncleanIn([plan]);
      if (refused) return this.#undone(plan, journal, from, refused.problem);
      const written = writePhase(this.#place, journal, plan);
      if ('changed' in written)
        return this.#undone(plan, journal, from, `\`${written.changed}\` changed while it was being fixed; fix again`);
      const now = await this.#check(this.#context.host);
      const harm = harmOf(plan.after, now, { diagnostics: [], reading: false });
      if (harm !== undefined) return this.#undone(plan, journal, from, harm);
      if (!this.#choices.commit)
        return { plan, state: 'fixed', journal: markPhase(this.#place, written, { state: 'done' }) };
      const committed = this.#commit(written, plan);
      return 'state' in committed ? committed : this.#undone(plan, journal, from, committed.problem, true);
    } catch (error) {
      if (!isHostError(error)) throw error;
      const { text } = describeFailure(error);
      return this.#undone(plan, journal, from, text.replace(/^error: /, '').trimEnd());
    }
  }

  #commit(written: Journal, plan: PhasePlan): Outcome | Problem {
    const place = this.#place;
    const begun = markPhase(place, written, { state: 'committing', head: headOf(place) });
    const result = commitPhase(place, begun, plan);
    if ('problem' in result) return result;
    // A hook may have had the last word.
    const entries = begun.phases
      .at(-1)!
      .entries.map((entry) => ({ ...entry, after: digestNow(place, entry.path) ?? entry.after }));
    return {
      plan,
      state: 'fixed',
      commit: result.commit,
      journal: markPhase(place, begun, { state: 'done', entries }),
    };
  }

  #undone(plan: PhasePlan, { run }: Journal, from: number, problem: string, force = false): Outcome {
    const place = this.#place;
    const journal = readJournal(place, run);
    let back: Restored | undefined;
    try {
      if (journal && journal !== 'foreign' && journal.phases.length > from)
        back = takeBack(place, journal, from, force);
      else if (from === 0) place.host.remove(runFolder(place, run));
    } catch (error) {
      if (!isHostError(error)) throw error;
      const help = 'the old bytes are safe: once files can be written again, `symphonyc fix --undo` restores them';
      throw new UsageError(`${problem}; and what was written could not be taken back`, help);
    }
    return { plan, state: 'undone', problem, back };
  }

  #report(state: State, plan: FixPlan, outcomes: readonly Outcome[], patch?: string): Promise<ExitCode> {
    const { codes } = this.#choices;
    const left = state.diagnostics.filter(({ code }) => codes === undefined || codes.has(code));
    return reportFix(this.#context, this.#options, {
      outcomes,
      left: left.map((diagnostic) => ({ diagnostic, reason: reasonOf(diagnostic, this.#choices, plan) })),
      state,
      notes: this.#notes,
      patch,
    });
  }
}

function reasonOf(diagnostic: Diagnostic, { unsafe, codes }: Choices, plan: FixPlan): string {
  if (!diagnostic.fix) return 'no edit is known for it';
  if (diagnostic.waived) return 'it is waived';
  if (!diagnostic.fix.safe && !unsafe) return 'its edit is to be looked at: `--unsafe` makes it';
  if (!codes && diagnostic.severity === 'info') return `it is information: \`--code ${diagnostic.code}\` repairs it`;
  return plan.refusalOf(diagnostic) ?? 'its phase was taken back';
}
