/** The account of the whole build, and the archive of its logs. */
import { type ArtifactManifest, manifestFile } from './artifact-manifest.ts';
import type { Call, Evidence, JsonObject, Measures, Played } from './context.ts';
import { exists, readJson, readText, sha256, writeJson, writeWhole } from './files.ts';
import { durationsBefore, median } from './history.ts';
import { buildingsOf } from './package-metrics.ts';
import { archiveFolder, governanceFolder } from './paths.ts';
import { ownBeats, secondsOfMovement, secondsPlayed } from './timing.ts';

type Measured =
  | 'build_duration'
  | 'build_duration_baseline'
  | 'build_success_rate'
  | 'movement_duration'
  | 'beat_duration';

const reportFile = `${governanceFolder}/build-report.json`;

/** Reports what was played and what came out, measures the build against those before it, and archives its logs. */
export async function generateBuildReport(
  call: Call & Measures<Measured> & Evidence<'build-report' | 'build-log-archive'>,
): Promise<JsonObject> {
  const since = Date.now();
  const beats = ownBeats(call);
  const buildings = buildingsOf(call);
  const cached = buildings.filter(({ built }) => built.cached).length;
  const before = await durationsBefore(call, cached / buildings.length);
  const duration = secondsPlayed(beats, since);
  const measured: Record<Measured, number> = {
    build_duration: duration,
    // Without anything to compare with, the build is its own baseline.
    build_duration_baseline: median(before) ?? duration,
    build_success_rate: successRate(beats),
    movement_duration: secondsOfMovement(call, since),
    beat_duration: Math.max(...beats.map(({ durationMs }) => durationMs)),
  };
  for (const [metric, value] of Object.entries(measured)) call.measure(metric as Measured, value);
  const report = {
    symphony: call.symphony,
    run: call.run,
    correlationId: call.correlationId,
    dynamics: call.dynamics,
    measured,
    comparedWith: before.length,
    packages: buildings.map(({ built }) => built),
    artifacts: artifactsOf(readJson<ArtifactManifest>(manifestFile)),
    outputs: otherOutputs(call),
    beats: beats.map(({ step, status, startedAt, durationMs, attempts }) => ({
      step,
      status,
      startedAt,
      durationMs,
      attempts,
    })),
  };
  writeJson(reportFile, report);
  await call.evidence('build-report', report);
  const archive = await archiveLogs(call, report);
  call.log.info(`${beats.length} beats in ${duration.toFixed(1)} s, logs in \`${archive}\``);
  return { report: reportFile, archive, ...measured };
}

/** Share of the attempts at building packages and the host that succeeded. */
function successRate(beats: readonly Played[]): number {
  const builds = beats.filter(({ beat }) => /^(?:build-\w+-packages|execute-vite-build)$/.test(beat));
  const attempts = builds.reduce((sum, one) => sum + Math.max(1, one.attempts), 0);
  return attempts === 0 ? 0 : builds.filter(({ status }) => status === 'done').length / attempts;
}

const artifactsOf = (manifest: ArtifactManifest | undefined): JsonObject | null =>
  manifest ? { number: manifest.artifacts.length, sums: manifest.sums, signer: manifest.signer.keyid } : null;

/** What the beats gave back, but for the packages, which are told above. */
const otherOutputs = ({ outputs }: Call): JsonObject =>
  Object.fromEntries(Object.entries(outputs).filter(([step]) => !step.includes('[')));

/** Keeps the journal of the run, as far as it goes, beside the report, under the correlation id. */
async function archiveLogs(call: Call & Evidence<'build-log-archive'>, report: object): Promise<string> {
  const folder = archiveFolder(call.correlationId, sha256);
  // What a run performs is named after it: `RUN/movement/step`.
  const journal = `.symphony/runs/${call.run.split('/')[0]}/journal.jsonl`;
  const files = {
    'build-report.json': `${JSON.stringify(report, null, 2)}\n`,
    'played.jsonl': call.played.map((one) => `${JSON.stringify(one)}\n`).join(''),
    ...(exists(journal) ? { 'journal.jsonl': readText(journal) } : {}),
  };
  for (const [name, text] of Object.entries(files)) writeWhole(`${folder}/${name}`, text);
  const digests = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
  await call.evidence('build-log-archive', { correlationId: call.correlationId, folder, digests });
  return folder;
}
