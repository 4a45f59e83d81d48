/** A planned phase → files: the old bytes are safe before the first file is touched, and each file is replaced in one step. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath, parentOf } from '../base/path.ts';
import {
  digestNow,
  draftPath,
  type Entry,
  type Journal,
  type JournalPlace,
  keptPath,
  type PhaseRecord,
  writeJournal,
} from './journal.ts';
import type { Change, PhasePlan } from './plan.ts';

/** A file is not any more what it was when it was checked: nothing may be written over that. */
interface Changed {
  readonly changed: string;
}

/**
 * Writes a phase and gives the journal with it, still open: the caller says when it is done, or takes it back. Throws
 * HostError; then the phase is to be taken back, too.
 */
export function writePhase(place: JournalPlace, journal: Journal, plan: PhasePlan): Journal | Changed {
  const entries = plan.changes.map((change) => entryOf(place, change));
  const stale = entries.find((entry) => isStale(place, entry));
  if (stale) return { changed: stale.path };
  for (const { file } of plan.changes) {
    if (file.bytes) keep(place, journal.run, file.bytes);
  }
  const record: PhaseRecord = { phase: plan.phase, state: 'writing', entries };
  const begun = { ...journal, phases: [...journal.phases, record] };
  writeJournal(place, begun);
  for (const { file, after } of plan.changes) {
    const like = joinPath(place.root, file.path);
    place.host.writeDurable(draftPath(place, file.path), after, { mode: file.mode ?? newMode, like });
  }
  for (const entry of entries) {
    if (isStale(place, entry)) return { changed: entry.path };
    place.host.rename(draftPath(place, entry.path), joinPath(place.root, entry.path));
  }
  for (const folder of new Set(entries.map(({ path }) => parentOf(joinPath(place.root, path)))))
    place.host.syncFolder(folder);
  return begun;
}

/** Of a file that a fix makes. */
const newMode = 0o644;

function entryOf({ host, root }: JournalPlace, { file: { path, bytes, mode }, after }: Change): Entry {
  const digest = digestBytes(after);
  if (bytes) return { path, before: { digest: digestBytes(bytes), mode }, after: digest };
  let made: string | undefined;
  for (let folder = parentOf(path); folder !== '' && !host.lstat(joinPath(root, folder)); folder = parentOf(folder))
    made = folder;
  return { path, before: null, after: digest, made };
}

const isStale = (place: JournalPlace, { path, before }: Entry): boolean => digestNow(place, path) !== before?.digest;

/** Equal bytes are kept once. */
function keep(place: JournalPlace, run: number, bytes: Uint8Array): void {
  const path = keptPath(place, run, digestBytes(bytes));
  if (place.host.lstat(path)) return;
  place.host.writeDurable(path, bytes, { mode: 0o600 });
  place.host.syncFolder(parentOf(path));
}
