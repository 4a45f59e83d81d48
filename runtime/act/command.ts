/** What a command is told about the run, and how it tells what it measured: through environment variables and a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { MetricValue } from '../model/entries.ts';
import type { Recorder } from '../run/recorder.ts';
import { type Performance, pathOf } from '../run/session.ts';
import { traceParentFor } from '../telemetry/trace-context.ts';

/** Inputs reach a command as data in its environment, never as text of an argument. */
export function commandEnvironment(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
): Record<string, string> {
  const { session, prepared, inputs, run } = performance;
  const values = Object.entries(inputs).map(([name, value]) => [
    `SYMPHONYC_INPUT_${name.toUpperCase()}`,
    String(value),
  ]);
  return {
    ...Object.fromEntries(values),
    SYMPHONYC_SYMPHONY: prepared.plan.id,
    SYMPHONYC_MOVEMENT: movement.id,
    SYMPHONYC_STEP: step.id,
    SYMPHONYC_RUN: run,
    SYMPHONYC_CORRELATION_ID: session.correlationId,
    SYMPHONYC_DYNAMICS: session.dynamics,
    TRACEPARENT: traceParentFor(session.traceId, session.run, pathOf(performance, movement, step)),
  };
}

/**
 * A command that measures appends lines `metric=value` to the file that `SYMPHONYC_MEASURES` names. Throws for a metric
 * that the step does not declare and for what is no value.
 */
export async function withMeasures<T>(
  step: PlanStep,
  recorder: Recorder,
  run: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  if (step.measures.length === 0) return run({});
  const folder = mkdtempSync(join(tmpdir(), 'symphonyc-'));
  const path = join(folder, 'measures');
  try {
    writeFileSync(path, '');
    const result = await run({ SYMPHONYC_MEASURES: path });
    for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) if (line.trim() !== '') measureLine(line, recorder);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureLine(line: string, recorder: Recorder): void {
  const [, name, text] = /^\s*([a-z][a-z0-9_]*)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
  if (name === undefined || text === undefined)
    throw new Error(`\`${line}\` in the file of measures is not \`metric=value\``);
  const value: MetricValue = text === 'true' ? true : text === 'false' ? false : Number(text);
  recorder.measure(name, value);
}
