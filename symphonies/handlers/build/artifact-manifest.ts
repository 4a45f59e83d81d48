/** The manifest of the artifacts: what each is, where it comes from and who answers for it. */
import { zipSync } from 'fflate';
import { filesFolder } from './artifacts.ts';
import type { Call, Evidence, JsonObject } from './context.ts';
import { listFiles, readBytes, readJson, removeAll, sha256, sizeOf, writeJson, writeWhole } from './files.ts';
import { readSums, signatureFile, sumsFile } from './hashes.ts';
import { keyOf } from './package-cache.ts';
import { readPackages } from './packages.ts';
import { archiveFolder, artifactsFolder } from './paths.ts';
import type { Signature, Signer } from './signing.ts';

interface Artifact extends JsonObject {
  /** Below the folder of the artifacts. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly origin: string;
}

export interface ArtifactManifest extends JsonObject {
  readonly version: 1;
  readonly symphony: string;
  /** The digest of the signed list of digests. */
  readonly sums: string;
  readonly signer: Signer & JsonObject;
  /** What the packages were made of. */
  readonly packages: Readonly<Record<string, { readonly version: string; readonly sources: string }>>;
  readonly artifacts: readonly Artifact[];
}

export const manifestFile = `${artifactsFolder}/artifact-manifest.json`;

/** `files/packages/canvas/index.js` → the package, the host, or the manifests. */
function originOf(path: string, names: ReadonlyMap<string, string>): string {
  const [, kind, short = ''] = path.split('/');
  return kind === 'packages' ? (names.get(short) ?? short) : kind === 'host' ? 'renderx-host' : 'catalog';
}

/** Same artifacts, same manifest. At ff, the artifacts are archived with it under the correlation id. */
export async function generateArtifactManifest(call: Call & Evidence<'artifact-manifest'>): Promise<JsonObject> {
  const packages = readPackages();
  const names = new Map(packages.map(({ short, name }) => [short, name]));
  const { keyid, publicKey } = readJson<Signature>(signatureFile)!;
  const manifest: ArtifactManifest = {
    version: 1,
    symphony: call.symphony,
    sums: sha256(readBytes(sumsFile)),
    signer: { keyid, publicKey },
    packages: Object.fromEntries(
      packages.map((one) => [one.name, { version: one.version, sources: keyOf(one, packages) }]),
    ),
    artifacts: Object.entries(readSums()).map(([path, digest]) => ({
      path,
      digest,
      size: sizeOf(`${artifactsFolder}/${path}`),
      origin: originOf(path, names),
    })),
  };
  writeJson(manifestFile, manifest);
  await call.evidence('artifact-manifest', manifest);
  const archive = call.dynamics === 'ff' ? archiveArtifacts(call) : null;
  call.log.info(`${manifest.artifacts.length} artifacts listed${archive ? `, archived in \`${archive}\`` : ''}`);
  return { artifacts: manifest.artifacts.length, digest: sha256(readBytes(manifestFile)), archive };
}

const archiveOf = ({ correlationId }: Pick<Call, 'correlationId'>): string =>
  `${archiveFolder(correlationId, sha256)}/artifacts.zip`;

/** One zip with artifacts, digests, signature and manifest; its bytes depend on nothing else. */
function archiveArtifacts(call: Call): string {
  const all = [...listFiles(filesFolder).map((file) => `files/${file}`), ...topFiles];
  const entries = Object.fromEntries(all.map((path) => [path, readBytes(`${artifactsFolder}/${path}`)]));
  // The first day that a zip can say.
  writeWhole(archiveOf(call), zipSync(entries, { mtime: new Date(1980, 0, 1) }));
  return archiveOf(call);
}

const topFiles = [sumsFile, signatureFile, manifestFile].map((path) => path.slice(artifactsFolder.length + 1));

/** The archive of artifacts that do not stay. */
export const removeArchive = (call: Pick<Call, 'correlationId'>): void => removeAll(archiveOf(call));
