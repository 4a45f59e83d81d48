/** A release: the artifacts of a build as its manifest lists them, put into a slot and checked there byte by byte. */
import { copyFile, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asJson, type DigestedFile, digestFile, digestOf, readJson, writeWhole } from '../common/files.ts';
import { insidePath } from '../common/paths.ts';
import type { Slot } from './target.ts';

/** `artifact-manifest.json` of the build, as far as a deployment needs it. */
interface ArtifactManifest {
  readonly version: number;
  readonly artifacts: readonly DigestedFile[];
}

/** What lies in a slot as `release.json`, beside `files/`. */
export type Release = {
  readonly version: 1;
  /** Digest of the artifact manifest: equal releases have equal ids. */
  readonly id: string;
  readonly artifacts: readonly DigestedFile[];
};

/** Reads what a build has left in a folder. Throws when there is nothing to release, or it is not what it says. */
export async function readArtifacts(folder: string): Promise<Release> {
  const path = join(insidePath(folder, 'the input `artifacts`'), 'artifact-manifest.json');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`there is no \`${path}\`, so there is nothing to release; play the build first`);
  });
  const { version, artifacts } = JSON.parse(text) as ArtifactManifest;
  if (version !== 1 || !Array.isArray(artifacts) || artifacts.length === 0)
    throw new Error(`\`${path}\` lists no artifacts in a form that is known here; build again`);
  const listed = artifacts.map(({ path: name, digest, size }) => ({
    path: insidePath(name, 'an artifact of the manifest'),
    digest,
    size,
  }));
  const release: Release = { version: 1, id: digestOf(text), artifacts: listed };
  await expectIntact(folder, release);
  return release;
}

/** The files of a release that are not what it says: missing, changed, or no plain files. */
export async function mismatches(folder: string, { artifacts }: Pick<Release, 'artifacts'>): Promise<string[]> {
  const wrong = await Promise.all(
    artifacts.map(async ({ path, digest }) => {
      const isFile = (await lstat(join(folder, path)).catch(() => undefined))?.isFile() ?? false;
      return isFile && (await digestFile(path, folder)).digest === digest ? [] : [path];
    }),
  );
  return wrong.flat();
}

async function expectIntact(folder: string, release: Release): Promise<void> {
  const wrong = await mismatches(folder, release);
  if (wrong.length > 0)
    throw new Error(
      `in \`${folder}\` these artifacts are not what the manifest says: ${wrong.join(', ')}; build again`,
    );
}

/** Fills a slot that is not served. It holds the whole release or what it held before. */
export async function fillSlot(environment: string, slot: Slot, artifacts: string, release: Release): Promise<void> {
  const place = join(environment, slot);
  const fresh = `${place}.tmp`;
  await rm(fresh, { recursive: true, force: true });
  for (const { path } of release.artifacts) {
    const to = join(fresh, 'files', path);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(artifacts, path), to);
  }
  await writeWhole(join(fresh, 'release.json'), asJson(release));
  await expectIntact(join(fresh, 'files'), release);
  await rm(place, { recursive: true, force: true });
  await rename(fresh, place);
}

export const releaseIn = (environment: string, slot: Slot): Promise<Release> =>
  readJson<Release>(join(environment, slot, 'release.json'));
