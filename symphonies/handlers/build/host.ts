/** The host application, bundled by Vite from the packages as they were built. */
import { readCatalog } from './catalog.ts';
import type { Call, JsonObject, Measures } from './context.ts';
import { digestOfFolder, exists, listFiles, replaceFolder, scratch, sizeOf, writeWhole } from './files.ts';
import { brokenFiles } from './host-files.ts';
import { readPackages } from './packages.ts';
import { hostFolder, sample } from './paths.ts';
import { secondsOfMovement } from './timing.ts';

export const hostDist = `${hostFolder}/dist`;

/** Writes the list of the plugins that the host imports, and has the compiler check the host against their types. */
export async function prepareHostBuild({ exec, log }: Call): Promise<JsonObject> {
  const { sequences, slots } = readCatalog();
  const names = new Set([...sequences, ...slots].map(({ plugin }) => plugin));
  const plugins = readPackages().filter(({ short }) => names.has(short));
  const unbuilt = plugins.find(({ dist }) => !exists(dist));
  if (unbuilt) throw new Error(`the host imports \`${unbuilt.name}\`, which is not built yet`);
  const imports = plugins.map(({ name }, i) => `import * as plugin${i} from '${name}';`);
  const entries = plugins.map(({ short }, i) => `  '${short}': plugin${i},`);
  const lines = [...imports, '', 'export const plugins = {', ...entries, '};', ''];
  writeWhole(`${hostFolder}/src/generated/plugins.ts`, lines.join('\n'));
  const { exit, stdout } = await exec(['tsc', '-p', hostFolder, '--pretty', 'false'], { allowFailure: true });
  if (exit !== 0) throw new Error(stdout.trim() || `tsc ended with ${exit}`);
  log.info(`the host imports ${plugins.length} plugins`);
  return { plugins: plugins.map(({ name }) => name) };
}

/** Bundles into a folder beside, which then takes the place of the last bundle. */
export async function viteHostBuild({ exec, log }: Call): Promise<JsonObject> {
  const made = scratch('host');
  // Vite takes a relative folder as one of the application.
  const outDir = `${'../'.repeat(hostFolder.split('/').length)}${made}`;
  const argv = ['vite', 'build', hostFolder, '--outDir', outDir, '--configLoader', 'native', '--logLevel', 'warn'];
  const { exit, stdout, stderr } = await exec(argv, { allowFailure: true });
  if (exit !== 0)
    throw new Error(
      [stderr, stdout]
        .map((text) => text.trim())
        .join('\n')
        .trim() || `vite ended with ${exit}`,
    );
  replaceFolder(made, hostDist);
  const files = listFiles(hostDist);
  log.info(`${files.length} files in \`${hostDist.slice(sample.length + 1)}\``);
  return { files: files.length, digest: digestOfFolder(hostDist) };
}

/** Checks that the bundle is whole: what the page and Vite's own manifest name is there, and scripts can be parsed. */
export async function validateHostArtifacts({
  exec,
  log,
  measure,
}: Call & Measures<'artifact_validation_rate'>): Promise<JsonObject> {
  const files = listFiles(hostDist);
  const broken = await brokenFiles(hostDist, files, exec);
  for (const problem of broken.values()) log.error(problem);
  const expected = new Set([...files, ...broken.keys()]);
  measure('artifact_validation_rate', expected.size === 0 ? 0 : (expected.size - broken.size) / expected.size);
  return { files: files.length, broken: [...broken.values()] };
}

/** Measures the bundle. */
export async function recordHostBuildMetrics(
  call: Call & Measures<'bundle_size' | 'movement_duration'>,
): Promise<JsonObject> {
  const files = listFiles(hostDist);
  const bytes = files.reduce((sum, file) => sum + sizeOf(`${hostDist}/${file}`), 0);
  call.measure('bundle_size', bytes);
  call.measure('movement_duration', secondsOfMovement(call));
  return { bytes, chunks: files.filter((file) => file.endsWith('.js')).length };
}
