/** Which findings are waived, by what, and what is wrong with waivers themselves. */
import { byPlace, comparePositions } from '../base/rule-places.ts';
import type { Edit, Finding, Position, Waiver } from '../model/diagnostic.ts';
import { finding } from './finding.ts';
import { isLack, type Terms, type WrittenWaiver } from './waiver-terms.ts';

interface WaiveRequest {
  readonly findings: readonly Finding[];
  readonly waivers: readonly WrittenWaiver[];
  /** The day by which expiries are judged. */
  readonly asOf: string;
  /** Compiles a pattern of paths. */
  readonly glob: (pattern: string) => (path: string) => boolean;
  /** Whether a code is judged wherever it applies: else what a waiver is about may not have been found yet. */
  readonly isSettled: (code: string) => boolean;
}

interface Waived {
  readonly waived: ReadonlyMap<Finding, Waiver>;
  /** About the waivers. */
  readonly findings: readonly Finding[];
  /** Whether anything depended on the date. */
  readonly dated: boolean;
}

/** A finding is waived by the innermost comment around it, else by the first entry of the file that fits. */
export function waive({ findings, waivers, asOf, glob, isSettled }: WaiveRequest): Waived {
  const complete = waivers.flatMap((written) => (isLack(written.terms) ? [] : [{ written, terms: written.terms }]));
  const active = complete.filter(({ terms }) => terms.until >= asOf);
  const used = new Set<WrittenWaiver>();
  const waived = new Map<Finding, Waiver>();
  const answer = openAnswers(active, glob);
  for (const found of [...findings].sort(byPlace)) {
    const fits = answer(found);
    if (!fits) continue;
    used.add(fits.written);
    const { owner, until, reason } = fits.terms;
    waived.set(found, { owner, until, reason, place: fits.written.place });
  }
  const about = waivers.flatMap((written) => {
    if (used.has(written)) return [];
    const { terms } = written;
    if (isLack(terms)) return [incomplete(written, terms)];
    if (terms.until < asOf) return [finding('WAIVER_EXPIRED', terms, written.place, removing(written, true))];
    if (!isSettled(terms.code)) return [];
    return [finding('WAIVER_UNUSED', { code: terms.code }, written.place, removing(written, true))];
  });
  return { waived, findings: about, dated: complete.length > 0 };
}

const incomplete = (written: WrittenWaiver, { problem, help }: { problem: string; help?: string }): Finding =>
  finding('WAIVER_INCOMPLETE', { problem }, written.place, { help, ...removing(written, false) });

function removing({ about, place, removal }: WrittenWaiver, safe: boolean): Pick<Finding, 'fix'> {
  const edit: Edit | undefined =
    'comment' in about ? { file: place.file, range: about.comment.removal, text: '' } : removal;
  return edit ? { fix: { title: 'remove the waiver', safe, edits: [edit] } } : {};
}

interface Active {
  readonly written: WrittenWaiver;
  readonly terms: Terms;
}

/** Answers for findings in order of place, each in a time that does not grow with the number of comments. */
function openAnswers(active: readonly Active[], glob: WaiveRequest['glob']): (found: Finding) => Active | undefined {
  const comments = new Map<string, Comments>();
  const entries = new Map<string, Entries>();
  for (const one of active) {
    const { about, place } = one.written;
    const { code } = one.terms;
    if ('comment' in about) {
      const key = `${code} ${place.file}`;
      if (!comments.has(key)) comments.set(key, { lines: new Map(), around: [], open: [] });
      addComment(comments.get(key)!, one, about.comment);
    } else {
      if (!entries.has(code)) entries.set(code, { exact: new Map(), patterns: [], count: 0 });
      addEntry(entries.get(code)!, one, about, glob);
    }
  }
  for (const { around } of comments.values()) around.sort((a, b) => comparePositions(b.start, a.start));
  return (found) => {
    const inFile = comments.get(`${found.code} ${found.file}`);
    const ofCode = entries.get(found.code);
    return (inFile && innermost(inFile, found.range.start)) ?? (ofCode && firstEntry(ofCode, found));
  };
}

