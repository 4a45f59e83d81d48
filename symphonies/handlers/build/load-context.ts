/** What the build starts from. */
import { availableParallelism } from 'node:os';
import type { ArtifactManifest } from './artifact-manifest.ts';
import type { Call, JsonObject } from './context.ts';
import { readJson, removeAll } from './files.ts';
import { readPackages } from './packages.ts';
import { artifactsFolder, scratchFolder } from './paths.ts';

/** Reads the state of the sources, the machine, the packages and the previous build. */
export async function loadBuildContext({ exec, log, dynamics }: Call): Promise<JsonObject> {
  // Whatever lies there was left behind by a build that was killed.
  removeAll(scratchFolder);
  const packages = readPackages();
  const previous = readJson<ArtifactManifest>(`${artifactsFolder}/artifact-manifest.json`);
  const context = {
    dynamics,
    node: process.version,
    platform: process.platform,
    cores: availableParallelism(),
    source: await sourceState(exec),
    packages: Object.fromEntries(packages.map(({ name, version }) => [name, version])),
    previous: previous
      ? { artifacts: previous.artifacts.length, sums: previous.sums, signer: previous.signer.keyid }
      : null,
  };
  log.info(`${packages.length} packages, ${context.cores} cores, ${previous ? 'after' : 'without'} a previous build`);
  return context;
}

/** The commit and how many files differ from it; null where there is no git repository. */
async function sourceState(exec: Call['exec']): Promise<{ commit: string; changed: number } | null> {
  const head = await exec(['git', 'rev-parse', 'HEAD'], { allowFailure: true });
  if (head.exit !== 0) return null;
  const { stdout } = await exec(['git', 'status', '--porcelain', '-z']);
  return { commit: head.stdout.trim(), changed: stdout.split('\0').filter((entry) => /^.. /.test(entry)).length };
}
