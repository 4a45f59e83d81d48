/** Waivers from `symphonyc.waivers.yaml`: each entry names a code and, by patterns, files or parts of the workspace. */
import { waiversFile } from '../base/own-files.ts';
import { placeAt, spanAt } from '../base/spans.ts';
import { list, nearest } from '../base/text.ts';
import type { Edit, Place } from '../model/diagnostic.ts';
import type { Path, RawDocument, SpanNode } from '../model/document.ts';
import { judgeTerms, type Terms, type WaivableCodes, type WrittenWaiver } from './waiver-terms.ts';

const header = { apiVersion: 'symphonyc/v1', kind: 'Waivers' } as const;
const fields = ['code', 'file', 'subject', 'owner', 'reason', 'until'] as const;
const example = 'an entry as `{ code: CODE, file: FILE, owner: OWNER, reason: REASON, until: YYYY-MM-DD }`';

/** As many as one document may have: patterns among them are tried on each finding. */
const maxEntries = 2_000;

/** What the documents of the file say together. What goes beyond the limit is told once, and waives nothing. */
export function readWaiversDocuments(documents: readonly RawDocument[], codes: WaivableCodes): WrittenWaiver[] {
  const written = documents.flatMap((raw) => readWaiversDocument(raw, codes));
  const beyond = written[maxEntries];
  if (!beyond) return written;
  const terms = {
    problem: `it is number ${maxEntries + 1} of ${written.length}, and \`${waiversFile}\` may hold ${maxEntries}`,
    help: 'waive with fewer entries, by patterns; those that follow waive nothing either',
  };
  return [...written.slice(0, maxEntries), { place: beyond.place, terms, about: {} }];
}

/** What a document with waivers says. A document that is none is one waiver that waives nothing. */
function readWaiversDocument(raw: RawDocument, codes: WaivableCodes): WrittenWaiver[] {
  const wrong = (problem: string, path: Path, help?: string, part?: 'key'): WrittenWaiver => ({
    place: placeAt(raw, path, part),
    terms: { problem, help },
    about: {},
  });
  if (!isMapping(raw.value)) return [wrong(`\`${waiversFile}\` holds no mapping`, [], 'write a list `waivers`')];
  const { value } = raw;
  for (const [name, expected] of Object.entries(header))
    if (value[name] !== expected)
      return [
        wrong(`\`${name}\` of \`${waiversFile}\` is not \`${expected}\``, [name], `write \`${name}: ${expected}\``),
      ];
  const unknown = Object.keys(value).filter((name) => name !== 'waivers' && !Object.hasOwn(header, name));
  const strays = unknown.map((name) => {
    const near = nearest(name, ['waivers']);
    const help = near ? `did you mean \`${near}\`?` : 'waivers stand in the list `waivers`';
    return wrong(`\`${waiversFile}\` has no field \`${name}\``, [name], help, 'key');
  });
  const entries = value['waivers'] ?? [];
  if (!Array.isArray(entries))
    return [...strays, wrong('`waivers` is no list', ['waivers'], 'write one entry a waiver')];
  return [...strays, ...entries.map((entry: unknown, i) => readEntry(raw, i, entry, codes))];
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readEntry(raw: RawDocument, i: number, entry: unknown, codes: WaivableCodes): WrittenWaiver {
  const place = placeAt(raw, ['waivers', i]);
  const base = { place, removal: removalOf(raw, spanAt(raw.spans, ['waivers', i]), place) };
  const wrong = (problem: string, help = `write ${example}`) => ({ ...base, terms: { problem, help }, about: {} });
  if (!isMapping(entry)) return wrong('it is no mapping');
  const stray = Object.keys(entry).find((name) => !fields.some((field) => field === name));
  if (stray !== undefined) {
    const near = nearest(stray, fields);
    return wrong(`it has no field \`${stray}\``, near ? `did you mean \`${near}\`?` : `its fields are ${list(fields)}`);
  }
  const odd = fields.find((name) => entry[name] !== undefined && typeof entry[name] !== 'string');
  if (odd !== undefined) return wrong(`its \`${odd}\` is no text`);
  const { file, subject, ...terms } = entry as Partial<Record<(typeof fields)[number], string>>;
  if (!file && !subject)
    return wrong('it names no place', 'add `file` or `subject`; both may be patterns, such as `build/**`');
  const trimmed = Object.fromEntries(Object.entries(terms).map(([name, text]) => [name, text.trim()]));
  return { ...base, terms: judgeTerms(trimmed as Partial<Terms>, codes, example), about: { file, subject } };
}

/**
 * The lines of an entry. Undefined for one in brackets, for one that shares its line with the name of the list, and for one
 * with comments, which would be lost.
 */
function removalOf(raw: RawDocument, entry: SpanNode, { file }: Place): Edit | undefined {
  const { text, range } = raw.source;
  const line = text.lastIndexOf('\n', entry.start - 1) + 1;
  if (!/^[ \t]*-[ \t]+$/.test(text.slice(line, entry.start))) return undefined;
  const feed = text.indexOf('\n', entry.end);
  const end = feed === -1 ? text.length : feed + 1;
  return /[ \t]#/.test(text.slice(line, end)) ? undefined : { file, range: range(line, end), text: '' };
}
