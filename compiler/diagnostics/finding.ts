/** How phases report: a code with the parameters that its rule's message needs. */
import type { RuleParams } from '../generated/rule-params.ts';
import type { Finding, Place } from '../model/diagnostic.ts';

type PhaseCode = keyof RuleParams;

type Extra = Partial<Pick<Finding, 'subject' | 'related' | 'help' | 'fix' | 'severity'>>;

/** The subject of a finding is its file when nothing nearer is known. */
export function finding<C extends PhaseCode>(code: C, params: RuleParams[C], place: Place, extra: Extra = {}): Finding {
  return {
    code,
    params: params as Finding['params'],
    file: place.file,
    range: place.range,
    subject: place.file,
    ...extra,
  };
}

/** The first character of a file, for what concerns the file as a whole. */
export const fileStart = (file: string): Place => ({
  file,
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
});
