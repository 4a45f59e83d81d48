/** Diagnostics as all pages show them: what says the same of several places once, with the places folded below. */
import { alike } from '../../../base/alike.ts';
import { waiverText } from '../../../base/waiver-text.ts';
import { type Diagnostic, type Severity, severities } from '../../../model/diagnostic.ts';
import type { SiteContext } from '../context.ts';
import type { Html } from '../html.ts';
import { codePage } from '../paths.ts';
import { codeFrame } from './code-frame.ts';
import { groupBy } from './group.ts';
import { breakable, count, counted, inlineCode } from './text.ts';

interface PlaceView {
  /** For the page of its code, where every place has an entry of its own. */
  readonly anchor: string | null;
  readonly href: string;
  readonly severity: Severity;
  /** `waived` or `known`; null when it counts. */
  readonly mark: string | null;
  readonly place: Html;
  readonly subject: { readonly text: Html; readonly href: string | null } | null;
  readonly message: Html;
  readonly help: Html | null;
  readonly waiver: Html | null;
  readonly fix: { readonly title: Html; readonly safe: boolean } | null;
  readonly related: readonly { readonly message: Html; readonly place: Html }[];
  /** What a fold of them is called; null when they are few. */
  readonly relatedFold: string | null;
  readonly frame: Html | null;
}

const markOf = ({ waived, baselined }: Diagnostic): string | null => (waived ? 'waived' : baselined ? 'known' : null);

const at = (file: string, { start }: Diagnostic['range']): string => `${file}:${start.line}:${start.column}`;

/** The same for equal diagnostics, so that pages can link to one another without knowing one another. */
const anchorOf = ({ file, range, subject, message }: Diagnostic): string =>
  `at-${range.start.line}-${range.start.column}-${hash(`${file}\0${subject}\0${message}`).toString(36)}`;

/** FNV-1a, 32 bits: enough to tell apart what one code says about one line of one column. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** To the place's own entry on the page of its code. */
const entryOf = (diagnostic: Diagnostic, root: string): string =>
  `${root}${codePage(diagnostic.code)}#${anchorOf(diagnostic)}`;

/** More related places than this are folded. */
const relatedLimit = 3;

/** A place on a page below `root`. `own`: on the page of its code, where it can be linked to. */
export function placeView(diagnostic: Diagnostic, context: SiteContext, root: string, own: boolean): PlaceView {
  const { severity, message, subject, file, range, help, fix, related, waiver } = diagnostic;
  const href = context.subjectHref(diagnostic);
  return {
    anchor: own ? anchorOf(diagnostic) : null,
    href: entryOf(diagnostic, root),
    severity,
    mark: markOf(diagnostic),
    place: breakable(at(file, range)),
    subject: subject === '' ? null : { text: breakable(subject), href: href === null ? null : `${root}${href}` },
    message: inlineCode(message),
    help: help === undefined ? null : inlineCode(help),
    waiver: waiver ? breakable(waiverText(waiver)) : null,
    fix: fix ? { title: inlineCode(fix.title), safe: fix.safe } : null,
    related: related.map((one) => ({ message: inlineCode(one.message), place: breakable(at(one.file, one.range)) })),
    relatedFold: related.length > relatedLimit ? counted(related.length, 'related place') : null,
    frame: codeFrame(context.lines(file), range) ?? null,
  };
}

/** A place in a list: without its lines, and with its message only where that differs from the one above. */
interface PlaceLine {
  readonly href: string;
  readonly place: Html;
  readonly subject: PlaceView['subject'];
  readonly message: Html | null;
  readonly severity: Severity;
  readonly mark: string | null;
}

export function placeLine(diagnostic: Diagnostic, context: SiteContext, said?: string): PlaceLine {
  const { severity, message, subject, file, range } = diagnostic;
  return {
    href: entryOf(diagnostic, ''),
    place: breakable(at(file, range)),
    subject: subject === '' ? null : { text: breakable(subject), href: context.subjectHref(diagnostic) },
    message: message === said ? null : inlineCode(message),
    severity,
    mark: markOf(diagnostic),
  };
}

const rank = ({ severity }: Diagnostic): number => severities.indexOf(severity);

/** What says the same, heaviest first and, of equal weight, what is said of most places first. */
export const alikeByWeight = (diagnostics: readonly Diagnostic[]): Diagnostic[][] =>
  alike(diagnostics).sort((a, b) => rank(a[0]!) - rank(b[0]!) || b.length - a.length);

/** `2 critical, 1 minor`; empty for none. */
export const severityCounts = (diagnostics: readonly Diagnostic[]): { severity: Severity; count: number }[] =>
  severities
    .map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }))
    .filter((one) => one.count > 0);

/** `11 violations` and `71 notes`: what is only information violates nothing. */
export function totals(diagnostics: readonly Diagnostic[]): { violations: string; notes: string | null } {
  const notes = diagnostics.filter((one) => one.severity === 'info').length;
  const violations = diagnostics.length - notes;
  return {
    violations: violations === 0 ? 'No violations' : counted(violations, 'violation'),
    notes: notes === 0 ? null : counted(notes, 'note'),
  };
}

/** For the page of a symphony, whose diagnostics all stand in its file: by code, heaviest first, without their lines. */
export function violationGroups(diagnostics: readonly Diagnostic[], root: string) {
  const codes = groupBy(alikeByWeight(diagnostics), ([first]) => first!.code);
  return [...codes].map(([code, groups]) => ({
    code: breakable(code),
    href: `${root}${codePage(code)}`,
    severity: groups[0]![0]!.severity,
    total: count(groups.flat().length),
    open: rank(groups[0]![0]!) < 2,
    groups: groups.map((group) => groupView(group, root)),
  }));
}

function groupView(group: readonly Diagnostic[], root: string) {
  const { message, help } = group[0]!;
  const same = group.every((one) => one.message === message);
  return {
    message: same ? inlineCode(message) : null,
    help: help !== undefined && group.every((one) => one.help === help) ? inlineCode(help) : null,
    places: group.map((one) => ({
      href: entryOf(one, root),
      place: `line ${one.range.start.line}`,
      subject: breakable(one.subject.split('/').slice(1).join('/') || one.subject),
      message: same ? null : inlineCode(one.message),
      mark: markOf(one),
    })),
  };
}
