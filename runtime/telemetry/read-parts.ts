/** Reads the parts of a run from the entries of its journal. */
import type { Entry } from '../model/records.ts';
import { openParts, type Part } from './parts.ts';
import { takeNote } from './read-notes.ts';
import { closeWays, takeUndo } from './read-undo.ts';
import { begin, end, happened, nameIn, type Reading, reopen } from './reading.ts';
import { taskTypeOf } from './terms.ts';

/** All parts, in the order in which they began. Empty when the journal does not begin with a start. */
export function partsIn(entries: readonly Entry[]): readonly Part[] {
  const reading: Reading = { parts: openParts(), last: entries[0]?.at ?? '', ended: false, undos: 0 };
  for (const entry of entries) {
    take(reading, entry);
    reading.last = entry.at;
  }
  const { parts, last } = reading;
  for (const part of parts.all) if (part.status === undefined) part.end = last;
  return parts.all;
}

function take(reading: Reading, entry: Entry): void {
  const { parts } = reading;
  switch (entry.type) {
    case 'run-started':
      beginRun(reading, entry);
      break;
    case 'run-resumed':
      resume(reading, entry);
      break;
    case 'run-ended':
      reading.ended = true;
      end(entry, parts.at(''), entry.status, entry.failure);
      break;
    case 'symphony-started':
      begin(reading, entry, entry.path, 'symphony', entry.symphony, {
        'cicd.pipeline.name': entry.symphony,
        'symphonyc.title': entry.title,
      });
      break;
    case 'movement-started':
      begin(reading, entry, entry.path, 'movement', nameIn(reading, entry.path), {
        'symphonyc.title': entry.title,
        'symphonyc.budget_ms': entry.budgetMs,
      });
      break;
    case 'symphony-ended':
      closeWays(reading, entry.at, entry.path);
      end(entry, parts.at(entry.path), entry.status, undefined);
      break;
    case 'movement-ended':
      end(entry, parts.at(entry.path), entry.status, undefined);
      break;
    case 'step-started':
      begin(reading, entry, entry.path, 'step', nameIn(reading, entry.path), {
        'cicd.pipeline.task.name': entry.title,
        'cicd.pipeline.task.type': taskTypeOf(entry.activity),
        'symphonyc.does': entry.does,
        'symphonyc.effects': entry.effects,
      });
      break;
    case 'step-ended':
      endStep(reading, entry);
      break;
    case 'undo-started':
    case 'undone':
    case 'undo-ended':
      takeUndo(reading, entry);
      break;
    default:
      takeNote(reading, entry);
  }
}

function beginRun(reading: Reading, entry: Extract<Entry, { type: 'run-started' }>): void {
  begin(reading, entry, '', 'run', entry.symphony, {
    'cicd.pipeline.name': entry.symphony,
    'symphonyc.title': entry.title,
    'symphonyc.dynamics': entry.dynamics,
    'symphonyc.movement': entry.movement,
    'symphonyc.beat': entry.beat,
    'symphonyc.plan.digest': entry.plan,
    'symphonyc.autonomy.level': entry.autonomy.level,
    'symphonyc.follows': entry.follows,
  });
}

/** One that was left out ends without having begun. */
function endStep(reading: Reading, entry: Extract<Entry, { type: 'step-ended' }>): void {
  const { path, status, attempts, durationMs, reason, failure, events = [], evidence = [] } = entry;
  const name = nameIn(reading, path);
  const part = reading.parts.at(path) ?? begin(reading, entry, path, 'step', name, { 'cicd.pipeline.task.name': name });
  part.attributes['symphonyc.tries'] = attempts;
  part.attributes['symphonyc.duration_ms'] = durationMs;
  part.attributes['symphonyc.reason'] = failure ? undefined : reason;
  for (const { at, event } of events) part.events.push({ at, name: event, attributes: {} });
  for (const { at, evidence: id, digest } of evidence) {
    const attributes = { 'symphonyc.evidence.id': id, 'symphonyc.evidence.digest': digest };
    part.events.push({ at, name: 'symphonyc.evidence', attributes });
  }
  if (failure)
    happened(reading, entry, path, 'exception', {
      'exception.type': failure.kind,
      'exception.message': failure.message,
    });
  end(entry, part, status, failure);
}

/** The process before may have been killed: what it left open was interrupted when it wrote last. */
function resume(reading: Reading, entry: Entry): void {
  const { parts, last, ended } = reading;
  closeWays(reading, last);
  for (const part of parts.all) {
    const holds = part.kind === 'run' || part.kind === 'symphony' || part.kind === 'movement';
    if (holds && part.status !== 'done' && part.status !== 'skipped') reopen(part);
    if (part.kind === 'step' && part.status === undefined && !ended)
      part.events.push({ at: last, name: 'symphonyc.interrupted', attributes: {} });
  }
  happened(reading, entry, '', 'symphonyc.resumed', {});
  reading.ended = false;
}
