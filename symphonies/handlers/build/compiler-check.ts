/** What the compiler says about the workspace, asked anew: `symphonyc check`. */
import type { Call } from './context.ts';

export interface Finding {
  readonly code: string;
  readonly severity: 'critical' | 'major' | 'minor' | 'info';
  readonly dimension: string;
  readonly message: string;
  readonly file: string;
  readonly range?: { readonly start: { readonly line: number; readonly column: number } };
  readonly fix?: object | null;
  readonly waived?: unknown;
  readonly baselined?: unknown;
}

export interface Score {
  readonly name: string;
  /** Null when nothing was checked. */
  readonly raw: number | null;
  readonly band: string | null;
  readonly goal?: number;
}

export interface Verdict {
  readonly conforms: boolean;
  readonly summary: { readonly checks: Readonly<Record<string, number>> };
  readonly scores: {
    readonly overall: number | null;
    readonly dimensions: readonly Score[];
    readonly aspects: readonly Score[];
  };
  readonly diagnostics: readonly Finding[];
}

/** Exit code 1 is an answer: there are violations. */
export async function checkWorkspace({ exec }: Pick<Call, 'exec'>): Promise<Verdict> {
  const { exit, stdout, stderr } = await exec(['symphonyc', 'check', '--format', 'json'], { allowFailure: true });
  if (exit > 1) throw new Error(`\`symphonyc check\` ended with ${exit}: ${stderr.trim()}`);
  try {
    return JSON.parse(stdout) as Verdict;
  } catch (error) {
    throw new Error('`symphonyc check` gave no JSON', { cause: error });
  }
}

/** What violates the given dimensions; drafts and waivers do not. */
export const violationsOf = ({ diagnostics }: Verdict, dimensions: readonly string[]): Finding[] =>
  diagnostics.filter(
    ({ dimension, severity, waived, baselined }) =>
      dimensions.includes(dimension) && severity !== 'info' && !waived && !baselined,
  );

/** What stops a build: serious, and nothing that conformity alignment could repair. */
export const isStopping = ({ severity, fix }: Finding): boolean =>
  (severity === 'critical' || severity === 'major') && !fix;

export const sentenceOf = ({ code, message, file, range }: Finding): string =>
  `${file}${range ? `:${range.start.line}:${range.start.column}` : ''}: ${code}: ${message}`;
