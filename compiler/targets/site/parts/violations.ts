/** A diagnostic as all pages show it. */
import { type Diagnostic, type Severity, severities } from '../../../model/diagnostic.ts';
import { codePage } from '../paths.ts';
import { groupBy } from './group.ts';
import { inlineCode } from './text.ts';

export interface ViolationView {
  readonly anchor: string;
  readonly code: string;
  /** To the place's own entry on the page of its code. */
  readonly href: string;
  readonly severity: Severity;
  readonly waived: boolean;
  readonly message: string;
  readonly subject: string;
  readonly place: string;
  readonly help: string | null;
  readonly fix: { readonly title: string; readonly safe: boolean } | null;
  readonly related: readonly { readonly message: string; readonly place: string }[];
}

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

export function violationView(diagnostic: Diagnostic, root: string): ViolationView {
  const { code, severity, waived, message, subject, file, range, help, fix, related } = diagnostic;
  const anchor = anchorOf(diagnostic);
  return {
    anchor,
    code,
    href: `${root}${codePage(code)}#${anchor}`,
    severity,
    waived,
    message,
    subject,
    place: at(file, range),
    help: help ?? null,
    fix: fix ? { title: fix.title, safe: fix.safe } : null,
    related: related.map((one) => ({ message: one.message, place: at(one.file, one.range) })),
  };
}

const rank = ({ severity }: Diagnostic): number => severities.indexOf(severity);

/** Heaviest first, otherwise in their order. */
const bySeverity = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) => rank(a) - rank(b));

/** `2 critical, 1 minor`; empty for none. */
export const severityCounts = (diagnostics: readonly Diagnostic[]): { severity: Severity; count: number }[] =>
  severities
    .map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0);

/** For the page of a symphony: its diagnostics by code, heaviest first, without the lines of their files. */
export function violationGroups(diagnostics: readonly Diagnostic[], root: string) {
  return [...groupBy(bySeverity(diagnostics), (one) => one.code)].map(([code, group]) => {
    const [first] = group;
    const shared = group.every((one) => one.help === first!.help) ? first!.help : undefined;
    return {
      code,
      href: `${root}${codePage(code)}`,
      severity: first!.severity,
      total: group.length,
      open: rank(first!) < 2,
      help: shared === undefined ? null : inlineCode(shared),
      places: group.map((one) => {
        return {
          href: `${root}${codePage(code)}#${anchorOf(one)}`,
          place: at(one.file, one.range),
          waived: one.waived,
          message: inlineCode(one.message),
          help: shared === undefined && one.help !== undefined ? inlineCode(one.help) : null,
        };
      }),
    };
  });
}
