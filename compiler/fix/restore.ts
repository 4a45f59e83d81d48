/** Taking back what fixes wrote: a phase that failed, a run that died, or the last run as a whole. */
import { joinPath, parentOf } from '../base/path.ts';
import { isHostError } from '../host/host.ts';
import {
  digestNow,
  draftPath,
  dropRun,
  type Entry,
  isInPlace,
  type Journal,
  type JournalPlace,
  keptPath,
  keptRuns,
  type PhaseRecord,
  readJournal,
  runFolder,
  writeJournal,
} from './journal.ts';

/** What was done to go back. */
export interface Restored {
  readonly run: number;
  /** Files that have their old bytes again. */
  readonly restored: readonly string[];
  /** Files that somebody edited meanwhile; they stay as they are. */
  readonly edited: readonly string[];
  /** Files that somebody edited meanwhile and that have their old bytes all the same, with where the edited ones lie. */
  readonly replaced: readonly { readonly path: string; readonly kept: string }[];
}

/** A file with all that it was in the course of some phases. */
interface Course extends Pick<Entry, 'path' | 'made'> {
  readonly first: Entry['before'];
  /** Every content that fixes gave it or found. Undefined stands for no file. */
  readonly known: ReadonlySet<string | undefined>;
}

function coursesOf(phases: readonly PhaseRecord[]): Course[] {
  const courses = new Map<string, Course & { readonly known: Set<string | undefined> }>();
  for (const { path, before, after, made } of phases.flatMap(({ entries }) => entries)) {
    const course = courses.get(path) ?? { path, made, first: before, known: new Set() };
    courses.set(path, course);
    course.known.add(before?.digest).add(after);
  }
  return [...courses.values()];
}

/** Files whose content is none that a fix gave them or found. */
const editedSince = (place: JournalPlace, courses: readonly Course[]): string[] =>
  courses.filter(({ path, known }) => !known.has(digestNow(place, path))).map(({ path }) => path);

/** Gives files their first content again. All drafts are written before the first file is replaced. */
function restoreFiles(place: JournalPlace, run: number, courses: readonly Course[]): string[] {
  const { host, root } = place;
  const changed = courses.filter(({ path, first }) => digestNow(place, path) !== first?.digest);
  for (const { path, first } of changed) {
    if (!first) continue;
    const [draft, bytes] = [draftPath(place, path), host.readFile(keptPath(place, run, first.digest))];
    host.writeDurable(draft, bytes, { mode: first.mode, like: joinPath(root, path) });
  }
  for (const course of changed) {
    if (course.first) host.rename(draftPath(place, course.path), joinPath(root, course.path));
    else removeFile(place, course);
  }
  for (const folder of new Set(courses.map(({ path }) => parentOf(joinPath(root, path))))) host.syncFolder(folder);
  for (const { path } of courses) removeDraft(place, path);
  return changed.map(({ path }) => path);
}

/** A file that a fix made, with the folders that it made for it. */
function removeFile({ host, root }: JournalPlace, { path, made }: Course): void {
  host.remove(joinPath(root, path));
  if (made === undefined) return;
  for (let folder = parentOf(path); `${folder}/`.startsWith(`${made}/`); folder = parentOf(folder))
    host.removeEmptyFolder(joinPath(root, folder));
}

function removeDraft(place: JournalPlace, path: string): void {
  if (!isInPlace(place, path)) return;
  const draft = draftPath(place, path);
  if (place.host.lstat(draft)) place.host.remove(draft);
}

/**
 * Takes back the phases of a journal from `from` on. What was edited meanwhile stays, and its old bytes are kept; with
 * `force` it is the other way round.
 */
export function takeBack(place: JournalPlace, journal: Journal, from: number, force = false): Restored {
  const { run, phases } = journal;
  const courses = coursesOf(phases.slice(from));
  const changed = editedSince(place, courses);
  // Where a link leads elsewhere now, nothing is forced.
  const edited = changed.filter((path) => !force || !isInPlace(place, path));
  const forced = changed.filter((path) => !edited.includes(path));
  const replaced = forced.map((path) => ({ path, kept: keepFound(place, run, path) }));
  const restored = restoreFiles(
    place,
    run,
    courses.filter(({ path }) => !edited.includes(path)),
  );
  for (const path of edited) removeDraft(place, path);
  if (from > 0) writeJournal(place, { ...journal, state: 'open', phases: phases.slice(0, from) });
  else if (changed.length > 0) place.host.remove(joinPath(runFolder(place, run), 'journal.json'));
  else dropRun(place, run);
  return { run, restored, edited, replaced };
}

/** Where the bytes lie that a file has now. */
function keepFound(place: JournalPlace, run: number, path: string): string {
  const { host, root } = place;
  const digest = digestNow(place, path);
  if (digest === undefined) return 'nowhere: it was removed';
  const kept = keptPath(place, run, digest);
  host.writeDurable(kept, host.readFile(joinPath(root, path)), { mode: 0o600 });
  return kept.slice(root.length + 1);
}

/** Finishes what a process left that died: a phase that it was writing, or an undo. Undefined when there is nothing. */
export function recover(place: JournalPlace): { readonly what: 'fix' | 'undo'; readonly back: Restored } | undefined {
  const [run] = keptRuns(place);
  const journal = run === undefined ? undefined : readJournal(place, run);
  if (!journal || journal === 'foreign') return undefined;
  if (journal.state === 'undoing') return { what: 'undo', back: takeBack(place, journal, 0) };
  const from = journal.phases.findIndex(({ state }) => state !== 'done');
  return from === -1 ? undefined : { what: 'fix', back: takeBack(place, journal, from) };
}

/** The last run whose files can be restored; `foreign` when somebody else wrote its journal. */
export function lastRun(place: JournalPlace): Journal | 'foreign' | undefined {
  for (const run of keptRuns(place)) {
    const journal = readJournal(place, run);
    if (journal) return journal;
  }
  return undefined;
}

/** Takes back a run as a whole, or nothing of it: then `edited` says why. */
export function undoRun(place: JournalPlace, journal: Journal): Restored {
  const edited = editedSince(place, coursesOf(journal.phases));
  if (edited.length > 0) return { run: journal.run, restored: [], edited, replaced: [] };
  writeJournal(place, { ...journal, state: 'undoing' });
  return takeBack(place, { ...journal, state: 'undoing' }, 0);
}

/** So many runs can be undone, one after the other. */
const keptCount = 10;

/** Forgets the oldest runs. What cannot be removed now is garbage for the next run. */
export function forgetOldRuns(place: JournalPlace): void {
  for (const run of keptRuns(place).slice(keptCount)) {
    try {
      dropRun(place, run);
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
  }
}
