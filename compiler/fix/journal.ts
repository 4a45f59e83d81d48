/**
 * What a run of `fix` changes, kept in `.symphony/fix/<run>/` so that it can be taken back: the old bytes of every file, by
 * their digest, and a journal of who had which. The journal is on the disk before the first file is touched. Each of its
 * states is written in one step, so a process that dies leaves a state that the next one can go on from.
 */
import { createHmac } from 'node:crypto';
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath, parentOf } from '../base/path.ts';
import { type Host, isHostError } from '../host/host.ts';
import { barredPath } from './desk.ts';
import type { PhaseName } from './phases.ts';

/** A file in one phase. */
export interface Entry {
  /** Relative to the workspace, with all links resolved. */
  readonly path: string;
  /** Null when there was no such file. */
  readonly before: { readonly digest: string; readonly mode?: number } | null;
  /** Digest of what the fix made of it. */
  readonly after: string;
  /** The first folder that had to be made for a new file. */
  readonly made?: string;
}

export interface PhaseRecord {
  readonly phase: PhaseName;
  /** `writing` and `committing` are taken back when the process died in them; `done` stays until it is undone. */
  readonly state: 'writing' | 'committing' | 'done';
  /** For `committing`: the commit before. */
  readonly head?: string;
  readonly entries: readonly Entry[];
}

export interface Journal {
  readonly version: 1;
  readonly run: number;
  readonly state: 'open' | 'undoing';
  readonly phases: readonly PhaseRecord[];
}

/** Where the journals of a workspace lie, and the secret that marks them as this machine's own. */
export interface JournalPlace {
  readonly host: Host;
  /** The workspace's folder, with all links resolved. */
  readonly root: string;
  readonly key: string;
}

const fixFolder = '.symphony/fix';

export const runFolder = ({ root }: JournalPlace, run: number): string => joinPath(root, fixFolder, String(run));

const journalPath = (place: JournalPlace, run: number): string => joinPath(runFolder(place, run), 'journal.json');

/** The bytes that a file had. */
export const keptPath = (place: JournalPlace, run: number, digest: string): string =>
  joinPath(runFolder(place, run), 'before', digest);

/** Where the next content of a file lies before it takes its place: beside it, so that taking it is one step. */
export const draftPath = ({ root }: JournalPlace, path: string): string => {
  const absolute = joinPath(root, path);
  return joinPath(parentOf(absolute), `.${absolute.slice(parentOf(absolute).length + 1)}.symphonyc-fix`);
};

/** The numbers of the runs that are kept, the last one first. */
export function keptRuns({ host, root }: JournalPlace): number[] {
  const folder = joinPath(root, fixFolder);
  if (!host.lstat(folder)) return [];
  const names = host.readDirectory(folder).map(({ name }) => name);
  return names
    .filter((name) => /^[1-9]\d{0,8}$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

/** Undefined when there is none that is whole. `foreign`: somebody else wrote it. */
export function readJournal(place: JournalPlace, run: number): Journal | 'foreign' | undefined {
  let text: string;
  try {
    text = new TextDecoder().decode(place.host.readFile(journalPath(place, run)));
  } catch (error) {
    if (!isHostError(error)) throw error;
    return undefined;
  }
  const cut = text.indexOf('\n');
  const body = text.slice(cut + 1);
  if (text.slice(0, cut) !== markOf(place, body)) return 'foreign';
  return parsed(body) ?? 'foreign';
}

/** Undefined for what no run of this version wrote. */
function parsed(body: string): Journal | undefined {
  try {
    const journal = JSON.parse(body) as Journal;
    const entries = journal.phases.flatMap((phase) => phase.entries);
    return entries.every(isSound) ? journal : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

const isSound = ({ path, before, after, made = '' }: Entry): boolean =>
  barredPath(path, '') === undefined &&
  `${path}/`.startsWith(made) &&
  isDigest(after) &&
  (before === null || isDigest(before.digest));

/** Durable, and in one step. */
export function writeJournal(place: JournalPlace, journal: Journal): void {
  const body = `${JSON.stringify(journal)}\n`;
  const path = journalPath(place, journal.run);
  place.host.writeDurable(`${path}.draft`, new TextEncoder().encode(`${markOf(place, body)}\n${body}`), {
    mode: 0o600,
  });
  place.host.rename(`${path}.draft`, path);
  place.host.syncFolder(parentOf(path));
}

/** The last phase of a journal in another state, on the disk. */
export function markPhase(place: JournalPlace, journal: Journal, change: Partial<PhaseRecord>): Journal {
  const last = journal.phases.at(-1)!;
  const marked = { ...journal, phases: [...journal.phases.slice(0, -1), { ...last, ...change }] };
  writeJournal(place, marked);
  return marked;
}

/** Forgets a run. Its journal goes first: without it the rest means nothing. */
export function dropRun(place: JournalPlace, run: number): void {
  place.host.remove(journalPath(place, run));
  place.host.syncFolder(runFolder(place, run));
  place.host.remove(runFolder(place, run));
}

/** A repository may carry a journal that somebody made up. */
const markOf = ({ key }: JournalPlace, body: string): string =>
  createHmac('sha256', key).update(`fix\n${body}`).digest('hex');

/** Whether no link leads out of a folder's own place; of a folder that is to be made, the one around it counts. */
function liesWithin(host: Host, root: string, folder: string): boolean {
  const absolute = joinPath(root, folder);
  if (folder !== '' && !host.lstat(absolute)) return liesWithin(host, root, parentOf(folder));
  try {
    return host.realPath(absolute) === absolute;
  } catch (error) {
    if (!isHostError(error)) throw error;
    return false;
  }
}

/** Whether a file can be written or removed where its path says, and not where a link in it leads. */
export const isInPlace = ({ host, root }: JournalPlace, path: string): boolean =>
  liesWithin(host, root, parentOf(path));

/** The digest of a file as it is now; undefined when there is none, and no digest for what is no plain file. */
export function digestNow(place: JournalPlace, path: string): string | undefined {
  const { host, root } = place;
  const absolute = joinPath(root, path);
  const stat = host.lstat(absolute);
  if (!stat) return isInPlace(place, path) ? undefined : 'no file';
  return stat.type === 'file' && host.realPath(absolute) === absolute
    ? digestBytes(host.readFile(absolute))
    : 'no file';
}
