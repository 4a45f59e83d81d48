/** Everything that was built, in one folder, each file under where it comes from. */
import type { Call, JsonObject, Measures } from './context.ts';
import {
  copyFolder,
  digestOfFolder,
  digestsOf,
  exists,
  listFiles,
  removeAll,
  replaceFolder,
  scratch,
  sizeOf,
} from './files.ts';
import { hostDist } from './host.ts';
import { readPackages } from './packages.ts';
import { artifactsFolder, manifestsFolder } from './paths.ts';
import { secondsOfMovement } from './timing.ts';

export const filesFolder = `${artifactsFolder}/files`;

/** Where artifacts come from, and under which name they are kept. */
export function origins(): { from: string; name: string }[] {
  return [
    ...readPackages().map(({ dist, short }) => ({ from: dist, name: `packages/${short}` })),
    { from: hostDist, name: 'host' },
    { from: manifestsFolder, name: 'manifests' },
  ];
}

/** Copies what the packages and the host consist of. Throws when something was not built. */
export async function collectArtifacts({ log }: Call): Promise<JsonObject> {
  const made = scratch('artifacts');
  for (const { from, name } of origins()) {
    if (!exists(from)) throw new Error(`\`${from}\` was not built`);
    copyFolder(from, `${made}/${name}`);
  }
  if (exists(filesFolder) && digestOfFolder(filesFolder) === digestOfFolder(made)) removeAll(made);
  else replaceFolder(made, filesFolder);
  const files = listFiles(filesFolder).length;
  log.info(`${files} artifacts`);
  return { artifacts: files, digest: digestOfFolder(filesFolder) };
}

/** The share of the collected files that are what was built, and nothing besides. */
export function shareCollected(): number {
  const built = Object.fromEntries(
    origins().flatMap(({ from, name }) =>
      Object.entries(digestsOf(from)).map(([file, digest]) => [`${name}/${file}`, digest] as const),
    ),
  );
  const collected = digestsOf(filesFolder);
  const all = [...new Set([...Object.keys(built), ...Object.keys(collected)])];
  return all.length === 0 ? 0 : all.filter((file) => built[file] === collected[file]).length / all.length;
}

/** Counts what the movement leaves behind. */
export async function recordArtifactMetrics(call: Call & Measures<'movement_duration'>): Promise<JsonObject> {
  const sizes = listFiles(filesFolder).map((file) => sizeOf(`${filesFolder}/${file}`));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  call.measure('movement_duration', secondsOfMovement(call));
  call.log.info(`${sizes.length} artifacts, ${bytes} bytes, the largest ${Math.max(0, ...sizes)}`);
  return { artifacts: sizes.length, bytes };
}
