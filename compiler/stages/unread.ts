/** What was seen and could not be read, or not all of it: it might say anything. */
import { isId } from '../base/ids.ts';
import type { FileUnit } from '../cache/units.ts';
import type { AnyRule } from '../diagnostics/define.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { KindName } from '../model/document.ts';
import type { Lookup } from '../model/index.ts';

/** Whether a phase that reads reports `rule`, and something is lost then. */
export const losesContent = (rule: AnyRule): boolean =>
  'phase' in rule && ['load', 'parse', 'validate'].includes(rule.phase) && rule.severity !== 'info';

/** The documents of a file of which not even kind and id are known; one, when the file could not be parsed. */
export function unknownDocuments({ documents, broken, findings }: FileUnit): number {
  const known = documents.filter(({ summary }) => summary.broken).length;
  if (documents.length > 0 || broken > 0) return broken - known;
  return findings.some(({ code }) => code !== 'SOURCE_EMPTY') ? 1 : 0;
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

/** The files of which something could not be read. A pattern that matches nothing stands for a file, too. */
export function unreadFiles(findings: readonly Finding[], rules: readonly AnyRule[]): number {
  const losing = new Set(rules.filter(losesContent).map(({ code }) => code));
  const lost = findings.filter(({ code, params }) => losing.has(code) && params['field'] !== 'exclude');
  return new Set(lost.map(({ code, file, params }) => (code === 'SOURCE_UNMATCHED' ? params['pattern'] : file))).size;
}
