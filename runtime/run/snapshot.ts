/** The state that a symphony declares, saved before a movement byte for byte and put back when the movement is undone. */
import {
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { digestBytes } from '../core/digest.ts';
import type { Plan } from '../generated/plan.ts';
import { runFolder } from '../journal/folder.ts';
import { inside } from '../plan/workspace.ts';

export interface Snapshot {
  /**
   * Puts back the given paths of the state, all of them when none is given, as far as they differ. Gives the paths that
   * did. Throws Error for a path that is not part of the state.
   */
  restore(paths?: readonly string[]): readonly string[];
  /** Forgets what was saved: when the movement is played anew, it is from then on. */
  drop(): void;
}

/** Below the folder of the run. */
const stateFolder = 'state';

/**
 * Saves the state before the movement at `path`, unless an earlier process has. Undefined when the symphony declares none.
 * When the movement has `begun` and nothing was saved here, it was on another machine, and nothing can be put back.
 * Throws when the state cannot be read or leads out of the workspace.
 */
export function takeSnapshot(
  root: string,
  run: string,
  plan: Plan,
  path: string,
  begun: boolean,
): Snapshot | undefined {
  const { snapshot, state = [] } = plan.rollback ?? {};
  if (!snapshot || state.length === 0) return undefined;
  const places = new Map(state.map((one) => [one, placeOf(root, one)]));
  const folder = join(runFolder(root, run), stateFolder, digestBytes(path).slice(0, 16));
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    if (begun) return elsewhere;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, place] of places)
      if (lstatSync(place, { throwIfNoEntry: false })) copy(place, join(folder, key(name)));
    writeFileSync(complete, '');
  }
  return {
    restore: (paths = state) =>
      paths.filter((name) => {
        const place = places.get(name);
        if (place === undefined) throw new Error(`\`${name}\` is not part of the state that \`${plan.id}\` declares`);
        // A link may have been put in the way since.
        return putBack(join(folder, key(name)), placeOf(root, name));
      }),
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const elsewhere: Snapshot = {
  restore: () => {
    throw new Error('the state was saved on the machine that began the movement: put it back there');
  },
  drop: () => undefined,
};

/** Once a run is done there is nothing to put back. */
export function dropSnapshots(root: string, run: string): void {
  const folder = join(runFolder(root, run), stateFolder);
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

function placeOf(root: string, path: string): string {
  const place = inside(root, path);
  if (place === undefined) throw new Error(`\`${path}\`, of the state, leads out of the workspace`);
  return place;
}

const key = (path: string): string => digestBytes(path).slice(0, 16);

const copy = (from: string, to: string): void =>
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    mode: constants.COPYFILE_FICLONE,
  });

/** Makes `place` what was saved, or nothing when nothing was there. False when it is so already. */
function putBack(saved: string, place: string): boolean {
  if (same(saved, place)) return false;
  const fresh = `${place}.symphonyc-new`;
  const old = `${place}.symphonyc-old`;
  for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(place), { recursive: true });
  if (lstatSync(saved, { throwIfNoEntry: false })) copy(saved, fresh);
  if (lstatSync(place, { throwIfNoEntry: false })) renameSync(place, old);
  if (lstatSync(fresh, { throwIfNoEntry: false })) renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
  return true;
}

/** Whether two places hold the same names, bytes, links and permissions. */
function same(a: string, b: string): boolean {
  const [one, other] = [lstatSync(a, { throwIfNoEntry: false }), lstatSync(b, { throwIfNoEntry: false })];
  if (!one || !other) return one === other;
  if ((one.mode ^ other.mode) !== 0) return false;
  if (one.isSymbolicLink()) return readlinkSync(a) === readlinkSync(b);
  if (!one.isDirectory()) return one.size === other.size && readFileSync(a).equals(readFileSync(b));
  const names = readdirSync(a).sort();
  const others = readdirSync(b).sort();
  return (
    names.length === others.length && names.every((name, i) => name === others[i] && same(join(a, name), join(b, name)))
  );
}
