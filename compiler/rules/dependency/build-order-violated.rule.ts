import { namedWorkspaces } from '../../base/commands.ts';
import { hasNoOrder } from '../../base/needs.ts';
import { declarationPlace } from '../../base/packages.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { MovementSchedule, Step, SymphonyAnalysis } from '../../model/analysis.ts';
import type { BeatNode } from '../../model/bound.ts';
import type { DeclaredPackage, PackageIndex, PackageManifest } from '../../model/code.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (...beats: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', ...beats)) }),
  'package.json': '{ "workspaces": ["packages/*"] }\n',
  'packages/app/package.json':
    '{ "name": "app", "scripts": { "build": "tsc" }, "dependencies": { "lib": "*" }, "devDependencies": { "kit": "*" } }\n',
  'packages/kit/package.json': '{ "name": "kit", "scripts": { "build": "tsc" } }\n',
  'packages/lib/package.json': '{ "name": "lib", "scripts": { "build": "tsc" } }\n',
});

const build = (...fields: string[]): string => beat('a', ...fields, 'timeout: 5s');

/** One step that builds a package. */
interface Building {
  readonly manifest: PackageManifest;
  readonly beat: BeatNode;
  /** Where the package is named. */
  readonly path: Path;
  readonly schedule: MovementSchedule;
  readonly step: Step;
}

/** Names of scripts that make the files of a package which others import. */
const isBuildScript = (name: string | undefined): boolean =>
  /^(?:build|compile|bundle|prepack|prepare)(?:[:-]|$)/.test(name ?? '');

/** Testing or publishing packages in another order breaks nothing; so it has to be said that this builds. */
function builds({ value }: BeatNode): boolean {
  if (value.activity !== undefined) return value.activity === 'build';
  const { run = [] } = value;
  return run[0] === 'npm' && run.some((part, i) => /^run(?:-script)?$/.test(part) && isBuildScript(run[i + 1]));
}

const positions = new WeakMap<BeatNode, ReadonlyMap<string, number>>();

/** Where the value of `each` stands that a step is for. */
function valuePath({ beat: node, binding }: Step): Path {
  const listed = () => (Object.values(node.value.each!)[0] as readonly string[]).map((value, i) => [value, i] as const);
  const known = positions.get(node) ?? new Map(listed());
  positions.set(node, known);
  return [...node.path, 'each', binding!.name, known.get(binding!.value)!];
}

/** The package that a step is about: what `--workspace` names, else the value of `each`. */
function packageOfStep(step: Step, packages: PackageIndex): Pick<Building, 'manifest' | 'path'> | undefined {
  const { beat: node, binding } = step;
  const { run = [] } = node.value;
  const option = run.findIndex((part) => /^(?:-w|--workspace)(?:=|$)/.test(part));
  if (option === -1) {
    const manifest = binding && packages.manifests.find(({ name }) => name === binding.value);
    return manifest && manifest.folder !== '' ? { manifest, path: valuePath(step) } : undefined;
  }
  const at = run[option]!.includes('=') ? option : option + 1;
  const named = (run[at] ?? '').replace(/^(?:-w|--workspace)=/, '');
  const name = binding ? named.replaceAll(`{${binding.name}}`, binding.value) : named;
  const [manifest, ...more] = namedWorkspaces(packages, name);
  if (!manifest || more.length > 0) return undefined;
  return { manifest, path: named === name ? [...node.path, 'run', at] : valuePath(step) };
}

function buildingsIn({ schedules }: SymphonyAnalysis, packages: PackageIndex): Building[] {
  return schedules.flatMap((schedule) =>
    hasNoOrder(schedule)
      ? []
      : schedule.steps.flatMap((step) => {
          const built = builds(step.beat) ? packageOfStep(step, packages) : undefined;
          return built ? [{ ...built, beat: step.beat, schedule, step }] : [];
        }),
  );
}

interface Needed {
  readonly declared: DeclaredPackage;
  readonly name: string;
}

/** The packages that one needs and that are built here, also through others that are not. */
function neededBy(
  manifest: PackageManifest,
  byName: ReadonlyMap<string, PackageManifest>,
  built: ReadonlySet<string>,
): Needed[] {
  const found = new Map<string, Needed>();
  const seen = new Set([manifest.name]);
  const queue = manifest.dependencies.map((declared) => ({ declared, name: declared.name }));
  for (let next = queue.pop(); next; next = queue.pop()) {
    const inside = byName.get(next.name);
    if (!inside || seen.has(next.name)) continue;
    seen.add(next.name);
    if (built.has(next.name)) found.set(next.name, next);
    else for (const { name } of inside.dependencies) queue.push({ declared: next.declared, name });
  }
  return [...found.values()];
}

