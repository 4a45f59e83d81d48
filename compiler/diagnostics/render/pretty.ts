/** For people: message, place, code frame with caret, help, related places; then the verdict in a few lines. */
import { styleText } from 'node:util';
import { printable, withStandIns } from '../../../runtime/core/text.ts';
import { scoreBasis } from '../../base/score-basis.ts';
import { plural } from '../../base/text.ts';
import type { Diagnostic, Place, Severity } from '../../model/diagnostic.ts';
import type { Score, Verdict } from '../../model/verdict.ts';
import type { Renderer, RenderInput } from './define.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const severityStyle = { critical: ['red', 'bold'], major: ['red'], minor: ['yellow'], info: ['cyan'] } as const;

/** Whether to colour was decided before; by itself `styleText` decides it again in later versions of Node. */
const painter = (color: boolean): Paint =>
  color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;

export const renderPretty: Renderer = (input) => {
  const paint = painter(input.color);
  const [shown, folded] = foldInformation(input.verdict.diagnostics, input.verbose === true);
  const lines = lineReader(input.sourceText);
  const frames = shown.map((diagnostic) => renderDiagnostic(diagnostic, lines, paint));
  return `${frames.join('')}${folded.map((group) => renderGroup(group, paint)).join('')}${summaryOf(input.verdict, paint)}${repairHint(input.verdict.diagnostics)}`;
};

/** More information of one code than this is shown as a count. */
const maxInformation = 3;

function foldInformation(diagnostics: readonly Diagnostic[], verbose: boolean): [Diagnostic[], Diagnostic[][]] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'info' || verbose) continue;
    groups.set(diagnostic.code, [...(groups.get(diagnostic.code) ?? []), diagnostic]);
  }
  const folded = [...groups.values()].filter((group) => group.length > maxInformation);
  const hidden = new Set(folded.flat());
  return [diagnostics.filter((diagnostic) => !hidden.has(diagnostic)), folded];
}

function renderGroup(group: readonly Diagnostic[], paint: Paint): string {
  const { code, file, range } = group[0]!;
  const head = paint([...severityStyle.info], `info[${code}]`);
  return `${head}: in ${group.length} places, the first at ${printable(file)}:${range.start.line}:${range.start.column}; all with --verbose\n\n`;
}

type Lines = (file: string) => readonly string[] | undefined;

/** Splits each file once, however many diagnostics are in it. */
function lineReader(sourceText: RenderInput['sourceText']): Lines {
  const files = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!files.has(file)) files.set(file, sourceText(file)?.split(/\r\n|\n|\r/));
    return files.get(file);
  };
}

/** One diagnostic with its frame. */
function renderDiagnostic(diagnostic: Diagnostic, sources: Lines, paint: Paint): string {
  const style = [...severityStyle[diagnostic.severity]];
  const head = `${paint(style, `${diagnostic.severity}[${diagnostic.code}]`)}${paint('bold', `: ${diagnostic.message}`)}\n`;
  const lines = [head, frame(diagnostic, sources, paint, '^', style)];
  for (const related of diagnostic.related) {
    lines.push(
      `  ${paint('cyan', 'note')}: ${printable(related.message)}\n`,
      frame(related, sources, paint, '-', ['cyan']),
    );
  }
  if (diagnostic.help) lines.push(`  ${paint('green', 'help')}: ${printable(diagnostic.help)}\n`);
  if (diagnostic.fix) lines.push(`  ${paint('green', 'fix')}: ${printable(diagnostic.fix.title)}\n`);
  return `${lines.join('')}\n`;
}

/** Lines longer than this are shown around the caret only. */
const maxColumns = 160;

function frame(
  place: Place,
  sources: Lines,
  paint: Paint,
  mark: string,
  style: Parameters<typeof styleText>[0],
): string {
  const { start, end } = place.range;
  const text = sources(place.file)?.[start.line - 1];
  const number = String(start.line);
  const gutter = ' '.repeat(number.length);
  const arrow = `${gutter}${paint('blue', '-->')} ${printable(place.file)}:${start.line}:${start.column}\n`;
  if (text === undefined) return arrow;
  const from = start.column > maxColumns - 20 ? start.column - 40 : 0;
  const before = frameText(text.slice(from, start.column - 1));
  const stop = end.line === start.line ? end.column : text.length + 1;
  const until = Math.min(stop - 1, from + maxColumns);
  const marked = frameText(text.slice(start.column - 1, until));
  // From parts, so that they are as wide as what the caret is placed by.
  const shown = `${before}${marked}${frameText(text.slice(Math.max(until, start.column - 1), from + maxColumns))}`;
  const bar = paint('blue', '|');
  const caret = paint(style, mark.repeat(Math.max(1, width(marked))));
  return `${arrow}${gutter} ${bar}\n${paint('blue', number)} ${bar} ${from > 0 ? '…' : ''}${shown}\n${gutter} ${bar} ${' '.repeat(width(before) + (from > 0 ? 1 : 0))}${caret}\n`;
}

/** Tabs as arrows, since they look like blanks, hidden characters as stand-ins, so that the caret stays below its place. */
const frameText = (text: string): string => withStandIns(text.replaceAll('\t', '→ '));

