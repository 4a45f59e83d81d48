/**
 * Where releases go: a folder with two slots an environment, `blue` and `green`, and a link `current` to the one that is
 * served. What is served is never changed in place: a release fills the idle slot, and the link is replaced in one step.
 */
import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { insidePath } from '../common/paths.ts';

export type Slot = 'blue' | 'green';
export type Environment = 'staging' | 'production';

/** What the caller of the symphony gives: three paths in the workspace. */
export interface Inputs {
  readonly artifacts: string;
  readonly target: string;
  readonly features: string;
}

/** The folder of an environment below the target that the caller of the symphony gives. */
export const environmentFolder = (target: string, environment: Environment): string =>
  join(insidePath(target, 'the input `target`'), environment);

/** The slot that is served; undefined before the first release. */
export async function activeSlot(folder: string): Promise<Slot | undefined> {
  const to = await readlink(join(folder, 'current')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (to === undefined || to === 'blue' || to === 'green') return to;
  throw new Error(`\`${join(folder, 'current')}\` leads to \`${to}\`, which is no slot; point it at blue or green`);
}

export const otherSlot = (slot: Slot | undefined): Slot => (slot === 'blue' ? 'green' : 'blue');

/** Serves `slot` from now on; nothing when it is undefined. Whoever looks meanwhile sees the old slot or the new one. */
export async function switchTo(folder: string, slot: Slot | undefined): Promise<void> {
  const current = join(folder, 'current');
  if (slot === undefined) return rm(current, { force: true });
  const fresh = `${current}.tmp`;
  await mkdir(folder, { recursive: true });
  await rm(fresh, { force: true });
  await symlink(slot, fresh);
  await rename(fresh, current);
}
