/** Findings that say the same of several places. */
import type { Diagnostic } from '../model/diagnostic.ts';

/** A message without the names in it: what stands between backticks. */
const patternOf = (message: string): string =>
  message.split('`').length % 2 === 0 ? message : message.replace(/`[^`]*`/g, '`…`');

/** Groups of one code, severity, help and pattern of message, groups and members in order of appearance. */
export function alike(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const { code, severity, message, help = '' } = diagnostic;
    const key = JSON.stringify([code, severity, patternOf(message), patternOf(help)]);
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return [...groups.values()];
}
