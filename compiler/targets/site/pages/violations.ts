/** All violations by dimension and code: what says the same of several places once, with the lines of the first. */
import { greatest } from '../../../../runtime/core/lists.ts';
import type { Artifact } from '../../../model/artifact.ts';
import { type Diagnostic, dimensions, severities } from '../../../model/diagnostic.ts';
import type { SiteContext } from '../context.ts';
import { shares } from '../drawing/meter.ts';
import { groupBy } from '../parts/group.ts';
import { breakable, count, counted, firstSentence } from '../parts/text.ts';
import { alikeByWeight, placeLine, placeView, severityCounts, totals } from '../parts/violations.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';

/** What a code says in more ways than this is folded; its own page has all lines. */
const shownFirst = 3;
/** Places listed in one fold. */
const foldLimit = 200;

export function renderViolations(context: SiteContext): Artifact {
  const { diagnostics, summary } = context.verdict;
  const page = {
    path: 'violations.html',
    title: 'Violations',
    workspace: context.title,
    section: 'violations',
    template: 'violations',
    script: true,
  } as const;
  const byDimension = groupBy(diagnostics, (one) => one.dimension);
  const present = (['input', ...dimensions] as const).filter((dimension) => byDimension.has(dimension));
  const most = greatest([...byDimension.values()].map((found) => found.length));
  return renderPage(page, {
    ...totals(diagnostics),
    drafts: summary.checks.notEvaluated > 0,
    severities: [...severities],
    shown: `${count(diagnostics.length)} shown`,
    files: counted(new Set(diagnostics.map((one) => one.file)).size, 'file'),
    checks: counted(summary.checks.made, 'check'),
    read: counted(context.verdict.files.seen, 'file'),
    table: present.map((dimension) => tableRow(dimension, byDimension.get(dimension)!, most)),
    groups: present.map((dimension) => ({
      dimension,
      total: count(byDimension.get(dimension)!.length),
      codes: codeGroups(byDimension.get(dimension)!, context),
    })),
  });
}

/** The numbers of a dimension and, on a scale that all rows share, their bar. */
function tableRow(dimension: string, found: readonly Diagnostic[], most: number) {
  const cells = severities.map((severity) => ({
    severity,
    count: found.filter((one) => one.severity === severity).length,
  }));
  const bar = shares(
    cells.map((cell) => ({ tone: cell.severity, count: cell.count })),
    most,
  );
  return {
    dimension,
    bar,
    cells: cells.map((cell) => ({ ...cell, text: count(cell.count) })),
    total: count(found.length),
  };
}

function codeGroups(diagnostics: readonly Diagnostic[], context: SiteContext) {
  const docs = new Map(context.codes.map((code) => [code.code, code.doc]));
  const codes = groupBy(alikeByWeight(diagnostics), ([first]) => first!.code);
  return [...codes].map(([code, groups]) => ({
    id: code,
    code: breakable(code),
    href: codePage(code),
    summary: docs.has(code) ? firstSentence(docs.get(code)!) : null,
    counts: severityCounts(groups.flat()),
    findings: groups.slice(0, shownFirst).map((group) => findingView(group, context)),
    rest: restView(groups.slice(shownFirst).flat(), code, context),
  }));
}

/** The first place with its lines, the others folded. */
function findingView(group: readonly Diagnostic[], context: SiteContext) {
  const [first, ...others] = group;
  const listed = others.slice(0, foldLimit);
  return {
    count: group.length,
    first: placeView(first!, context, '', false),
    more: others.length === 0 ? null : `${counted(others.length, 'more place')} like this`,
    others: listed.map((one) => placeLine(one, context, first!.message)),
    all: others.length > listed.length ? codePage(first!.code) : null,
  };
}

/** What else a code says. */
function restView(rest: readonly Diagnostic[], code: string, context: SiteContext) {
  if (rest.length === 0) return null;
  const listed = rest.slice(0, foldLimit);
  return {
    more: `${counted(rest.length, 'more violation')} of this code`,
    lines: listed.map((one) => placeLine(one, context)),
    all: rest.length > listed.length ? codePage(code) : null,
  };
}
