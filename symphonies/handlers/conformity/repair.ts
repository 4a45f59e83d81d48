/** The repairs of a phase: `symphonyc fix` makes and commits them, this looks at what they came to. */
import type { Exec } from '../common/context.ts';
import { type Diagnostic, isViolation, overallScore, readVerdict, standing, type Verdict } from '../common/verdict.ts';
import { codesOf, isUnreadable } from './phases.ts';

/** What `symphonyc fix --format json` says, as far as it matters here. */
interface Fixed {
  readonly phases: readonly {
    readonly phase: string;
    readonly state: 'fixed' | 'undone';
    readonly problem?: string;
    readonly commit?: string;
    readonly files: readonly string[];
    readonly fixed: readonly Repair[];
  }[];
  readonly left: readonly (Pick<Diagnostic, 'code' | 'file' | 'range' | 'message'> & { readonly reason: string })[];
}

export type Repair = {
  readonly code: string;
  readonly file: string;
  readonly message: string;
  readonly title: string;
};

/** What a beat of repair gives back. */
export type Repairs = {
  readonly found: number;
  readonly left: number;
  readonly seconds: number;
  readonly commits: readonly string[];
  readonly fixed: readonly Repair[];
  readonly reasons: readonly { readonly code: string; readonly file: string; readonly reason: string }[];
};

/** What the caller of the pipeline asks for. */
export interface Choices {
  /** Makes the edits, too, that somebody has to look at afterwards. */
  readonly unsafe: boolean;
}

type Wants = (rule: Pick<Diagnostic, 'code' | 'aspect'>) => boolean;

/** Repairs what is wanted and found, in commits. Throws when git or the check that follows took a repair back. */
export async function repair(
  exec: Exec,
  wants: Wants,
  { unsafe }: Choices,
): Promise<{ repairs: Repairs; after: Verdict }> {
  const before = await readVerdict(exec);
  const found = violationsOf(before, wants);
  if (found === 0) return { repairs: nothing, after: before };
  const started = performance.now();
  const { phases, left } = await fix(exec, codesOf(before, wants), unsafe);
  const seconds = (performance.now() - started) / 1000;
  const undone = phases.find(({ state }) => state === 'undone');
  if (undone)
    throw new Error(`the repairs of ${undone.phase} were taken back: ${undone.problem ?? 'no reason is known'}`);
  const after = await readVerdict(exec);
  expectNoWorse(after, standingOf(before), 'the repairs');
  const repairs = {
    found,
    left: violationsOf(after, wants),
    seconds,
    commits: phases.flatMap(({ commit }) => commit ?? []),
    fixed: phases.flatMap((phase) =>
      phase.fixed.map(({ code, file, message, title }) => ({ code, file, message, title })),
    ),
    reasons: left.map(({ code, file, reason }) => ({ code, file, reason })),
  };
  return { repairs, after };
}

const nothing: Repairs = { found: 0, left: 0, seconds: 0, commits: [], fixed: [], reasons: [] };

const violationsOf = (verdict: Verdict, wants: Wants): number =>
  verdict.diagnostics.filter((one) => !one.waived && isViolation(one) && wants(one)).length;

async function fix(exec: Exec, codes: readonly string[], unsafe: boolean): Promise<Fixed> {
  const argv = ['symphonyc', 'fix', '--commit', '--format', 'json', '--code', codes.join(',')];
  if (unsafe) argv.push('--unsafe');
  const { exit, stdout, stderr } = await exec(argv, { allowFailure: true });
  // 1 says that something is left or was taken back; the output tells which.
  if (exit !== 0 && exit !== 1) throw new Error(`\`symphonyc fix\` ended with ${exit}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Fixed;
}

/** What must not become worse: the score, and which files cannot be read (where there are some, the score is 0). */
export interface Standing {
  readonly score: number;
  readonly broken: readonly string[];
}

export function standingOf(verdict: Verdict): Standing {
  const broken = standing(verdict).filter((one) => isViolation(one) && isUnreadable(one));
  return { score: overallScore(verdict), broken: [...new Set(broken.map(({ file }) => file))].sort() };
}

/** Throws when the workspace stands worse than before. */
export function expectNoWorse(verdict: Verdict, before: Standing, since: string): void {
  const { score, broken } = standingOf(verdict);
  if (score < before.score) throw new Error(`after ${since} the workspace scores ${score}; it was ${before.score}`);
  const fresh = broken.filter((file) => !before.broken.includes(file));
  if (fresh.length > 0) throw new Error(`after ${since} not all can be read any more: ${fresh.join(', ')}`);
}

/** Share of the violations that the repairs removed; all, when there was none. */
export const successRate = ({ found, left }: Pick<Repairs, 'found' | 'left'>): number =>
  found === 0 ? 1 : Math.max(0, found - left) / found;

/** Seconds for each repaired violation. */
export const averageFixTime = ({ seconds, fixed }: Repairs): number =>
  fixed.length === 0 ? 0 : seconds / fixed.length;
