/** The part of the report about each symphony, and about what belongs to none. */

import { code, table, text } from '../../base/markdown.ts';
import { plural } from '../../base/text.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { MovementOutline, SymphonySummary } from '../../model/index.ts';
import type { Verdict } from '../../model/verdict.ts';
import { findings } from './findings.ts';

interface Section {
  /** The symphony; undefined for everything else. */
  readonly symphony?: SymphonySummary;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Every diagnostic is in exactly one section: in that of a symphony when it stands in its file and names it, or a part
 * of it, as its subject; else in the last.
 */
export function sectionsOf(symphonies: readonly SymphonySummary[], verdict: Verdict): Section[] {
  const groups = new Map(symphonies.map((symphony) => [symphony.id, [] as Diagnostic[]]));
  const files = new Map(symphonies.map(({ id, at }) => [id, at.file]));
  const others: Diagnostic[] = [];
  for (const diagnostic of verdict.diagnostics) {
    const id = diagnostic.subject.split('/')[0] ?? '';
    const group = files.get(id) === diagnostic.file ? groups.get(id) : undefined;
    (group ?? others).push(diagnostic);
  }
  return [
    ...symphonies.map((symphony) => ({ symphony, diagnostics: groups.get(symphony.id) ?? [] })),
    { diagnostics: others },
  ];
}

export function section({ symphony, diagnostics }: Section): string {
  if (!symphony) return `## Everything else\n\n${findings(diagnostics)}`;
  const { id, title, status, domain, purpose, movements } = symphony;
  const facts = `${code(id)} (${status}) in the domain ${code(domain.name)}: ${plural(movements.length, 'movement')}, ${plural(beatsOf(movements), 'beat')}.`;
  return [
    `## ${text(title)}\n`,
    `${markerOf(id)}\n`,
    `${facts}${purpose === '' ? '' : ` ${text(purpose)}`}\n`,
    table(['Movement', 'Beats', 'Purpose'], movements.map(movementRow)),
    findings(diagnostics),
  ].join('\n');
}

const movementRow = (movement: MovementOutline): string[] => [
  text(movement.title),
  String(beatsOf([movement])),
  text(movement.purpose),
];

const beatsOf = (movements: readonly MovementOutline[]): number =>
  movements.flatMap((movement) => movement.beats).reduce((sum, beat) => sum + beat.count, 0);

/** Titles may repeat; this names the section. Documents cannot write it, since no `<` of theirs stays one. */
const markerOf = (id: string): string => `<!-- symphony: ${id} -->`;

/** The section of one symphony in the text of a report; undefined when there is none. */
export function findSection(report: string, id: string): string | undefined {
  const marker = report.indexOf(`\n${markerOf(id)}\n`);
  if (marker === -1) return undefined;
  const start = report.lastIndexOf('\n## ', marker) + 1;
  const end = report.indexOf('\n## ', marker);
  return report.slice(start, end === -1 ? report.length : end);
}
