/**
 * The three phases of the alignment, and which findings belong to which: as the pipeline's own lists of codes say, else as
 * `symphonyc fix` has it.
 */
import { type Diagnostic, standing, type Verdict } from '../common/verdict.ts';

export type PhaseNumber = 1 | 2 | 3;

export interface Phase {
  readonly number: PhaseNumber;
  /** As the commits of `symphonyc fix` name it. */
  readonly name: 'domains' | 'sequences' | 'handlers';
  readonly title: string;
  readonly aspects: readonly string[];
}

export const phases: Readonly<Record<PhaseNumber, Phase>> = {
  1: {
    number: 1,
    name: 'domains',
    title: 'Domain & Orchestration Alignment',
    aspects: ['input', 'domain', 'manifest', 'policy', 'metric', 'release', 'waiver'],
  },
  2: {
    number: 2,
    name: 'sequences',
    title: 'Sequence Beat Alignment',
    aspects: ['sequence', 'telemetry', 'documentation'],
  },
  3: {
    number: 3,
    name: 'handlers',
    title: 'Handler & BDD Specs Alignment',
    aspects: ['handler', 'dependency', 'bdd'],
  },
};

/** Until these are repaired nothing else is known of a document, so they come first whatever they are about. */
const unreadable: ReadonlySet<string> = new Set([
  'API_VERSION_UNSUPPORTED',
  'DUPLICATE_KEY',
  'SCHEMA_VIOLATION',
  'SECRET_INLINE',
  'UNKNOWN_FIELD',
]);

/** What the pipeline names in a phase other than that of its aspect. */
const named: ReadonlyMap<string, PhaseNumber> = new Map([
  ['CIRCULAR_DEPENDENCY', 1],
  ['HANDLER_NOT_FOUND', 2],
  ['TELEMETRY_NOT_INSTRUMENTED', 3],
  ['BREAKING_CHANGE_DETECTED', 3],
]);

type Coded = Pick<Diagnostic, 'code' | 'aspect'>;

/** Whether a finding keeps a document from being read. */
export const isUnreadable = ({ code, aspect }: Coded): boolean => unreadable.has(code) || aspect === 'input';

export function phaseOf({ code, aspect }: Coded): PhaseNumber {
  if (unreadable.has(code)) return 1;
  const listed = named.get(code);
  if (listed !== undefined) return listed;
  return phases[2].aspects.includes(aspect) ? 2 : phases[3].aspects.includes(aspect) ? 3 : 1;
}

/** What the first repair of phase 1 is about: domains, and documents that can be read. The second repairs the rest. */
export const isDomainAlignment = ({ code, aspect }: Coded): boolean =>
  isUnreadable({ code, aspect }) || code === 'CIRCULAR_DEPENDENCY' || aspect === 'domain';

export const findingsOf = (verdict: Verdict, phase: PhaseNumber): readonly Diagnostic[] =>
  standing(verdict).filter((one) => phaseOf(one) === phase);

/** The codes of a phase that can be found, but those that are all information here: a draft keeps what it still lacks. */
export function codesOf(verdict: Pick<Verdict, 'rules' | 'diagnostics'>, wants: (rule: Coded) => boolean): string[] {
  const all = [...verdict.rules, ...verdict.diagnostics].filter(wants).map(({ code }) => code);
  const found = (info: boolean): Set<string> =>
    new Set(standing(verdict).flatMap(({ code, severity }) => ((severity === 'info') === info ? [code] : [])));
  const violated = found(false);
  const informed = found(true);
  return [...new Set(all)].filter((code) => violated.has(code) || !informed.has(code)).sort();
}
