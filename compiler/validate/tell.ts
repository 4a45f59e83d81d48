/** Mistakes → findings, as many as anybody reads at once. */
import { scalar } from '../base/rule-edits.ts';
import { placeAt, spanAt } from '../base/spans.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Finding, Fix } from '../model/diagnostic.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { describe, misnamed } from './describe.ts';
import { exclusive, fieldHelp, missing } from './fields.ts';
import type { Fault, UnknownField } from './fold.ts';
import type { Mistake } from './mistake.ts';
import { schemaAt } from './schema.ts';
import { anyOne, code, ownerOf, suchAs, wanted, written } from './words.ts';

/** At most so many mistakes of one document are told; the others are counted. */
const maxFindings = 20;

/** Tells `faults` in their order in the file; when they are too many, what makes the document unusable comes first. */
export function tellFaults(kind: string, raw: RawDocument, faults: readonly Fault[]): Finding[] {
  const ordered = withoutCopies(raw, faults).sort((a, b) => offsetOf(raw, a) - offsetOf(raw, b));
  if (ordered.length <= maxFindings) return ordered.map((fault) => tell(kind, raw, fault));
  const grave = ordered.filter(({ sort }) => sort !== 'unknown');
  const slight = ordered.filter(({ sort }) => sort === 'unknown');
  const [hidden, ...others] = [...grave, ...slight].slice(maxFindings) as [Fault, ...Fault[]];
  const shown = [...grave, ...slight].slice(0, maxFindings).map((fault) => tell(kind, raw, fault));
  return [...shown, { ...tell(kind, raw, hidden), ...andMore(others.length + 1) }];
}

const andMore = (count: number): Partial<Finding> => ({
  code: 'SCHEMA_VIOLATION',
  params: {
    problem: `and ${count} more ${count === 1 ? 'mistake' : 'mistakes'} in this document, the first of them here`,
  },
  help: 'correct those above first',
  fix: undefined,
  related: undefined,
});

/** Several aliases can lead to one value, whose mistake is one. */
function withoutCopies(raw: RawDocument, faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter((fault) => {
    const key = `${offsetOf(raw, fault)} ${fault.sort}`;
    return !seen.has(key) && seen.add(key);
  });
}

const offsetOf = (raw: RawDocument, fault: Fault): number => {
  const isField = fault.sort === 'unknown' || fault.sort === 'name';
  const span = spanAt(raw.spans, isField ? [...fault.path, fault.field] : fault.path);
  return isField ? (span.key?.start ?? span.start) : span.start;
};

function tell(kind: string, raw: RawDocument, fault: Fault): Finding {
  switch (fault.sort) {
    case 'unknown':
      return unknownField(kind, raw, fault);
    case 'missing':
      return violation(raw, fault, missing(kind, raw, fault.path, fault.fields));
    case 'name':
      return violation(raw, fault, misnamed(kind, raw, fault.path, fault.field));
    case 'exclusive':
      return violation(raw, fault, exclusive(kind, raw, fault.path));
    case 'value':
      return violation(raw, fault, describe(kind, raw, fault.path, fault.error));
  }
}

function unknownField(kind: string, raw: RawDocument, fault: UnknownField): Finding {
  const { path, field, meant, value, misfit } = fault;
  const at = placeAt(raw, [...path, field], 'key');
  const where = anyOne(ownerOf(kind, raw, path));
  if (meant === undefined)
    return finding('UNKNOWN_FIELD', { field, where }, at, { help: fieldHelp(kind, raw, path, field) });
  if (misfit) {
    const schema = schemaAt(kind, raw.value, [...path, meant]);
    const help = `did you mean ${code(meant)}? Its value is ${wanted(schema)}${suchAs(schema)}`;
    return finding('UNKNOWN_FIELD', { field, where }, at, { help });
  }
  const rename = { ...at, text: scalar(meant, textAt(raw, [...path, field], 'key')) };
  if (value !== undefined) {
    const edits = [rename, { ...placeAt(raw, [...path, field]), text: inStyle(raw, [...path, field], value) }];
    const text = code(`${meant}: ${value}`);
    const fix: Fix = { title: `write ${text}`, safe: true, edits };
    return finding('UNKNOWN_FIELD', { field, where }, at, { help: `did you mean ${text}?`, fix });
  }
  const fix: Fix = { title: `rename to ${code(meant)}`, safe: true, edits: [rename] };
  return finding('UNKNOWN_FIELD', { field, where }, at, { help: `did you mean ${code(meant)}?`, fix });
}

function violation(raw: RawDocument, { path }: Fault, mistake: Mistake): Finding {
  const { problem, help, part, place, related, write } = mistake;
  const fix = write === undefined ? undefined : overwrite(raw, path, write);
  return finding('SCHEMA_VIOLATION', { problem }, place ?? placeAt(raw, path, part), { help, related, fix });
}

function overwrite(raw: RawDocument, path: Path, value: unknown): Fix {
  const { start, end } = spanAt(raw.spans, path);
  const { file, range } = raw.source;
  const text = inStyle(raw, path, value);
  return { title: `write ${code(text)}`, safe: true, edits: [{ file, range: range(start, end), text }] };
}

/** What stands at `path` now: its quotes are kept. */
function textAt(raw: RawDocument, path: Path, part: 'key' | 'value'): string {
  const node = spanAt(raw.spans, path);
  const { start, end } = part === 'key' ? (node.key ?? node) : node;
  return raw.source.text.slice(start, end);
}

/** `value` as it can stand at `path`: a file of JSON stays one, and text in quotes keeps them. */
function inStyle(raw: RawDocument, path: Path, value: unknown): string {
  if (raw.source.file.endsWith('.json')) return JSON.stringify(value);
  const now = textAt(raw, path, 'value');
  return typeof value === 'string' && /^["']/.test(now) ? scalar(value, now) : written(value);
}
