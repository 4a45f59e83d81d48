/** What an import says to people: what becomes of each file, and what has no counterpart. */
import { printable } from '../../runtime/core/text.ts';
import { placeAt } from '../base/spans.ts';
import { compareText, plural, show } from '../base/text.ts';
import type { Leftover } from '../import/original.ts';
import type { RawDocument } from '../model/document.ts';
import type { ReadOriginal } from './import-originals.ts';
import type { PlannedFile } from './plan-import.ts';

/** One line for each file that is written. */
export function renderFiles(files: readonly PlannedFile[], did: string): string {
  const lines = files.map(({ path, original, made, kept }) => {
    if (kept) return `kept ${path}, which is there already`;
    const [document] = made.documents;
    const what =
      made.documents.length > 1 ? plural(made.documents.length, 'document') : String(document?.value['kind']);
    return `${did} ${path} (${what}, from ${original})`;
  });
  return lines.map((line) => `${printable(line)}\n`).join('');
}

interface LostField {
  readonly field: string;
  readonly reason?: string;
  readonly values: Set<string>;
  count: number;
  readonly at: string;
}

/** Fields that stand at many places are told once, with how often they do. */
function lostFields({ name, leftovers }: ReadOriginal, raw: RawDocument): LostField[] {
  const fields = new Map<string, LostField>();
  for (const { path, value, reason } of leftovers) {
    const field = path
      .map((step) => (typeof step === 'number' ? '[]' : step))
      .join('.')
      .replaceAll('.[]', '[]');
    const key = `${field}\0${reason ?? ''}`;
    const { start } = placeAt(raw, path).range;
    const known = fields.get(key) ?? {
      field,
      reason,
      values: new Set(),
      count: 0,
      at: `${name}:${start.line}:${start.column}`,
    };
    known.count++;
    known.values.add(show(value, 40));
    fields.set(key, known);
  }
  return [...fields.values()].sort((a, b) => compareText(a.field, b.field));
}

/** How many different values of a field are shown. */
const shownValues = 3;

export function renderLeftovers(original: ReadOriginal): string {
  if (!original.raw || original.leftovers.length === 0) return '';
  const lines = lostFields(original, original.raw).map(({ field, reason, values, count, at }) => {
    const examples = [...values].slice(0, shownValues).join(', ') + (values.size > shownValues ? ', …' : '');
    const times = count > 1 ? `, ${count} times, the first` : '';
    return `  ${field}: ${examples} (${at}${times})${reason === undefined ? '' : `: ${reason}`}`;
  });
  const head = `${original.name}: ${plural(lines.length, 'field')} without a counterpart`;
  return `${[head, ...lines].map(printable).join('\n')}\n`;
}

/** For programs. */
export const leftoverJson = (original: ReadOriginal): readonly unknown[] =>
  original.leftovers.map(({ path, value, reason }: Leftover) => ({
    path,
    value,
    reason: reason ?? null,
    range: placeAt(original.raw!, path).range,
  }));
