/** Findings by dimension, each with its place. */

import { code, message, place, text } from '../../base/markdown.ts';
import { compareText, plural } from '../../base/text.ts';
import { waiverText } from '../../base/waiver-text.ts';
import { type Diagnostic, dimensions, severities } from '../../model/diagnostic.ts';

/** `3 findings: 1 critical and 2 minor`, and a list for each dimension. */
export function findings(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'No findings.\n';
  const counts = severities
    .map((severity) => [severity, diagnostics.filter((diagnostic) => diagnostic.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  const lists = (['input', ...dimensions] as const).flatMap((dimension) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.dimension === dimension);
    return found.length === 0 ? [] : [`### ${dimension}: ${found.length}\n\n${alike(found).map(group).join('')}`];
  });
  return [`${plural(diagnostics.length, 'finding')}: ${counts.join(' + ')}.\n`, ...lists].join('\n');
}

/** Those that share severity, code and help, worst first. */
function alike(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = JSON.stringify([severities.indexOf(diagnostic.severity), diagnostic.code, diagnostic.help ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), diagnostic]);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, found]) => found);
}

function group(diagnostics: readonly Diagnostic[]): string {
  const { severity, code: rule, help } = diagnostics[0]!;
  const head = `- **${severity}** ${code(rule)}: ${diagnostics.length}`;
  return `${help === undefined ? head : `${head}. Help: ${message(help)}`}\n${diagnostics.map(item).join('')}`;
}

function item(diagnostic: Diagnostic): string {
  const { waiver, baselined, fix, related } = diagnostic;
  const mark = waiver ? ` (waived ${text(waiverText(waiver))})` : baselined ? ' (known from the baseline)' : '';
  const notes = [
    ...related.map((one) => `    - ${place(one)}: ${message(one.message)}\n`),
    ...(fix === undefined
      ? []
      : [`    - Suggested edit${fix.safe ? '' : ' (look at it first)'}: ${message(fix.title)}\n`]),
  ];
  return `  - ${place(diagnostic)}: ${message(diagnostic.message)}${mark}\n${notes.join('')}`;
}
