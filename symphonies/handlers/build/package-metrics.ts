/** The packages as a whole: in which order they are built, and how that went. */
import { availableParallelism } from 'node:os';
import type { Built } from './build-package.ts';
import type { Call, Json, JsonObject, Measures } from './context.ts';
import { digestOfFolder, exists } from './files.ts';
import { buildOrder, type Package, readPackages } from './packages.ts';
import { isBefore, mostAtOnce, secondsOfMovement, timeTaken } from './timing.ts';

/** Works out an order, and what the machine carries. */
export async function initializePackageBuild({ log, measure }: Call & Measures<'build_capacity'>): Promise<JsonObject> {
  const order = buildOrder(readPackages()).map(({ name }) => name);
  const capacity = availableParallelism();
  measure('build_capacity', capacity);
  log.info(`${order.length} packages, the machine carries ${capacity} at once`);
  return { order, capacity };
}

/** A package with its build in this run. */
interface Building {
  readonly one: Package;
  readonly built: Built;
}

const isBuilt = (output: Json | undefined): output is Built =>
  typeof output === 'object' && output !== null && 'package' in output && 'key' in output;

/** The packages that this run has built, in the order of their names. */
export const buildingsOf = ({ outputs }: Pick<Call, 'outputs'>): Building[] =>
  readPackages().flatMap((one) => {
    const built = Object.values(outputs).find((output) => isBuilt(output) && output.package === one.name);
    return isBuilt(built) ? [{ one, built }] : [];
  });

/** Dependencies that were not complete when a package that needs them was begun. */
const violationsIn = (buildings: readonly Building[]): number =>
  buildings
    .flatMap(({ one, built }) =>
      one.dependencies.map((name) => ({ built, needed: buildings.find((other) => other.one.name === name) })),
    )
    .filter(({ built, needed }) => !needed || !isBefore(needed.built, built)).length;

/** Whether what was built still lies there as it came out, with what its package.json promises. */
const isValid = ({ one, built }: Building): boolean =>
  exists(`${one.dist}/index.js`) && exists(`${one.dist}/index.d.ts`) && digestOfFolder(one.dist) === built.digest;

type Measured =
  | 'artifact_validation_rate'
  | 'build_order_violations'
  | 'concurrent_builds'
  | 'cache_hit_rate'
  | 'package_build_efficiency'
  | 'movement_duration';

/** Measures the package builds of this run. Throws when not all packages were built, for then nothing can be said about all. */
export async function recordPackageBuildMetrics(call: Call & Measures<Measured>): Promise<JsonObject> {
  const buildings = buildingsOf(call);
  const missing = readPackages().filter(({ name }) => !buildings.some(({ one }) => one.name === name));
  if (missing.length > 0)
    throw new Error(`no beat of this run has built ${missing.map(({ name }) => `\`${name}\``).join(', ')}`);
  const builds = buildings.map(({ built }) => built);
  const lanes = Math.min(call.concurrency, availableParallelism());
  const worked = builds.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const cached = buildings.filter(({ built }) => built.cached).length;
  call.measure('artifact_validation_rate', buildings.filter(isValid).length / buildings.length);
  call.measure('build_order_violations', violationsIn(buildings));
  call.measure('concurrent_builds', mostAtOnce(builds));
  call.measure('cache_hit_rate', cached / buildings.length);
  call.measure('package_build_efficiency', Math.min(1, worked / (Math.max(1, timeTaken(builds)) * lanes)));
  call.measure('movement_duration', secondsOfMovement(call));
  call.log.info(`${buildings.length} packages, ${cached} of them from the cache`);
  return { packages: buildings.length, cached };
}
