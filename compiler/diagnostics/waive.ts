/** Which findings are waived, by what, and what is wrong with waivers themselves. */
import { compareText } from '../base/text.ts';
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
  const entries = new Map<string, Entry[]>();
  for (const one of active) {
    const { about, place } = one.written;
    const { code } = one.terms;
    if ('comment' in about) {
      const key = `${code} ${place.file}`;
      if (!comments.has(key)) comments.set(key, { lines: new Map(), around: [], open: [] });
      addComment(comments.get(key)!, one, about.comment);
    } else {
      const entry = { one, file: matcher(about.file, glob), subject: matcher(about.subject, glob) };
      entries.set(code, [...(entries.get(code) ?? []), entry]);
    }
  }
  for (const { around } of comments.values()) around.sort((a, b) => comparePositions(b.start, a.start));
  return (found) => {
    const inFile = comments.get(`${found.code} ${found.file}`);
    return (
      (inFile && innermost(inFile, found.range.start)) ??
      entries.get(found.code)?.find(({ file, subject }) => file(found.file) && subject(found.subject))?.one
    );
  };
}

interface Entry {
  readonly one: Active;
  readonly file: (path: string) => boolean;
  readonly subject: (path: string) => boolean;
}

const matcher = (pattern: string | undefined, glob: WaiveRequest['glob']): ((path: string) => boolean) => {
  if (pattern === undefined) return () => true;
  return /[*?[{]/.test(pattern) ? glob(pattern) : (path) => path === pattern;
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

const comparePositions = (a: Position, b: Position): number => a.line - b.line || a.column - b.column;

const byPlace = (a: Finding, b: Finding): number =>
  compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start);

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
