/** A run as its journal tells it: what `show` prints and what others compute from. */

import { openQuestions } from '../decisions/decide.ts';
import { isKeptElsewhere, journalPath } from '../journal/folder.ts';
import { isLocked } from '../journal/lock.ts';
import { readJournal } from '../journal/read.ts';
import { isGone, isWithin } from '../journal/recorded.ts';
import type { EventRecord, EvidenceRecord, MetricRecord } from '../model/entries.ts';
import type { Decided, Entry, RunStarted, StepEnded } from '../model/records.ts';
import {
  type Confirmation,
  type Failure,
  type Judged,
  placeOfQuestion,
  questionKey,
  type RunStatus,
  type StepResult,
} from '../model/result.ts';
import { UsageError } from '../model/usage-error.ts';

/** A step as it ended last. One that was undone since stays, and says so. */
interface RecordedStep {
  /** Its name in the journal. */
  readonly path: string;
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
  readonly title: string;
  /** `handler`, `run`, `perform`, `probe` or `approve`; undefined for one that did not begin. */
  readonly does?: string;
  /** `running` when it began and did not end. */
  readonly status: StepResult['status'] | 'running';
  /** The instant in UTC, in ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
  readonly reason?: string;
  readonly failure?: Failure;
  readonly undone?: 'undone' | 'failed';
}

export interface RunRecord {
  readonly version: 1;
  readonly run: string;
  readonly symphony: string;
  readonly title: string;
  readonly plan?: string;
  /** Without an end: `running` as long as a process plays it, `interrupted` when that was killed. */
  readonly status: RunStatus | 'running' | 'interrupted';
  readonly startedAt: string;
  /** From the first to the last entry, without the time between processes. */
  readonly durationMs: number;
  readonly dynamics: string;
  readonly environment: string | null;
  readonly autonomy: RunStarted['autonomy'];
  readonly movement?: string;
  readonly beat?: string;
  readonly inputs: RunStarted['inputs'];
  readonly correlationId: string;
  readonly follows?: string;
  /** What of that run it follows. */
  readonly occasion?: string;
  readonly failure?: Failure;
  /** How many processes have played it. */
  readonly processes: number;
  readonly steps: readonly RecordedStep[];
  /** These three without those of steps that were undone, or that whoever has gone on with the run counts as not played. */
  readonly events: readonly EventRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly evidence: readonly EvidenceRecord[];
  readonly judged: readonly Judged[];
  /** Without those that were forgotten when what they were about was undone. */
  readonly decisions: readonly (Decided & { readonly at: string })[];
  /** What it waits for. */
  readonly questions: readonly Confirmation[];
  readonly undone: readonly { readonly step: string; readonly status: string; readonly at: string }[];
}

/** Reads the journal of a run. Undefined when it does not begin with a start. Throws what the system throws. */
export function runRecord(root: string, run: string): RunRecord | undefined {
  const { entries, broken } = readJournal(journalPath(root, run));
  if (broken)
    throw new UsageError(
      `line ${broken.line} of the journal of \`${run}\` is not as it was written: ${broken.problem}`,
    );
  const record = recordOf(entries);
  return record && { ...record, status: statusNow(root, run, record.status) };
}

/** Whether a run without an end still goes on is not for its journal to say. */
export const statusNow = (root: string, run: string, status: RunRecord['status']): RunRecord['status'] =>
  status !== 'running' || isKeptElsewhere(root, run) || isLocked(root, run) ? status : 'interrupted';

interface Building {
  started?: RunStarted & { readonly at: string };
  ended?: Extract<Entry, { type: 'run-ended' }>;
  processes: number;
  readonly steps: Map<string, RecordedStep>;
  /** The paths of movements, below which steps lie. */
  readonly movements: Set<string>;
  /** Of what counts. */
  readonly ends: Map<string, StepEnded>;
  /** Of these, what counts no more once somebody goes on with the run. Until then, it says why the run failed. */
  readonly forgotten: Set<string>;
  readonly judged: Map<string, readonly Judged[]>;
  decisions: (Decided & { readonly at: string })[];
  readonly undone: { step: string; status: string; at: string }[];
}

