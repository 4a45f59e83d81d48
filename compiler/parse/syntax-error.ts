/** Mistakes in YAML, as the `yaml` package finds them, in our own words and where their author can do something about them. */
import { finding } from '../diagnostics/finding.ts';
import type { Finding, Fix, Range } from '../model/diagnostic.ts';
import type { SourceText } from '../model/document.ts';
import type { ComposeError } from './compose.ts';
import { conflictsIn } from './syntax-conflict.ts';
import { allTabsIndenting, tabProblem, tabsIndenting } from './syntax-tabs.ts';
import { lineStart, type Span, type SyntaxProblem } from './syntax-text.ts';
import { describeSyntax } from './syntax-words.ts';

/** After these the parser has lost its place, and what it says of the rest is not to be trusted. */
const structural = new Set(['BAD_INDENT', 'MULTILINE_IMPLICIT_KEY', 'UNEXPECTED_TOKEN', 'BLOCK_IN_FLOW']);

const losesPlace = ({ text }: SourceText, { code, message, pos: [start, end] }: ComposeError): boolean =>
  structural.has(code) ||
  message.startsWith('Missing closing') ||
  (code === 'BLOCK_AS_IMPLICIT_KEY' && text.slice(start, end).includes('\n'));

/**
 * One finding a line, up to the first mistake that makes the parser lose its place. After a tab that indents, tabs only;
 * from the first unresolved conflict on, conflicts only.
 */
export function syntaxFindings(source: SourceText, errors: readonly ComposeError[]): Finding[] {
  const found = new Map<number, Finding>();
  const conflicts = conflictsIn(source.text);
  const ordered = mergeSpans(errors).sort((a, b) => a.pos[0] - b.pos[0]);
  const rest = (problems: readonly SyntaxProblem[]) => problems.map((problem) => findingOf(source, problem));
  for (const [i, error] of ordered.entries()) {
    if (conflicts[0] && conflicts[0].at[0] <= error.pos[1]) return [...found.values(), ...rest(conflicts)];
    if (blamesTab(source, error)) return [...found.values(), ...rest(tabsFrom(source, ordered.slice(i)))];
    const told = tell(source, error);
    const { line } = told.range.start;
    if (!found.has(line)) found.set(line, told);
    if (losesPlace(source, error)) break;
  }
  return [...found.values()];
}

/** Whether an error is about a tab that indents, or about a line that one indents. */
const blamesTab = ({ text }: SourceText, { code, pos: [start, end] }: ComposeError): boolean =>
  code === 'TAB_AS_INDENT' ||
  tabsIndenting(text, start) !== undefined ||
  (code === 'BLOCK_AS_IMPLICIT_KEY' && tabsIndenting(text, end - 1) !== undefined);

/** More of them say nothing new. */
const maxTabs = 20;

/** The tabs that indent, from the first of `errors` on. */
function tabsFrom({ text }: SourceText, errors: readonly ComposeError[]): SyntaxProblem[] {
  const lines = new Map<number, Span>();
  const inLines = errors.filter(({ code }) => code === 'TAB_AS_INDENT').map(({ pos }): Span => [pos[0], pos[0] + 1]);
  for (const tabs of [...allTabsIndenting(text, errors[0]!.pos[0]), ...inLines]) {
    const line = lineStart(text, tabs[0]);
    if (!lines.has(line)) lines.set(line, tabs);
  }
  const ordered = [...lines.values()].sort(([a], [b]) => a - b).slice(0, maxTabs);
  return ordered.map((at) => ({ ...tabProblem(at[1] - at[0]), at }));
}

/** Of several errors that begin at one place the first counts, or what is wrong between brackets, over all their text. */
function mergeSpans(errors: readonly ComposeError[]): ComposeError[] {
  const merged = new Map<number, ComposeError>();
  for (const error of errors) {
    const [start, end] = error.pos;
    const first = merged.get(start) ?? error;
    const { code, message } = error.code === 'BLOCK_IN_FLOW' ? error : first;
    merged.set(start, { code, message, pos: [start, Math.max(first.pos[1], end)] });
  }
  return [...merged.values()];
}

function tell(source: SourceText, { code, message, pos: [start, end] }: ComposeError): Finding {
  return findingOf(source, { at: [start, end], ...describeSyntax(code, { message, start, end, text: source.text }) });
}

function findingOf(source: SourceText, { problem, help, at = [0, 1], related, write }: SyntaxProblem): Finding {
  const { file, text } = source;
  const last = text.trimEnd().length;
  const rangeOf = ([from, to]: Span): Range => source.range(Math.min(from, last), Math.min(to, last + 1));
  const edits = write ? [{ file, range: rangeOf(write.at), text: write.text }] : [];
  const fix: Fix | undefined = write && { title: `write \`${write.text}\``, safe: true, edits };
  const notes = related && [{ file, range: rangeOf(related.at), message: related.message }];
  return finding('YAML_SYNTAX', { problem }, { file, range: rangeOf(at) }, { help, fix, related: notes });
}
