/** The catalog: what the plugins say about themselves, in one place. */
import type { Call, JsonObject } from './context.ts';
import {
  copyFolder,
  digestOfFolder,
  exists,
  listFiles,
  removeAll,
  replaceFolder,
  scratch,
  writeJson,
} from './files.ts';
import { readPackages } from './packages.ts';
import { catalogFolder, packagesFolder } from './paths.ts';
import { readSources, type Sources } from './sources.ts';

export const sourcesFolder = `${catalogFolder}/sources`;
export const domainsFile = `${catalogFolder}/orchestration-domains.json`;

/** A domain of the application: a plugin, with what it plays and what it depends on. */
export interface OrchestrationDomain extends JsonObject {
  readonly id: string;
  readonly package: string;
  readonly sequences: readonly string[];
  readonly publishes: readonly string[];
  readonly reactsTo: readonly string[];
  readonly dependsOn: readonly string[];
}

/** Derives a domain from each package: its sequences, the topics it declares and those that it reacts to. */
export async function regenerateOrchestrationDomains({ log }: Call): Promise<JsonObject> {
  const packages = readPackages();
  const sources = readSources(
    packages.map(({ short }) => short),
    (plugin) => `${packagesFolder}/${plugin}/json`,
  );
  const domains = packages.map(({ name, short, dependencies }): OrchestrationDomain => {
    const sequences = sources.sequences.filter(({ plugin }) => plugin === short).map(({ id }) => id);
    return {
      id: short,
      package: name,
      sequences,
      publishes: sources.topics.filter(({ plugin }) => plugin === short).map(({ topic }) => topic),
      reactsTo: sources.topics
        .filter(({ plays }) => plays.some((id) => sequences.includes(id)))
        .map(({ topic }) => topic),
      dependsOn: dependencies.map((one) => packages.find((other) => other.name === one)!.short),
    };
  });
  writeJson(domainsFile, { domains });
  const playing = domains.filter(({ sequences }) => sequences.length > 0).length;
  log.info(`${domains.length} domains, ${playing} of them with sequences`);
  return { domains: domains.length, playing };
}

/** Brings the JSON sources of all packages into the catalog; what no package has any more is gone from it. */
export async function syncJsonSources({ log }: Call): Promise<JsonObject> {
  const made = scratch('sources');
  for (const { short, folder } of readPackages())
    if (exists(`${folder}/json`)) copyFolder(`${folder}/json`, `${made}/${short}`);
  const digest = digestOfFolder(made);
  const isSame = exists(sourcesFolder) && digestOfFolder(sourcesFolder) === digest;
  if (isSame) removeAll(made);
  else replaceFolder(made, sourcesFolder);
  const files = listFiles(sourcesFolder).length;
  log.info(`${files} sources${isSame ? ', unchanged' : ''}`);
  return { files, digest, changed: !isSame };
}

/** The sources as the catalog has them. */
export function readCatalog(): Sources {
  const plugins = [...new Set(listFiles(sourcesFolder).map((file) => file.slice(0, file.indexOf('/'))))];
  return readSources(plugins, (plugin) => `${sourcesFolder}/${plugin}`);
}
