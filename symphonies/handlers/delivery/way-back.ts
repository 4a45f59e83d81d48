/** What an environment was before a run changed it, and the way back there: `ENVIRONMENT/before/RUN.json`. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asJson, readJsonIfAny, writeWhole } from '../common/files.ts';
import { folderName } from '../common/paths.ts';
import { activeSlot, type Slot, switchTo } from './target.ts';
import { readToggles, type Toggles, writeToggles } from './toggles.ts';

interface Before {
  readonly slot: Slot | null;
  readonly toggles: Toggles;
}

const kept = 10;

const placeOf = (environment: string, run: string): string => join(environment, 'before', `${folderName(run)}.json`);

/** Notes how things are, unless this run did so already: after a crash, only the first note tells how they were. */
export async function remember(environment: string, run: string): Promise<Before> {
  const known = await readJsonIfAny<Before>(placeOf(environment, run));
  if (known) return known;
  const before = { slot: (await activeSlot(environment)) ?? null, toggles: await readToggles(environment) };
  await writeWhole(placeOf(environment, run), asJson(before));
  await forgetOld(join(environment, 'before'));
  return before;
}

/** Serves again what was served before the run. Gives the slot; undefined when the run has not changed anything. */
export async function goBack(environment: string, run: string): Promise<Before | undefined> {
  const before = await readJsonIfAny<Before>(placeOf(environment, run));
  if (!before) return undefined;
  await switchTo(environment, before.slot ?? undefined);
  await writeToggles(environment, before.toggles);
  return before;
}

async function forgetOld(folder: string): Promise<void> {
  const notes = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = notes.sort((a, b) => b.at - a.at).slice(kept);
  for (const { name } of old) await rm(join(folder, name), { force: true });
}
