/** Mistakes in YAML, as the `yaml` package finds them, in our own words and where their author can do something about them. */
import { finding } from '../diagnostics/finding.ts';
import type { Finding, Fix, Range } from '../model/diagnostic.ts';
import type { SourceText } from '../model/document.ts';
import type { ComposeError } from './compose.ts';
import type { Span } from './syntax-text.ts';
import { describeSyntax } from './syntax-words.ts';

/** After these the parser has lost its place, and what it says of the rest is not to be trusted. */
const structural = new Set(['BAD_INDENT', 'MULTILINE_IMPLICIT_KEY', 'UNEXPECTED_TOKEN', 'BLOCK_IN_FLOW']);

/** One finding a line, up to the first mistake that makes the parser lose its place. */
export function syntaxFindings(source: SourceText, errors: readonly ComposeError[]): Finding[] {
  const found = new Map<number, Finding>();
  const ordered = mergeSpans(errors).sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of ordered) {
    const told = tell(source, error);
    const { line } = told.range.start;
    if (!found.has(line)) found.set(line, told);
    if (structural.has(error.code) || error.message.startsWith('Missing closing')) break;
  }
  return [...found.values()];
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
  const { file, text } = source;
  const last = text.trimEnd().length;
  const rangeOf = ([from, to]: Span): Range => source.range(Math.min(from, last), Math.min(to, last + 1));
  const { problem, help, at, related, write } = describeSyntax(code, { message, start, end, text });
  const edits = write ? [{ file, range: rangeOf(write.at), text: write.text }] : [];
  const fix: Fix | undefined = write && { title: `write \`${write.text}\``, safe: true, edits };
  const notes = related && [{ file, range: rangeOf(related.at), message: related.message }];
  return finding(
    'YAML_SYNTAX',
    { problem },
    { file, range: rangeOf(at ?? [start, end]) },
    { help, fix, related: notes },
  );
}
