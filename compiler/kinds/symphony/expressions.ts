/** The expressions in a symphony, each with what its variables are. */
import type { ExpressionSite, SymphonyNode } from '../../model/bound.ts';
import type { Beat, Path } from '../../model/document.ts';

/** What a probe looks at. */
const probeSubject = (probe: NonNullable<Beat['probe']>): 'http' | 'file' | 'run' =>
  'http' in probe && probe.http !== undefined ? 'http' : 'file' in probe && probe.file !== undefined ? 'file' : 'run';

export function expressionsOf(symphony: SymphonyNode): ExpressionSite[] {
  const sites: ExpressionSite[] = [];
  const completion = (texts: readonly string[] | undefined, path: Path, subject: string): void => {
    texts?.forEach((text, i) => {
      sites.push({ text, path: [...path, 'completion', i], subject, scope: 'metrics', role: 'completion' });
    });
  };
  const { value, subject } = symphony;
  completion(value.completion, [], subject);
  value.after?.forEach((after, i) => {
    if (after.when !== undefined)
      sites.push({ text: after.when, path: ['after', i, 'when'], subject, scope: 'metrics', role: 'when' });
  });
  for (const movement of symphony.movements) completion(movement.value.completion, movement.path, movement.subject);
  for (const beat of symphony.beats) {
    const { when, probe } = beat.value;
    if (when !== undefined)
      sites.push({ text: when, path: [...beat.path, 'when'], subject: beat.subject, scope: 'inputs', role: 'when' });
    if (probe) {
      const path = [...beat.path, 'probe', 'expect'];
      sites.push({
        text: probe.expect,
        path,
        subject: beat.subject,
        scope: 'probe',
        role: 'expect',
        over: probeSubject(probe),
      });
    }
  }
  return sites;
}
