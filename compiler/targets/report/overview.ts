/** The head of the report: the verdict, and counts that add up. */

import { code, table, text } from '../../base/markdown.ts';
import { isOpen } from '../../base/open.ts';
import { list, plural } from '../../base/text.ts';
import { type Diagnostic, dimensions, severities } from '../../model/diagnostic.ts';
import type { Verdict } from '../../model/verdict.ts';

export function overview(verdict: Verdict): string {
  return [
    `# ${text(verdict.workspace.title)}: conformity\n`,
    `${conclusion(verdict)}\n`,
    table(['What', 'Counts'], facts(verdict)),
    '## Findings by dimension\n',
    findingsTable(verdict.diagnostics),
  ].join('\n');
}

function conclusion({ conforms, failOn, diagnostics }: Verdict): string {
  const counting = severities.slice(0, severities.indexOf(failOn) + 1);
  const limit = counting.length === 1 ? `Only \`${failOn}\` fails a build.` : `\`${failOn}\` and worse fail a build.`;
  if (conforms) return `**The workspace conforms.** ${limit}`;
  const open = diagnostics.filter(isOpen);
  const counts = counting.flatMap((severity) => {
    const count = open.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const total = open.filter((diagnostic) => counting.includes(diagnostic.severity)).length;
  return `**The workspace does not conform:** ${list(counts)} ${total === 1 ? 'violation' : 'violations'}. ${limit}`;
}

function facts({ summary, files, asOf, tool, ruleset, diagnostics }: Verdict): string[][] {
  const { checks } = summary;
  const documents = Object.entries(summary.documents).filter(([, count]) => count > 0);
  const beats = summary.symphonies.reduce((sum, symphony) => sum + symphony.beats, 0);
  const movements = summary.symphonies.reduce((sum, symphony) => sum + symphony.movements, 0);
  const bySeverity = severities.map((severity) => `${summary.severities[severity]} ${severity}`);
  return [
    ['Files', `${files.seen} seen = ${files.compiled} compiled + ${files.skipped.length} skipped`],
    ['Documents', documents.map(([kind, count]) => `${text(kind)} ${count}`).join(', ')],
    ['Content', `${plural(movements, 'movement')}, ${plural(beats, 'beat')}`],
    [
      'Checks',
      `${checks.made} made = ${checks.passed} passed + ${checks.failed} failed + ${checks.waived} waived + ${checks.notEvaluated} not evaluated`,
    ],
    ...(summary.baseline
      ? [['Baseline', `${summary.baseline.known} known + ${summary.baseline.gone} gone since it was recorded`]]
      : []),
    ['Findings', `${diagnostics.length} = ${bySeverity.join(' + ')}`],
    ...(asOf === undefined ? [] : [['Judged as of', text(asOf)]]),
    ['Compiler', `symphonyc ${text(tool)}`],
    ['Rule set', code(ruleset)],
  ];
}

function findingsTable(diagnostics: readonly Diagnostic[]): string {
  const row = (name: string, found: readonly Diagnostic[]): string[] => [
    name,
    ...severities.map((severity) => String(found.filter((one) => one.severity === severity).length)),
    String(found.length),
    String(found.filter((one) => one.waived).length),
  ];
  const rows = (['input', ...dimensions] as const).map((dimension) =>
    row(
      dimension,
      diagnostics.filter((diagnostic) => diagnostic.dimension === dimension),
    ),
  );
  const head = ['Dimension', ...severities, 'all', 'waived'];
  return table(head, [...rows, row('**all**', diagnostics)], true);
}
