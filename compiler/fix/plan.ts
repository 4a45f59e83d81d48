/**
 * Which fixes are made, found out without writing anything: the three phases one after the other, each in rounds until
 * nothing more can be repaired. What is tried is checked like any workspace; what makes it worse is left out.
 */
import { digestBytes, digestValue } from '../../runtime/core/digest.ts';
import { compareText } from '../base/text.ts';
import { type Diagnostic, type Fix, severities } from '../model/diagnostic.ts';
import { choose, editsByFile, type FileEdit } from './choose.ts';
import type { Desk, OpenFile, Refusal } from './desk.ts';
import { harmOf } from './harm.ts';
import { applyEdits, compareEdits, fitsIn, replacesSecret, type TextFile, toBytes } from './lines.ts';
import { isReading, type PhasedRule, type PhaseName, phaseNames, phaseOf } from './phases.ts';
import { identityOf, placeOf, type State } from './state.ts';

/** Files as they are after some fixes, by real path. Those that are not in it are as on the disk. */
type Texts = ReadonlyMap<string, TextFile>;

export interface Change {
  readonly file: OpenFile;
  readonly after: Uint8Array;
}

export interface PhasePlan {
  readonly phase: PhaseName;
  readonly fixed: readonly Diagnostic[];
  /** In order of path. */
  readonly changes: readonly Change[];
  readonly before: State;
  readonly after: State;
}

export interface FixPlan {
  readonly phases: readonly PhasePlan[];
  readonly state: State;
  /** All changes of all phases together, in order of path. */
  readonly changed: readonly { readonly file: OpenFile; readonly after: TextFile }[];
  /** Why a finding of the last state keeps its fix to itself. */
  readonly refusalOf: (diagnostic: Diagnostic) => string | undefined;
}

interface PlanRequest {
  readonly rules: readonly PhasedRule[];
  readonly desk: Desk;
  readonly start: State;
  /** Checks the workspace with these files changed. */
  readonly check: (changed: ReadonlyMap<string, Uint8Array>) => Promise<State>;
  readonly wants: (diagnostic: Diagnostic) => boolean;
  /** The phases that may still change something. */
  readonly phases?: readonly PhaseName[];
}

interface Candidate {
  readonly diagnostic: Diagnostic;
  readonly edits: readonly FileEdit[];
  readonly reading: boolean;
}

/** What some fixes would make of the workspace. */
interface Trial {
  readonly state: State;
  readonly texts: Texts;
  /** Findings that are new, and can be repaired. */
  readonly borne: readonly Diagnostic[];
}

/** A phase can make work for one before it; more often than this it is not gone back. */
const maxPasses = 3;

/** A fix can make room for another one as often as this. */
const maxRounds = 50;

/** When something makes it worse, so many parts of a round are tried to find out what. */
const maxTrials = 64;

export async function planFixes(request: PlanRequest): Promise<FixPlan> {
  const planner = new Planner(request);
  const phases: PhasePlan[] = [];
  for (let pass = 0; pass < maxPasses; pass++) {
    const before = phases.length;
    for (const phase of request.phases ?? phaseNames) {
      const plan = await planner.phase(phase);
      if (plan.fixed.length > 0) phases.push(plan);
    }
    if (phases.length === before) break;
  }
  const changed = [...planner.texts].sort(([a], [b]) => compareText(a, b));
  return {
    phases,
    state: planner.state,
    changed: changed.map(([path, after]) => ({ file: request.desk.open(path) as OpenFile, after })),
    refusalOf: (diagnostic) => planner.refusals.get(keyOf(diagnostic)),
  };
}

const keyOf = (diagnostic: Diagnostic): string => `${identityOf(diagnostic)} ${placeOf(diagnostic)}`;

