/** Brings a release into an environment. */
import type { Log } from '../common/context.ts';
import { fillSlot, type Release, readArtifacts, releaseIn } from './release.ts';
import { activeSlot, otherSlot, type Slot } from './target.ts';
import { remember } from './way-back.ts';

export interface Installed {
  readonly release: Release;
  /** Where it lies now; nothing serves it yet, unless an earlier try of this run came that far. */
  readonly slot: Slot;
  /** What was served before this run. */
  readonly previous: Slot | undefined;
}

/** Fills the slot that was idle when the run began. What is served is left alone. */
export async function install(environment: string, artifacts: string, run: string, log: Log): Promise<Installed> {
  const release = await readArtifacts(artifacts);
  const previous = (await remember(environment, run)).slot ?? undefined;
  const slot = otherSlot(previous);
  const served = (await activeSlot(environment)) === slot;
  if (!served || (await releaseIn(environment, slot)).id !== release.id)
    await fillSlot(environment, slot, artifacts, release);
  log.info(`release ${release.id.slice(0, 12)} with ${release.artifacts.length} files lies in the slot ${slot}`);
  return { release, slot, previous };
}
