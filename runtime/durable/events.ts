/** What happened in a run that is played elsewhere, from its journal: the events that views are told of where it is played. */
import { dynamicsLevels } from '../model/dynamics.ts';
import type { LogLevel, RunEvent } from '../model/events.ts';
import type { Entry, StepEnded } from '../model/records.ts';
import type { MovementResult } from '../model/result.ts';
import { type Parts, subjectOfPart } from './parts.ts';

/** What commands print is not in the journal until they end, and so not among them. */
export function eventsOf(entry: Entry, parts: Parts, dynamics: string): RunEvent[] {
  if (entry.type === 'run-resumed')
    return [{ type: 'note', message: `a worker goes on with it at ${entry.at}`, depth: 0 }];
  if (!('path' in entry)) return entry.type === 'asked' ? [{ type: 'asked', confirmation: entry, depth: 0 }] : [];
  const part = parts(entry.path);
  if (entry.type === 'undone') {
    const { status, reason, path } = entry;
    const undone = { step: part ? subjectOfPart(part) : path, status, reason };
    return [{ type: 'undone', undone, depth: part?.depth ?? 0 }];
  }
  if (!part) return [];
  const { plan, movement, step, depth } = part;
  switch (entry.type) {
    case 'symphony-started':
      return [{ type: 'symphony', plan, dynamics: levelOf(dynamics), depth, usedMs: 0 }];
    case 'movement-started':
      return movement ? [{ type: 'movement', movement, depth, usedMs: 0 }] : [];
    case 'movement-ended':
      return movement
        ? [{ type: 'movement-ended', plan, movement, status: entry.status as MovementResult['status'], depth }]
        : [];
    case 'step-started':
      return step ? [{ type: 'step', step, depth }] : [];
    case 'step-ended':
      return step ? [{ type: 'step-ended', step, result: { id: step.id, ...endOf(entry) }, depth }] : [];
    case 'step-retried':
      return [{ type: 'note', message: `${step?.id}: try ${entry.attempt}: ${entry.reason}`, depth }];
    case 'judged':
      return entry.judged.map((judged) => ({ type: 'judged', judged, depth }));
    case 'log':
      return [{ type: 'log', level: entry.level as LogLevel, message: entry.message, fields: entry.fields, depth }];
    default:
      return [];
  }
}

const levelOf = (dynamics: string) => dynamicsLevels.find((level) => level === dynamics) ?? 'mf';

/** How a step ended, without what else the journal says with it. */
export const endOf = ({ status, reason, attempts, durationMs, output }: StepEnded) => ({
  status,
  reason,
  attempts,
  durationMs,
  output,
});
