/** What happens to parts of a run beside their beginning and their end. */
import type { Entry } from '../model/records.ts';
import { blame, happened, type Reading } from './reading.ts';

/** A retry, a judgement, a question, a decision, a run that follows. Log lines are a signal of their own. */
export function takeNote(reading: Reading, entry: Entry): void {
  switch (entry.type) {
    case 'step-retried':
      happened(reading, entry, entry.path, 'symphonyc.try.failed', {
        'symphonyc.try': entry.attempt,
        'symphonyc.reason': entry.reason,
      });
      break;
    case 'judged':
      takeJudged(reading, entry);
      break;
    case 'asked':
      happened(reading, entry, placeOf(entry.subject), 'symphonyc.asked', {
        'symphonyc.question': entry.question,
        'symphonyc.role': entry.role,
      });
      break;
    case 'decided':
      happened(reading, entry, placeOf(entry.subject), 'symphonyc.decided', {
        'symphonyc.decision': entry.decision,
        'symphonyc.by': entry.by,
        'symphonyc.role': entry.role,
      });
      break;
    case 'followed':
      happened(reading, entry, entry.path, 'symphonyc.followed', {
        'cicd.pipeline.name': entry.symphony,
        'cicd.pipeline.run.id': entry.run,
      });
      break;
    default:
  }
}

function takeJudged(reading: Reading, entry: Extract<Entry, { type: 'judged' }>): void {
  const part = reading.parts.at(entry.path);
  for (const { type, scope, policy, expression, verdict, reason, source } of entry.judged) {
    happened(reading, entry, entry.path, 'symphonyc.judged', {
      'symphonyc.judged.type': type,
      'symphonyc.judged.scope': scope,
      'symphonyc.policy': policy,
      'symphonyc.expression': expression,
      'symphonyc.verdict': verdict,
      'symphonyc.reason': reason,
    });
    if (!part || (verdict !== 'fails' && verdict !== 'unknown') || !source) continue;
    const failure = { kind: 'gate', message: reason ?? verdict, subject: scope, source } as const;
    part.failure ??= failure;
    blame(part, failure);
  }
}

/** The path within a subject, which may be `policy at path`. */
export const placeOf = (subject: string): string => subject.replace(/^\S+ at /, '');