/** The same of the entries of a journal. */
export function recordOf(entries: readonly Entry[]): RunRecord | undefined {
  const building: Building = {
    processes: 0,
    steps: new Map(),
    movements: new Set(),
    ends: new Map(),
    forgotten: new Set(),
    judged: new Map(),
    decisions: [],
    undone: [],
  };
  for (const entry of entries) take(building, entry);
  const { started, ended, ends } = building;
  if (!started) return undefined;
  const { at: startedAt, type: _, version: __, happened: ___, tool: ____, ...head } = started;
  const all = [...ends.values()];
  return {
    version: 1,
    ...head,
    status: ended?.status ?? 'running',
    startedAt,
    durationMs: ended?.durationMs ?? Date.parse(entries.at(-1)!.at) - Date.parse(startedAt),
    failure: ended?.failure,
    processes: building.processes,
    steps: [...building.steps.values()],
    events: all.flatMap(({ events }) => events ?? []),
    metrics: all.flatMap(({ metrics }) => metrics ?? []),
    evidence: all.flatMap(({ evidence }) => evidence ?? []),
    judged: [...building.judged.values()].flat(),
    decisions: building.decisions,
    questions: ended?.status === 'waiting' ? openQuestions(entries).map(questionIn) : [],
    undone: building.undone,
  };
}

function take(building: Building, entry: Entry): void {
  const { steps, ends, forgotten, movements } = building;
  switch (entry.type) {
    case 'run-started':
      building.started = entry;
      building.processes++;
      break;
    case 'run-resumed':
      building.ended = undefined;
      building.processes++;
      for (const path of forgotten) ends.delete(path);
      forgotten.clear();
      break;
    case 'run-ended':
      building.ended = entry;
      break;
    case 'movement-started':
      movements.add(entry.path);
      break;
    case 'step-started':
      steps.set(entry.path, { ...begun(movements, entry.path, entry.at), title: entry.title, does: entry.does });
      break;
    case 'step-ended': {
      const { path, status, durationMs, attempts, reason, failure } = entry;
      const step = steps.get(path) ?? begun(movements, path, entry.at);
      steps.set(path, { ...step, status, durationMs, attempts, reason, failure });
      // In the order in which they ended, the last time.
      ends.delete(path);
      ends.set(path, entry);
      forgotten.delete(path);
      break;
    }
    case 'judged':
      building.judged.set(entry.path, entry.judged);
      break;
    case 'decided':
      building.decisions.push(entry);
      break;
    case 'undo-ended':
      for (const path of endsWithin(building, entry.steps)) forgotten.add(path);
      building.decisions = building.decisions.filter(
        (decision) => !isGone(placeOfQuestion(questionKey(decision)), entry.path, entry.steps),
      );
      break;
    case 'undone': {
      const step = steps.get(entry.path);
      if (step) steps.set(entry.path, { ...step, undone: entry.status });
      if (entry.status === 'undone') for (const path of endsWithin(building, [entry.path])) ends.delete(path);
      building.undone.push({ step: entry.path, status: entry.status, at: entry.at });
      break;
    }
    default:
  }
}

/** Of steps, and of what they performed. */
const endsWithin = ({ ends }: Building, steps: readonly string[]): string[] =>
  [...ends.keys()].filter((path) => steps.some((step) => isWithin(path, step)));

/** Without what its line in the journal adds. */
const questionIn = ({
  kind,
  symphony,
  role,
  question,
  subject,
  source,
  evidence,
  measures,
}: Confirmation): Confirmation => ({ kind, symphony, role, question, subject, source, evidence, measures });

/** A path ends in the symphony, the movement and the step; the value of an `each` may have slashes. */
function begun(movements: ReadonlySet<string>, path: string, at: string): RecordedStep {
  const around = movementOf(movements, path);
  const [movement = '', symphony = ''] = around.split('/').reverse();
  const step = path.slice(around.length + 1);
  const beat = step.replace(/\[.*$/s, '');
  return {
    path,
    symphony,
    movement,
    beat,
    step,
    title: step,
    status: 'running',
    startedAt: at,
    durationMs: 0,
    attempts: 0,
  };
}

function movementOf(movements: ReadonlySet<string>, path: string): string {
  let around = path;
  do around = around.slice(0, Math.max(0, around.lastIndexOf('/')));
  while (around !== '' && !movements.has(around));
  return around;
}
