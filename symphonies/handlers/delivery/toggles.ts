/** Feature toggles: which features a release has, and for which share of the users each of them is on. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { asJson, exists, readJson, readJsonIfAny, writeWhole } from '../common/files.ts';
import { insidePath } from '../common/paths.ts';

/** What the file of the input `features` lists. */
export interface Feature {
  readonly id: string;
  readonly title: string;
  /** The name of its toggle; a feature without one reaches everybody the moment it is deployed. */
  readonly toggle?: string;
}

/** `toggles.json` of an environment: toggle → percent of the users for whom it is on. */
export type Toggles = Readonly<Record<string, number>>;

export async function readFeatures(path: string): Promise<readonly Feature[]> {
  const file = insidePath(path, 'the input `features`');
  if (!(await exists(file))) throw new Error(`there is no \`${file}\`; list the features of the release in it`);
  const { features } = await readJson<{ readonly features: readonly Feature[] }>(file);
  return features;
}

/** Percent of the features that stand behind a toggle of their own; 100 when a release has no new feature. */
export function adoption(features: readonly Feature[]): number {
  if (features.length === 0) return 100;
  const named = features.map(({ toggle }) => toggle).filter((toggle) => toggle !== undefined && toggle !== '');
  return (new Set(named).size / features.length) * 100;
}

const placeOf = (environment: string): string => join(environment, 'toggles.json');

export const readToggles = async (environment: string): Promise<Toggles> =>
  (await readJsonIfAny<Toggles>(placeOf(environment))) ?? {};

export const writeToggles = (environment: string, toggles: Toggles): Promise<void> =>
  writeWhole(placeOf(environment), asJson(toggles));

/** The toggles of the features, all at one share; other toggles stay as they are. */
export const withShare = (toggles: Toggles, features: readonly Feature[], percent: number): Toggles => ({
  ...toggles,
  ...Object.fromEntries(features.flatMap(({ toggle }) => (toggle ? [[toggle, percent]] : []))),
});

/** Toggles that are not there yet come in switched off; what was released before stays on. */
export const withNewOnesOff = (toggles: Toggles, features: readonly Feature[]): Toggles => ({
  ...withShare({}, features, 0),
  ...toggles,
});

/** Whether a toggle is on for a user: who is in a cohort is in every larger one, too. */
export function isOn(toggles: Toggles, toggle: string, user: string): boolean {
  const hash = createHash('sha256').update(`${toggle}\n${user}`).digest().readUInt32BE(0);
  return (hash / 2 ** 32) * 100 < (toggles[toggle] ?? 0);
}
