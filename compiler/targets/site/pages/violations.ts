/** All violations by dimension and code, each with the lines it stands in. */

import type { Artifact } from '../../../model/artifact.ts';
import { type Diagnostic, dimensions, severities } from '../../../model/diagnostic.ts';
import type { SiteContext } from '../context.ts';
import { codeFrame } from '../parts/code-frame.ts';
import { groupBy } from '../parts/group.ts';
import { count, counted, firstSentence, inlineCode } from '../parts/text.ts';
import { severityCounts, violationView } from '../parts/violations.ts';
import { codePage } from '../paths.ts';
import { renderPage } from '../render.ts';

/** Places a code shows here; its own page has them all. */
const placeLimit = 20;

export function renderViolations(context: SiteContext): Artifact {
  const { verdict } = context;
  const page = {
    path: 'violations.html',
    title: 'Violations',
    workspace: context.title,
    section: 'violations',
    template: 'violations',
    script: true,
  } as const;
  const byDimension = groupBy(verdict.diagnostics, (one) => one.dimension);
  const present = (['input', ...dimensions] as const).filter((dimension) => byDimension.has(dimension));
  return renderPage(page, {
    total: count(verdict.diagnostics.length),
    one: verdict.diagnostics.length === 1,
    counts: severityCounts(verdict.diagnostics),
    files: counted(new Set(verdict.diagnostics.map((one) => one.file)).size, 'file'),
    table: present.map((dimension) => ({
      dimension,
      cells: severities.map((severity) => ({
        severity,
        count: byDimension.get(dimension)!.filter((one) => one.severity === severity).length,
      })),
      total: byDimension.get(dimension)!.length,
    })),
    groups: present.map((dimension) => ({
      dimension,
      total: count(byDimension.get(dimension)!.length),
      codes: codeGroups(byDimension.get(dimension)!, context),
    })),
    checks: count(verdict.summary.checks.made),
  });
}

function codeGroups(diagnostics: readonly Diagnostic[], context: SiteContext) {
  const docs = new Map(context.codes.map((code) => [code.code, code.doc]));
  const groups = [...groupBy(diagnostics, (one) => one.code)];
  const weight = (group: readonly Diagnostic[]): number =>
    Math.min(...group.map((one) => severities.indexOf(one.severity)));
  return groups
    .sort(([, a], [, b]) => weight(a) - weight(b) || b.length - a.length)
    .map(([code, group]) => ({
      code,
      href: codePage(code),
      summary: docs.has(code) ? firstSentence(docs.get(code)!) : null,
      counts: severityCounts(group),
      places: group.slice(0, placeLimit).map((one) => placeView(one, context, '')),
      more: group.length > placeLimit ? count(group.length - placeLimit) : null,
    }));
}

/** A violation with its frame, as on the page of its code. */
export function placeView(diagnostic: Diagnostic, context: SiteContext, root: string) {
  const view = violationView(diagnostic, root);
  return {
    ...view,
    message: inlineCode(view.message),
    help: view.help === null ? null : inlineCode(view.help),
    fix: view.fix && { ...view.fix, title: inlineCode(view.fix.title) },
    related: view.related.map((one) => ({ ...one, message: inlineCode(one.message) })),
    frame: codeFrame(context.lines(diagnostic.file), diagnostic.range) ?? null,
  };
}