/** Columns on a terminal: two for wide characters, none for combining marks. An approximation by blocks. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    const code = character.codePointAt(0)!;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xff00 && code <= 0xff60) ||
      code >= 0x1f300;
    columns += wide ? 2 : 1;
  }
  return columns;
}

/** The verdict in one line. */
export const renderOutcome = (verdict: Verdict, color: boolean): string => `${outcome(verdict, painter(color))}\n`;

function outcome({ summary, conforms, failOn }: Verdict, paint: Paint): string {
  const counts = (Object.entries(summary.severities) as [Severity, number][]).filter(([, count]) => count > 0);
  const found =
    counts.length === 0
      ? 'no violations'
      : counts.map(([severity, count]) => paint([...severityStyle[severity]], `${count} ${severity}`)).join(', ');
  const head = conforms ? paint(['green', 'bold'], 'conforms') : paint(['red', 'bold'], 'does not conform');
  return `${head}: ${found} ${paint('dim', `(fails on ${failOn} and above)`)}`;
}

/** The verdict in a few lines. */
export const renderSummary = (verdict: Verdict, color: boolean): string => summaryOf(verdict, painter(color));

function summaryOf(verdict: Verdict, paint: Paint): string {
  const { summary, files, scores } = verdict;
  const { made, passed, failed, notEvaluated } = summary.checks;
  const rows = [
    outcome(verdict, paint),
    `files: ${files.seen} seen, ${files.compiled} compiled, ${files.skipped.length} skipped`,
    ...files.skipped.map(({ file, reason }) => `  skipped ${printable(`${file}: ${reason}`)}`),
    ...symphonyRows(summary.symphonies),
    `checks: ${made} made, ${passed} passed, ${failed} ${failedText(verdict)}, ${notEvaluated} not evaluated`,
    `scores: ${scores.overall === null ? 'nothing to score' : `overall ${shown(scores.overall)}`}; ${scores.dimensions.map((score) => scoreText(score, verdict)).join(', ')}`,
    ...incompleteRows(files),
  ];
  return `${rows.join('\n')}\n`;
}

/** What a command would do about it. */
function repairHint(diagnostics: readonly Diagnostic[]): string {
  const fixes = diagnostics.flatMap(({ fix, severity, waived }) =>
    fix && severity !== 'info' && !waived ? [fix] : [],
  );
  const safe = fixes.filter((fix) => fix.safe).length;
  const rest = fixes.length - safe;
  const of = (count: number): string => `${count} of these can be repaired by`;
  if (safe === 0) return rest === 0 ? '' : `${of(rest)} \`symphonyc fix --unsafe\`; look at the edits\n`;
  const more = rest === 0 ? '' : `, ${rest} more with \`--unsafe\``;
  return `${of(safe)} \`symphonyc fix\`${more}\n`;
}

/** A part that cannot be judged before another one is repaired counts as failed, without a finding. */
const failedText = ({ summary, diagnostics }: Verdict): string =>
  summary.checks.failed > diagnostics.length ? 'failed or waiting for what failed' : 'failed';

/** More files than this are counted. */
const maxIncomplete = 5;

/** Why scores are 0. */
function incompleteRows({ incomplete = [], skipped }: Verdict['files']): string[] {
  const shown = incomplete
    .slice(0, maxIncomplete)
    .map(({ file, reason }) => `  0 because ${printable(file)} ${reason}`);
  const more = incomplete.length - shown.length;
  const isUnusable = skipped.some(({ file }) => incomplete.some((one) => one.file === file));
  return [
    ...shown,
    ...(more > 0 ? [`  and because of ${plural(more, 'more file')}`] : []),
    ...(isUnusable ? ['  what a skipped file refers to is checked once it can be read'] : []),
  ];
}

/** More symphonies than this are counted instead of listed. */
const maxSymphonies = 12;

function symphonyRows(symphonies: Verdict['summary']['symphonies']): string[] {
  const beats = symphonies.reduce((sum, symphony) => sum + symphony.beats, 0);
  const total = `symphonies: ${symphonies.length}, ${plural(beats, 'beat')} in all`;
  if (symphonies.length > maxSymphonies) return [total];
  const rows = symphonies.map(
    ({ id, movements, beats: own }) => `  ${printable(id)}: ${plural(movements, 'movement')}, ${plural(own, 'beat')}`,
  );
  return [total, ...rows];
}

/** Two decimals, never rounded up: 1.00 means that nothing is violated. */
const shown = (score: number): string => (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);

function scoreText(score: Score, verdict: Verdict): string {
  const { value, unscored } = scoreBasis(score, 'dimension', verdict);
  return `${score.name} ${value === null ? unscored : `${shown(value)} (${score.band})`}`;
}

/** Diagnostics alone, without a verdict. */
export const renderDiagnostics = (
  diagnostics: readonly Diagnostic[],
  sourceText: RenderInput['sourceText'],
  color: boolean,
): string => {
  const lines = lineReader(sourceText);
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, lines, painter(color))).join('');
};