/** Whether steps come after some that build a package, whatever plays at once. */
class Order {
  readonly #buildings = new Map<string, Building[]>();
  readonly #after = new Map<string, ReadonlySet<string>>();

  constructor(buildings: readonly Building[]) {
    for (const one of buildings) {
      const name = one.manifest.name ?? '';
      const known = this.#buildings.get(name);
      if (known) known.push(one);
      else this.#buildings.set(name, [one]);
    }
  }

  first(name: string): Building {
    return this.#buildings.get(name)![0]!;
  }

  comesAfter({ schedule, step }: Building, name: string): boolean {
    const { position } = schedule.movement;
    return this.first(name).schedule.movement.position < position || this.#stepsAfter(schedule, name).has(step.id);
  }

  #stepsAfter(schedule: MovementSchedule, name: string): ReadonlySet<string> {
    const key = `${schedule.movement.position} ${name}`;
    const known = this.#after.get(key);
    if (known) return known;
    const own = new Set(this.#buildings.get(name)!.map(({ step }) => step));
    const [reached, after] = [new Set<string>(), new Set<string>()];
    for (const step of schedule.steps) {
      const follows = step.needs.some((need) => reached.has(need));
      if (follows) after.add(step.id);
      if (follows || own.has(step)) reached.add(step.id);
    }
    this.#after.set(key, after);
    return after;
  }
}

interface Params extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly needed: string;
  readonly ordered: boolean;
}

export default documentRule<Params>()({
  code: 'BUILD_ORDER_VIOLATED',
  dimension: 'dependency',
  aspect: 'sequence',
  severity: 'critical',
  over: 'symphony',
  doc: `A symphony builds npm workspaces of this workspace, and one of them before another that it depends on, or beside it: nothing
says which comes first. It is built with what the other one was the last time, or not at all.

Change the order of the values under \`each\`, of the beats, or their \`needs\`. A step builds a package when its activity is
\`build\`, or it has none and runs a script such as \`npm run build\`, and when \`--workspace\` or the value of \`each\` names the
package. Dependencies are those of any kind in its package.json, also through packages that the symphony does not build. A
package that the symphony does not build is nobody's concern here, and so are packages that depend on each other.`,
  message: ({ name, needed, ordered }) =>
    ordered
      ? `\`${name}\` is built before \`${needed}\`, on which it depends`
      : `\`${name}\` depends on \`${needed}\`, and nothing says that it is built after it`,
  help: 'build it after what it depends on',
  applies: ({ beats }, { lookup }) => beats.some(builds) && lookup.packages().manifests.length > 1,
  check: ({ analysis, bound, report }) => {
    const packages = bound.lookup.packages();
    const buildings = analysis ? buildingsIn(analysis, packages) : [];
    const byName = new Map(packages.manifests.map((manifest) => [manifest.name ?? '', manifest]));
    const built = new Set(buildings.map(({ manifest }) => manifest.name ?? ''));
    const needs = new Map([...built].map((name) => [name, neededBy(byName.get(name)!, byName, built)]));
    const order = new Order(buildings);
    for (const one of buildings) {
      const name = one.manifest.name ?? '';
      for (const { name: needed, declared } of needs.get(name)!) {
        const circular = needs.get(needed)!.some((back) => back.name === name);
        if (circular || order.comesAfter(one, needed)) continue;
        const other = order.first(needed);
        report({
          params: { name, needed, ordered: order.comesAfter(other, name) },
          at: one.path,
          related: [
            { ...bound.place(other.path), message: `\`${needed}\` is built here` },
            { ...declarationPlace(one.manifest, declared), message: `\`${name}\` depends on it` },
          ],
        });
      }
    }
  },
  examples: [
    {
      title: 'values in the wrong order',
      files: files(
        build('activity: build', 'run: [npm, run, build, -w, "{package}"]', 'each: { package: [app, lib] }'),
      ),
      expect: [{ file: 'play.yaml', line: 14, column: 27 }],
    },
    {
      title: 'beats that play at once',
      files: files(
        beat('a', 'run: [npm, run, build, --workspace, lib]', 'timeout: 5s'),
        beat('b', 'run: [npm, run, build, --workspace=packages/app]', 'needs: []', 'timeout: 5s'),
      ),
      expect: [{ file: 'play.yaml', line: 15, column: 32 }],
    },
    {
      title: 'in order',
      files: files(build('run: [npm, run, build, -w, "{package}"]', 'each: { package: [kit, lib, app] }')),
      expect: [],
    },
    {
      title: 'tests, whose order does not matter',
      files: files(build('activity: test', 'run: [npm, test, -w, "{package}"]', 'each: { package: [app, lib] }')),
      expect: [],
    },
  ],
});
