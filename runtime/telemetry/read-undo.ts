/** Ways back: each is a part of the symphony that takes it, and each step that it undoes a part of the way. */
import type { Entry } from '../model/records.ts';
import type { Part } from './parts.ts';
import { begin, end, happened, nameIn, type Reading } from './reading.ts';

type UndoEntry = Extract<Entry, { type: 'undo-started' | 'undone' | 'undo-ended' }>;

export function takeUndo(reading: Reading, entry: UndoEntry): void {
  switch (entry.type) {
    case 'undo-started':
      closeWays(reading, entry.at, entry.path);
      begin(reading, entry, `${entry.path}/ rollback ${++reading.undos}`, 'rollback', 'rollback', {
        'symphonyc.reason': entry.reason,
      });
      break;
    case 'undone':
      undone(reading, entry);
      break;
    case 'undo-ended':
      end(entry, wayOver(reading, entry.path), 'done', undefined);
  }
}

function undone(reading: Reading, entry: Extract<UndoEntry, { type: 'undone' }>): void {
  const { parts, last } = reading;
  const { at, seq, status, reason } = entry;
  const way = wayOver(reading, entry.path);
  const path = `${entry.path}/ undo ${++reading.undos}`;
  parts.add({
    kind: 'undo',
    path,
    parent: way ?? parts.around(path),
    name: `undo ${nameIn(reading, entry.path)}`,
    // One after the other: this one began when the one before ended.
    start: way?.end ?? last,
    end: at,
    status: status === 'undone' ? 'done' : 'failed',
    attributes: { 'symphonyc.reason': reason },
    events: [],
    seq,
  });
  if (way) Object.assign(way, { end: at, seq });
  happened(reading, entry, entry.path, 'symphonyc.undone', { 'symphonyc.undone': status });
}

/** The innermost way back that is being taken and reaches over `path`. */
const wayOver = ({ parts }: Reading, path: string): Part | undefined =>
  parts.all.findLast((part) => isOpenWay(part) && (wayOf(part) === path || path.startsWith(`${wayOf(part)}/`)));

/** A way back that is not complete when its symphony ends, or when its process does, has failed. */
export function closeWays({ parts }: Reading, at: string, path?: string): void {
  for (const part of parts.all)
    if (isOpenWay(part) && (path === undefined || wayOf(part) === path))
      Object.assign(part, { status: 'failed', end: at });
}

const isOpenWay = ({ kind, status }: Part): boolean => kind === 'rollback' && status === undefined;

const wayOf = ({ path }: Part): string => path.replace(/\/ rollback \d+$/, '');
