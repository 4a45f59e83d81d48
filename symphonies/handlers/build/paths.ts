/** Where things lie. Paths are those of the workspace, with slashes; `inRoot` makes them paths of this machine. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export const inRoot = (...parts: readonly string[]): string => join(root, ...parts);

export const sample = 'samples/renderx';
export const packagesFolder = `${sample}/packages`;
export const catalogFolder = `${sample}/catalog`;
export const manifestsFolder = `${sample}/manifests`;
export const hostFolder = `${sample}/host`;
export const artifactsFolder = `${sample}/artifacts`;
export const governanceFolder = `${sample}/governance`;

/** What the build keeps for itself, beside what the tool keeps. */
export const cacheFolder = '.symphony/build/cache';
export const scratchFolder = '.symphony/build/scratch';
export const keyFile = '.symphony/build/signing-key.pem';

/** A correlation id comes from outside: one that is no plain name is replaced by its digest. */
export const archiveFolder = (correlationId: string, digest: (text: string) => string): string =>
  `.symphony/archive/${/^[A-Za-z0-9][\w-]{0,99}$/.test(correlationId) ? correlationId : digest(correlationId)}`;
