/** The five manifests: what the host knows about its plugins. */
import { readCatalog, sourcesFolder } from './catalog.ts';
import type { Call, Evidence, JsonObject, Measures } from './context.ts';
import { digestOfFolder, readBytes, readJson, sha256, writeJson } from './files.ts';
import { artifactsFolder, manifestsFolder } from './paths.ts';
import type { Sources } from './sources.ts';
import { secondsOfMovement } from './timing.ts';

/** What each manifest lists, and under which name. */
const contents = {
  component: ({ components }: Sources) => ({ components }),
  sequence: ({ sequences }: Sources) => ({ sequences }),
  topic: ({ topics }: Sources) => ({ topics }),
  layout: ({ slots }: Sources) => ({ slots }),
  interaction: ({ interactions }: Sources) => ({ interactions }),
};

type Manifest = keyof typeof contents;

const manifests = Object.keys(contents) as Manifest[];
const fileOf = (manifest: Manifest): string => `${manifestsFolder}/${manifest}-manifest.json`;

const digests = (): Record<string, string> =>
  Object.fromEntries(manifests.map((manifest) => [manifest, sha256(readBytes(fileOf(manifest)))]));

/** Writes the manifests that the beat asks for from the catalog; each says which sources it was made of. */
export async function generateManifests({
  input,
  log,
}: Call & { readonly input: { readonly manifests: readonly Manifest[] } }): Promise<JsonObject> {
  const sources = digestOfFolder(sourcesFolder);
  const catalog = readCatalog();
  for (const manifest of input.manifests)
    writeJson(fileOf(manifest), { manifest, version: 1, sources, ...contents[manifest](catalog) });
  log.info(`${input.manifests.length} manifests of the sources ${sources.slice(0, 12)}`);
  return { manifests: [...input.manifests], sources };
}

/** Checks that all five were made of the same sources, those in the catalog, and list all that is there. */
export async function validateManifestIntegrity({ log }: Call): Promise<JsonObject> {
  const sources = digestOfFolder(sourcesFolder);
  const catalog = readCatalog();
  const problems = manifests.flatMap((manifest) => {
    const path = fileOf(manifest);
    const found = readJson<Record<string, unknown>>(path);
    if (!found) return [`\`${path}\` is missing`];
    if (found['sources'] !== sources) return [`\`${path}\` was made of other sources than those in the catalog`];
    const listed = Object.entries(contents[manifest](catalog));
    return listed
      .filter(([name, entries]) => JSON.stringify(found[name]) !== JSON.stringify(entries))
      .map(([name]) => `\`${path}\` does not list the ${name} of its sources`);
  });
  if (problems.length > 0) throw new Error(problems.join('; '));
  log.info(`${manifests.length} manifests agree with their sources`);
  return { validated: manifests.length };
}

/** Keeps the digests, and names the manifests that differ from those of the last artifacts. */
export async function recordManifestState(
  call: Call & Measures<'movement_duration'> & Evidence<'manifest-digests'>,
): Promise<JsonObject> {
  const now = digests();
  const before = readJson<{ artifacts: readonly { path: string; digest: string }[] }>(
    `${artifactsFolder}/artifact-manifest.json`,
  );
  const changed = manifests.filter((manifest) => {
    const path = `files/manifests/${manifest}-manifest.json`;
    return before?.artifacts.find((one) => one.path === path)?.digest !== now[manifest];
  });
  await call.evidence('manifest-digests', { digests: now, changed });
  call.measure('movement_duration', secondsOfMovement(call));
  return { digests: now, changed };
}
