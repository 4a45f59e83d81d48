/** What was seen and could not be read, or not all of it: it might say anything. */
import { isId } from '../base/ids.ts';
import { compareText } from '../base/text.ts';
import type { FileUnit } from '../cache/units.ts';
import type { AnyRule } from '../diagnostics/define.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { KindName } from '../model/document.ts';
import type { Lookup } from '../model/index.ts';
import type { Verdict } from '../model/verdict.ts';

/** Whether a phase that reads reports `rule`, and something is lost then. */
const losesContent = (rule: AnyRule): boolean =>
  'phase' in rule &&
  !rule.keepsContent &&
  ['load', 'parse', 'validate'].includes(rule.phase) &&
  rule.severity !== 'info';

/** The documents of a file of which not even kind and id are known; one, when the file could not be parsed. */
export function unknownDocuments({ documents, broken, findings }: FileUnit): number {
  const known = documents.filter(({ summary }) => summary.broken).length;
  if (documents.length > 0 || broken > 0) return broken - known;
  return findings.length > 0 ? 1 : 0;
}

/** `loading`: what was found before there were documents. */
export function unreadDocuments(units: ReadonlyMap<string, FileUnit>, loading: readonly Finding[]): Lookup['unread'] {
  const files = [...units.values()];
  const broken = files.flatMap(({ documents }) => documents.map(({ summary }) => summary).filter((one) => one.broken));
  const anything =
    files.some((unit) => unknownDocuments(unit) > 0) || loading.some(({ code }) => code !== 'SOURCE_UNMATCHED');
  const content = new Set<KindName>(broken.map(({ kind }) => kind));
  const ids = new Set<KindName>(broken.filter(({ id, kind }) => !isId(id, kind)).map(({ kind }) => kind));
  return (kind, what) => anything || (what === 'id' ? ids : content).has(kind);
}

/** What keeps a file from being read to its end, by code. */
const reasons: Readonly<Record<string, string>> = {
  FILE_UNREADABLE: 'cannot be read',
  ENCODING_INVALID: 'is not UTF-8',
  INPUT_LIMIT: 'is too large',
  YAML_SYNTAX: 'is not well-formed',
  KIND_UNKNOWN: 'holds a document of no known kind',
  API_VERSION_UNSUPPORTED: 'is written for another version',
  UNKNOWN_FIELD: 'has fields that do not exist',
  DUPLICATE_KEY: 'has keys that are written twice',
};

/** The files of which something could not be read, each with the reason. A pattern that matches nothing counts, too. */
export function unreadFiles(findings: readonly Finding[], rules: readonly AnyRule[]): Verdict['files']['skipped'] {
  const losing = new Set(rules.filter(losesContent).map(({ code }) => code));
  const unread = new Map<string, string>();
  for (const { code, file, params } of findings) {
    if (!losing.has(code) || params['field'] === 'exclude') continue;
    const isPattern = code === 'SOURCE_UNMATCHED';
    const name = isPattern ? String(params['pattern']) : file;
    const reason = isPattern ? 'is a pattern that matches nothing' : (reasons[code] ?? 'has mistakes in its structure');
    if (!unread.has(name) || code === 'SCHEMA_VIOLATION') unread.set(name, reason);
  }
  return [...unread].map(([file, reason]) => ({ file, reason })).sort((a, b) => compareText(a.file, b.file));
}
