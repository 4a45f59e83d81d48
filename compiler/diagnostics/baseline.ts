/** The violations that a workspace had when it began: recorded in a file, so that only new ones fail. */
import { baselineFile } from '../base/own-files.ts';
import { compareText } from '../base/text.ts';
import type { Baseline as BaselineFile } from '../generated/types/baseline.ts';
import type { Diagnostic, Finding, Severity } from '../model/diagnostic.ts';
import { type AnyRule, isWaivable } from './define.ts';
import { finding } from './finding.ts';
import { openFingerprints } from './fingerprint.ts';

type BaselineEntry = Readonly<BaselineFile['violations'][number]>;
export type Baseline = readonly BaselineEntry[];

const fields = ['fingerprint', 'code', 'subject', 'message'] as const;

/** What the file says, or what is wrong with it. An entry whose fingerprint is not its own was written by hand. */
export function readBaseline(text: string): Baseline | { readonly finding: Finding } {
  const wrong = (problem: string, line = 1) => {
    const start = { line, column: 1 };
    return { finding: finding('BASELINE_INVALID', { problem }, { file: baselineFile, range: { start, end: start } }) };
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong(text.includes('<<<<<<<') ? 'it holds a merge conflict' : 'it is no JSON');
  }
  const { version, violations } = (value ?? {}) as { version?: unknown; violations?: unknown };
  if (version !== 1) return wrong('it is of no known version');
  if (!Array.isArray(violations)) return wrong('it has no list `violations`');
  const fingerprint = openFingerprints();
  for (const [i, entry] of violations.entries()) {
    if (!isEntry(entry)) return wrong(`entry ${i + 1} is not of its form`, lineOf(text, i));
    if (entry.fingerprint !== fingerprint(entry))
      return wrong(`entry ${i + 1} was edited by hand, or is there twice`, lineOf(text, i));
  }
  return violations as BaselineEntry[];
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return Object.keys(entry).length === fields.length && fields.every((field) => typeof entry[field] === 'string');
}

/** The line of an entry as it is written, one a line; the first when there is no such line. */
function lineOf(text: string, entry: number): number {
  const lines = text.split('\n');
  const all = [...lines.keys()].filter((i) => lines[i]!.trimStart().startsWith('{"'));
  return (all[entry] ?? 0) + 1;
}

/** The file, with an entry a line, so that versions merge and differ line by line. */
export function writeBaseline(baseline: Baseline): string {
  const sorted = [...baseline].sort(
    (a, b) => compareText(a.code, b.code) || compareText(a.subject, b.subject) || compareText(a.message, b.message),
  );
  const lines = sorted.map(
    ({ fingerprint, code, subject, message }) => `    ${JSON.stringify({ fingerprint, code, subject, message })}`,
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "violations": ${list}\n}\n`;
}

/** Marks what the baseline records. `gone`: how many of its entries nothing needs any more. */
export function markBaselined(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
  rules: readonly AnyRule[],
): { readonly diagnostics: readonly Diagnostic[]; readonly known: number; readonly gone: number } {
  const recorded = new Set(baseline.map(({ fingerprint }) => fingerprint));
  const marked = withFingerprints(diagnostics, rules).map(({ diagnostic, fingerprint }): Diagnostic => {
    const isKnown = fingerprint !== undefined && recorded.has(fingerprint);
    return isKnown ? { ...diagnostic, baselined: true } : diagnostic;
  });
  const known = marked.filter((diagnostic) => diagnostic.baselined).length;
  return { diagnostics: marked, known, gone: baseline.length - known };
}

/** What a baseline would record: violations that are neither waived nor keep anything from being read. */
export function recordable(
  diagnostics: readonly Diagnostic[],
  rules: readonly AnyRule[],
  failOn: Severity,
): { readonly diagnostic: Diagnostic; readonly entry: BaselineEntry }[] {
  return withFingerprints(diagnostics, rules).flatMap(({ diagnostic, fingerprint }) => {
    const { code, subject, message, severity, baselined } = diagnostic;
    if (fingerprint === undefined || (severity === 'info' && failOn !== 'info' && !baselined)) return [];
    return [{ diagnostic, entry: { fingerprint, code, subject, message } }];
  });
}

/** Without a fingerprint is what no baseline may record. Occurrences are counted among the others. */
function withFingerprints(diagnostics: readonly Diagnostic[], rules: readonly AnyRule[]) {
  const allowed = new Set(rules.filter(isWaivable).map(({ code }) => code));
  const fingerprint = openFingerprints();
  return diagnostics.map((diagnostic) => ({
    diagnostic,
    fingerprint: allowed.has(diagnostic.code) && !diagnostic.waived ? fingerprint(diagnostic) : undefined,
  }));
}
