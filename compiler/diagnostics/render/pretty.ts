/** For people: message, place, code frame with caret, help, related places; then the verdict in a few lines. */
import { styleText } from 'node:util';
import { printable, withStandIns } from '../../../runtime/core/text.ts';
import { accountText } from '../../base/accounts.ts';
import { countEffects } from '../../base/change-groups.ts';
import { isOpen } from '../../base/open.ts';
import { scoreBasis } from '../../base/score-basis.ts';
import { list, plural } from '../../base/text.ts';
import { waiverText } from '../../base/waiver-text.ts';
import { type Diagnostic, type Place, severities } from '../../model/diagnostic.ts';
import type { Score, Verdict } from '../../model/verdict.ts';
import type { Renderer, RenderInput } from './define.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const severityStyle = { critical: ['red', 'bold'], major: ['red'], minor: ['yellow'], info: ['cyan'] } as const;

/** Whether to colour was decided before; by itself `styleText` decides it again in later versions of Node. */
const painter = (color: boolean): Paint =>
  color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;

export const renderPretty: Renderer = (input) => {
  const paint = painter(input.color);
  const { diagnostics } = input.verdict;
  const verbose = input.verbose === true;
  const [shown, folded] = foldInformation(verbose ? diagnostics : diagnostics.filter(isOpen), verbose);
  const lines = lineReader(input.sourceText);
  const frames = shown.map((diagnostic) => renderDiagnostic(diagnostic, lines, paint));
  return `${frames.join('')}${folded.map((group) => renderGroup(group, paint)).join('')}${verbose ? '' : renderSetAside(diagnostics, paint)}${summaryOf(input.verdict, paint)}${repairHint(diagnostics.filter(isOpen))}`;
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

/** More waived violations than this are counted. */
const maxWaived = 5;

/** What is waived, a line each, and what the baseline records, as a number of each code. */
function renderSetAside(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const waived = diagnostics.filter((diagnostic) => diagnostic.waived);
  const known = diagnostics.filter((diagnostic) => diagnostic.baselined);
  const lines = waived
    .slice(0, maxWaived)
    .map(
      ({ code, file, range, waiver }) =>
        `${paint('dim', `waived[${code}]`)}: ${printable(`${file}:${range.start.line}:${range.start.column}`)}, ${waiverText(waiver!)}`,
    );
  const more = waived.length - lines.length;
  if (more > 0) lines.push(`${plural(more, 'more violation is', 'more violations are')} waived; all with --verbose`);
  if (known.length > 0) {
    const codes = [...countBy(known.map(({ code }) => code))].map(([code, count]) => `${count} ${code}`);
    lines.push(`${paint('dim', 'baseline')}: ${list(codes)} known from before; all with --verbose`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
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
  const mark = diagnostic.waived ? 'waived ' : diagnostic.baselined ? 'known ' : '';
  const head = `${paint(style, `${mark}${diagnostic.severity}[${diagnostic.code}]`)}${paint('bold', `: ${diagnostic.message}`)}\n`;
  const lines = [head, frame(diagnostic, sources, paint, '^', style)];
  for (const related of diagnostic.related) {
    lines.push(
      `  ${paint('cyan', 'note')}: ${printable(related.message)}\n`,
      frame(related, sources, paint, '-', ['cyan']),
    );
  }
  if (diagnostic.help) lines.push(`  ${paint('green', 'help')}: ${printable(diagnostic.help)}\n`);
  if (diagnostic.waiver) lines.push(`  ${paint('cyan', 'waived')} ${waiverText(diagnostic.waiver)}\n`);
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

function outcome({ diagnostics, conforms, failOn, since }: Verdict, paint: Paint): string {
  const open = countBy(diagnostics.filter(isOpen).map(({ severity }) => severity));
  const waived = diagnostics.filter((diagnostic) => diagnostic.waived).length;
  const known = diagnostics.filter((diagnostic) => diagnostic.baselined).length;
  const counts = severities.flatMap((severity) =>
    open.has(severity) ? [paint([...severityStyle[severity]], `${open.get(severity)} ${severity}`)] : [],
  );
  const found = [
    ...(counts.length > 0 ? counts : [waived + known > 0 ? 'no other violations' : 'no violations']),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(known > 0 ? [`${known} known from the baseline`] : []),
  ].join(', ');
  const head = conforms ? paint(['green', 'bold'], 'conforms') : paint(['red', 'bold'], 'does not conform');
  const part = since ? ` in what changes since ${printable(since.ref)} touch` : '';
  return `${head}${part}: ${found} ${paint('dim', `(fails on ${failOn} and above)`)}`;
}

/** The verdict in a few lines. */
export const renderSummary = (verdict: Verdict, color: boolean): string => summaryOf(verdict, painter(color));

function summaryOf(verdict: Verdict, paint: Paint): string {
  const { summary, files, scores } = verdict;
  const rows = [
    outcome(verdict, paint),
    ...revisionRows(verdict),
    `files: ${files.seen} seen, ${files.compiled} compiled, ${files.skipped.length} skipped`,
    ...files.skipped.map(({ file, reason }) => `  skipped ${printable(`${file}: ${reason}`)}`),
    ...symphonyRows(summary.symphonies),
    `checks: ${accountText(summary.checks, failedText(verdict))}`,
    `scores: ${scores.overall === null ? 'nothing to score' : `overall ${bothScores(scores.overall, scores.waived)}`}; ${scores.dimensions.map((score) => scoreText(score, verdict)).join(', ')}`,
    ...incompleteRows(files),
    ...baselineRows(summary.baseline),
  ];
  return `${rows.join('\n')}\n`;
}

/** What was compared, and what was left out. */
function revisionRows({ against, since }: Verdict): string[] {
  const rows: string[] = [];
  if (against) {
    const { ref, changes, notCompared = [] } = against;
    const sum = changes.length === 0 ? 'nothing has changed in meaning' : countEffects(changes);
    rows.push(`against ${printable(ref)}: ${sum}${changes.length === 0 ? '' : '; `symphonyc diff` lists them'}`);
    rows.push(...notCompared.map(({ file, reason }) => `  not compared: ${printable(`${file} ${reason}`)}`));
  }
  if (since) {
    const ref = printable(since.ref);
    const counts = severities.flatMap((one) =>
      since.diagnostics[one] > 0 ? [`${since.diagnostics[one]} ${one}`] : [],
    );
    const found = counts.length === 0 ? 'nothing found in them' : `found in them: ${counts.join(', ')}`;
    const left = `left out: ${plural(since.leftOut, 'document')} that nothing since ${ref} touches; ${found}`;
    rows.push(`since ${ref}: ${plural(since.touched, 'document')} told about; ${left}`);
  }
  return rows;
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

function baselineRows(baseline: Verdict['summary']['baseline']): string[] {
  if (!baseline || baseline.gone === 0) return [];
  const total = baseline.known + baseline.gone;
  return [
    `baseline: ${baseline.gone} of ${plural(total, 'violation')} that it records ${baseline.gone === 1 ? 'is' : 'are'} gone: drop ${baseline.gone === 1 ? 'it' : 'them'} with \`symphonyc baseline\``,
  ];
}

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

/** The raw score and, where anything is waived, what it would be without. */
const bothScores = (raw: number, waived: number | null): string =>
  waived === null || waived === raw ? shown(raw) : `${shown(raw)}, with waivers ${shown(waived)}`;

function scoreText(score: Score, verdict: Verdict): string {
  const { value, unscored } = scoreBasis(score, 'dimension', verdict);
  return `${score.name} ${value === null ? unscored : `${bothScores(value, score.waived)} (${score.band})`}`;
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
