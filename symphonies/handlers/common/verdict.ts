/** The verdict of `symphonyc check` on the workspace as it is now. Its format: see `symphonyc check --format json`. */
import type { Exec } from './context.ts';

export type Severity = 'critical' | 'major' | 'minor' | 'info';
export const severities: readonly Severity[] = ['critical', 'major', 'minor', 'info'];

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly dimension: string;
  readonly aspect: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
  readonly subject: string;
  readonly help?: string;
  readonly waived: boolean;
}

export interface Score {
  readonly name: string;
  readonly raw: number | null;
  readonly waived: number | null;
  readonly band: string | null;
  readonly goal?: number;
  readonly toNextBand?: readonly { readonly code: string; readonly gain: number }[];
}

export interface Verdict {
  readonly conforms: boolean;
  readonly failOn: Severity;
  readonly summary: {
    readonly severities: Readonly<Record<Severity, number>>;
    readonly documents: Readonly<Record<string, number>>;
    readonly symphonies: readonly { readonly id: string; readonly movements: number; readonly beats: number }[];
  };
  readonly scores: {
    readonly overall: number | null;
    readonly dimensions: readonly Score[];
    readonly aspects: readonly Score[];
  };
  readonly rules: readonly { readonly code: string; readonly dimension: string; readonly aspect: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the workspace. Throws when it cannot be checked at all. */
export async function readVerdict(exec: Exec): Promise<Verdict> {
  const { exit, stdout, stderr } = await exec(['symphonyc', 'check', '--format', 'json'], { allowFailure: true });
  // 1 says that there are violations; what they are is in the verdict.
  if (exit !== 0 && exit !== 1) throw new Error(`\`symphonyc check\` ended with ${exit}: ${stderr.trim()}`);
  const read = JSON.parse(stdout) as Verdict | { readonly diagnostics: readonly Diagnostic[] };
  if (!('scores' in read)) throw new Error('symphony.yaml cannot be used; `symphonyc check` says why');
  return read;
}

/** What counts: what a waiver lets pass for now does not. */
export const standing = ({ diagnostics }: Pick<Verdict, 'diagnostics'>): readonly Diagnostic[] =>
  diagnostics.filter(({ waived }) => !waived);

/** What asks for a repair. Information, such as what a draft still lacks, does not. */
export const isViolation = ({ severity }: Diagnostic): boolean => severity !== 'info';

/**
 * The score of an aspect with what is waived let pass; 1 when there was nothing of it to check, since nothing of it can
 * be out of line then.
 */
export function aspectScore({ scores }: Verdict, name: string): number {
  return scores.aspects.find((aspect) => aspect.name === name)?.waived ?? 1;
}

/** Compliance of the whole workspace; nothing that is waived counts as kept. */
export function overallScore({ scores }: Verdict): number {
  if (scores.overall === null) throw new Error('nothing in the workspace could be checked, so there is no score');
  return scores.overall;
}

export const place = ({ file, range: { start } }: Pick<Diagnostic, 'file' | 'range'>): string =>
  `${file}:${start.line}:${start.column}`;
