/** Telling of a run when it has ended: three files beside its journal, and the collector that the environment names. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason } from '../core/system-errors.ts';
import { journalPath, matchingRuns, runFolder } from '../journal/folder.ts';
import { readJournal } from '../journal/read.ts';
import type { Entry } from '../model/records.ts';
import { type Destination, destinationsIn, type Signal } from './destinations.ts';
import { maskerOf } from './mask.ts';
import { type Signals, signalsOf } from './signals.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Writes and sends what there is to tell about a run. Gives what went wrong, one sentence each; nothing of it is a reason for a run to fail. */
export async function tellRun(root: string, run: string, env: Environment = process.env): Promise<string[]> {
  try {
    const entries = entriesOf(root, run);
    const [started] = entries;
    const follows = started?.type === 'run-started' ? started.follows : undefined;
    const followed = follows === undefined ? [] : entriesOfOther(root, follows);
    const jsonOf = maskerOf(env);
    writeSignals(root, run, signalsOf(entries, { followed }), jsonOf);
    const { destinations, problems } = destinationsIn(env);
    if (destinations.length === 0) return problems;
    return [...problems, ...(await sendSignals(signalsOf(entries, { followed, news: true }), destinations, jsonOf))];
  } catch (error) {
    return [`the telemetry of \`${run}\` could not be written: ${systemReason(error)}`];
  }
}

const entriesOf = (root: string, run: string): readonly Entry[] => readJournal(journalPath(root, run)).entries;

/** Without the other run the trace has no link to it, and is whole all the same. */
function entriesOfOther(root: string, run: string): readonly Entry[] {
  try {
    return matchingRuns(root, run).includes(run) ? entriesOf(root, run) : [];
  } catch {
    return [];
  }
}

type JsonOf = (value: unknown) => string;

/** A file is the old or the new one. */
function writeSignals(root: string, run: string, signals: Signals | undefined, jsonOf: JsonOf): void {
  for (const [signal, data] of Object.entries(signals ?? {})) {
    const path = join(runFolder(root, run), `${signal}.otlp.json`);
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, `${jsonOf(data)}\n`);
    renameSync(fresh, path);
  }
}

/** All at once: the time that the slowest may take is the time that it takes. What has nothing to tell is not sent. */
async function sendSignals(
  signals: Signals | undefined,
  destinations: readonly Destination[],
  jsonOf: JsonOf,
): Promise<string[]> {
  const { send } = await import('./send.ts');
  const wanted = destinations.filter(({ signal }) => signals && !isEmpty(signals, signal));
  const sent = wanted.map((destination) => send(destination, jsonOf(signals?.[destination.signal])));
  return (await Promise.all(sent)).filter((problem) => problem !== undefined);
}

function isEmpty({ traces, metrics, logs }: Signals, signal: Signal): boolean {
  if (signal === 'traces') return traces.resourceSpans[0]!.scopeSpans[0]!.spans.length === 0;
  if (signal === 'metrics') return metrics.resourceMetrics[0]!.scopeMetrics[0]!.metrics.length === 0;
  return logs.resourceLogs[0]!.scopeLogs[0]!.logRecords.length === 0;
}