class Planner {
  readonly refusals = new Map<string, string>();
  state: State;
  texts: Texts = new Map();
  readonly #request: PlanRequest;
  readonly #rules: ReadonlyMap<string, PhasedRule>;
  /** Every state that was reached in a phase: none is gone back to. */
  readonly #reached = new Set<string>();
  /** New findings that are to be repaired in their turn. */
  readonly #borne = new Set<string>();
  #patient = true;

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#rules = new Map(request.rules.map((rule) => [rule.code, rule]));
    this.state = request.start;
  }

  /** Repairs a phase. What was borne with on the way must be gone in the end, or it is done again without that. */
  async phase(phase: PhaseName): Promise<PhasePlan> {
    const { state, texts } = this;
    const plan = await this.#rounds(phase);
    if (!this.state.diagnostics.some((one) => this.#borne.has(identityOf(one)))) return plan;
    this.state = state;
    this.texts = texts;
    this.#patient = false;
    const again = await this.#rounds(phase);
    this.#patient = true;
    return again;
  }

  async #rounds(phase: PhaseName): Promise<PhasePlan> {
    const { state: before, texts } = this;
    this.#borne.clear();
    this.#reached.clear();
    this.#reached.add(nameOf(texts));
    const fixed: Diagnostic[] = [];
    let rejected = new Set<string>();
    for (let round = 0; round < maxRounds; round++) {
      const candidates = this.#candidates(phase).filter(({ diagnostic }) => !rejected.has(keyOf(diagnostic)));
      const reading = candidates.filter((candidate) => candidate.reading);
      const { chosen } = choose(reading.length > 0 ? reading : candidates);
      if (chosen.length === 0) break;
      const accepted = await this.#settle(chosen, phase);
      // What was in the way of others may be gone now.
      if (accepted.length > 0) rejected = new Set();
      else for (const { diagnostic } of chosen) rejected.add(keyOf(diagnostic));
      for (const { diagnostic } of accepted) fixed.push(diagnostic);
    }
    return { phase, fixed, changes: this.#changesSince(texts), before, after: this.state };
  }

  #isRepairable(diagnostic: Diagnostic, phase: PhaseName): boolean {
    const rule = this.#rules.get(diagnostic.code);
    return (
      rule !== undefined && phaseOf(rule) === phase && diagnostic.fix !== undefined && this.#request.wants(diagnostic)
    );
  }

  /** What could be repaired in a phase, in order of place. */
  #candidates(phase: PhaseName): Candidate[] {
    return this.state.diagnostics.flatMap((diagnostic) => {
      if (!this.#isRepairable(diagnostic, phase)) return [];
      const edits = this.#resolve(diagnostic.fix!);
      if ('refused' in edits) {
        this.refusals.set(keyOf(diagnostic), edits.refused);
        return [];
      }
      return [{ diagnostic, edits, reading: isReading(this.#rules.get(diagnostic.code)!) }];
    });
  }

  /** The edits of a fix at the real paths of their files, or why they cannot be made. */
  #resolve(fix: Fix): FileEdit[] | Refusal {
    const edits: FileEdit[] = [];
    for (const { file, range, text } of fix.edits) {
      const open = this.#request.desk.open(file);
      if ('refused' in open) return { refused: `\`${file}\`: ${open.refused}` };
      const edit = { path: open.path, range, text };
      const current = this.texts.get(open.path) ?? open.text;
      if (!fitsIn(current, edit)) return { refused: `\`${file}\` is not as it was when it was checked` };
      if (replacesSecret(current, edit)) return { refused: 'it would replace what looks like a secret' };
      edits.push(edit);
    }
    const clash = choose(edits.map((edit) => ({ edits: [edit] }))).waiting.length > 0;
    return clash ? { refused: 'its edits overlap' } : edits;
  }

  /** Makes all of `candidates`, or as many as do not make it worse. Gives those. */
  async #settle(candidates: readonly Candidate[], phase: PhaseName): Promise<Candidate[]> {
    const base = this.texts;
    const accepted: Candidate[] = [];
    let trials = 0;
    const attempt = async (some: readonly Candidate[]): Promise<void> => {
      const tried = await this.#try(base, accepted, some, phase);
      if (typeof tried !== 'string') {
        for (const one of some) accepted.push(one);
        this.state = tried.state;
        this.texts = tried.texts;
        this.#reached.add(nameOf(tried.texts));
        for (const one of tried.borne) this.#borne.add(identityOf(one));
      } else if (some.length === 1 || ++trials > maxTrials) {
        for (const { diagnostic } of some) this.refusals.set(keyOf(diagnostic), tried);
      } else {
        const half = some.length >> 1;
        await attempt(some.slice(0, half));
        await attempt(some.slice(half));
      }
    };
    await attempt([...candidates].sort(byWeight));
    return accepted;
  }

  /** The workspace with `some` added to what was accepted of a round; a sentence when that makes it worse. */
  async #try(
    base: Texts,
    accepted: readonly Candidate[],
    some: readonly Candidate[],
    phase: PhaseName,
  ): Promise<Trial | string> {
    const texts = new Map(base);
    for (const [path, edits] of editsByFile([...accepted, ...some])) {
      const before = base.get(path) ?? (this.#request.desk.open(path) as OpenFile).text;
      texts.set(path, applyEdits(before, edits.sort(compareEdits)));
    }
    if (this.#reached.has(nameOf(texts))) return 'it would undo what another fix did';
    const state = await this.#request.check(bytesOf(texts));
    const borne: Diagnostic[] = [];
    const bears = (found: Diagnostic): boolean => {
      const bearable = this.#patient && this.#isRepairable(found, phase);
      if (bearable) borne.push(found);
      return bearable;
    };
    const diagnostics = some.map(({ diagnostic }) => diagnostic);
    const reading = some.every((candidate) => candidate.reading);
    return harmOf(this.state, state, { diagnostics, reading, bears }) ?? { state, texts, borne };
  }

  #changesSince(before: Texts): Change[] {
    const changed = [...this.texts].filter(([path, text]) => before.get(path) !== text);
    return changed
      .sort(([a], [b]) => compareText(a, b))
      .map(([path, text]) => {
        const file = this.#request.desk.open(path) as OpenFile;
        const earlier = before.get(path);
        return { file: earlier ? { ...file, text: earlier, bytes: toBytes(earlier) } : file, after: toBytes(text) };
      });
  }
}

/** The gravest first: of two that get in each other's way the first is made. */
const byWeight = (a: Candidate, b: Candidate): number =>
  severities.indexOf(a.diagnostic.severity) - severities.indexOf(b.diagnostic.severity) ||
  compareText(a.diagnostic.code, b.diagnostic.code);

const bytesOf = (texts: Texts): Map<string, Uint8Array> =>
  new Map(Array.from(texts, ([path, text]) => [path, toBytes(text)]));

const nameOf = (texts: Texts): string =>
  digestValue(
    [...bytesOf(texts)].map(([path, bytes]) => [path, digestBytes(bytes)]).sort(([a], [b]) => compareText(a!, b!)),
  );