/** The entries of the file about one code. */
interface Entries {
  /** The first entry of each place that is named without a pattern. */
  readonly exact: Map<string, Entry>;
  /** Only these are gone through for each finding; the file has not many. */
  readonly patterns: (Entry & Record<'file' | 'subject', (path: string) => boolean>)[];
  count: number;
}

interface Entry {
  readonly one: Active;
  /** Which of its code it is. */
  readonly at: number;
}

const isPattern = (text: string | undefined): boolean => text !== undefined && /[*?[{]/.test(text);
const exactKey = (file: string | undefined, subject: string | undefined): string => JSON.stringify([file, subject]);

function addEntry(
  entries: Entries,
  one: Active,
  { file, subject }: { readonly file?: string | undefined; readonly subject?: string | undefined },
  glob: WaiveRequest['glob'],
): void {
  const entry = { one, at: entries.count++ };
  if (isPattern(file) || isPattern(subject)) {
    entries.patterns.push({ ...entry, file: matcher(file, glob), subject: matcher(subject, glob) });
    return;
  }
  const key = exactKey(file, subject);
  if (!entries.exact.has(key)) entries.exact.set(key, entry);
}

function firstEntry({ exact, patterns }: Entries, { file, subject }: Finding): Active | undefined {
  const keys = [exactKey(file, subject), exactKey(file, undefined), exactKey(undefined, subject)];
  const named = keys.flatMap((key) => exact.get(key) ?? []).sort((a, b) => a.at - b.at)[0];
  const fitting = patterns.find((one) => one.at > (named?.at ?? Infinity) || (one.file(file) && one.subject(subject)));
  return fitting && fitting.at < (named?.at ?? Infinity) ? fitting.one : named?.one;
}

const matcher = (pattern: string | undefined, glob: WaiveRequest['glob']): ((path: string) => boolean) => {
  if (pattern === undefined) return () => true;
  return isPattern(pattern) ? glob(pattern) : (path) => path === pattern;
};

/** The comments of one file about one code. */
interface Comments {
  /** Behind something, by line. */
  readonly lines: Map<number, Active>;
  /** Above something, the last first. What two of them are about is nested or apart. */
  readonly around: Around[];
  /** Those that began and did not end, the innermost last. */
  readonly open: Around[];
}

interface Around {
  readonly one: Active;
  readonly start: Position;
  readonly end: Position;
}

function addComment(
  { lines, around }: Comments,
  one: Active,
  { trailing, covers, range }: Extract<WrittenWaiver['about'], { comment: unknown }>['comment'],
): void {
  if (trailing) lines.set(range.start.line, one);
  else if (covers) around.push({ one, start: covers.start, end: covers.end });
}

function innermost({ lines, around, open }: Comments, at: Position): Active | undefined {
  while (around.length > 0 && comparePositions(around.at(-1)!.start, at) <= 0) {
    const next = around.pop()!;
    close(open, next.start);
    open.push(next);
  }
  close(open, at);
  return lines.get(at.line) ?? open.at(-1)?.one;
}

/** Drops what ended before `at`. */
function close(open: Around[], at: Position): void {
  while (open.length > 0 && comparePositions(open.at(-1)!.end, at) < 0) open.pop();
}

/** How many checks of each code are violated by findings alone, and how many of them are waived, in `parts` of a workspace. */
export function countChecks(parts: readonly (readonly Finding[])[], waived: ReadonlyMap<Finding, Waiver>) {
  const judged: Record<string, number> = {};
  const wholly: Record<string, number> = {};
  for (const findings of parts) {
    const checks = new Map<string, { code: string; open: boolean }>();
    for (const one of findings) {
      if (one.check === undefined) continue;
      const key = `${one.code} ${one.check}`;
      const open = !waived.has(one) || checks.get(key)?.open === true;
      checks.set(key, { code: one.code, open });
    }
    for (const { code, open } of checks.values()) {
      judged[code] = (judged[code] ?? 0) + 1;
      if (!open) wholly[code] = (wholly[code] ?? 0) + 1;
    }
  }
  return { judged, wholly };
}
