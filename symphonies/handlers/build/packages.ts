/** The packages of the monorepo, as their package.json say. */
import { readdirSync } from 'node:fs';
import { byText, exists, readJson } from './files.ts';
import { inRoot, packagesFolder } from './paths.ts';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** The name without its scope. */
  readonly short: string;
  readonly folder: string;
  readonly dist: string;
  /** Names of the packages of this monorepo that it imports. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** All packages, in the order of their names. Throws when one depends on what is not there. */
export function readPackages(): Package[] {
  const folders = readdirSync(inRoot(packagesFolder)).filter((one) => exists(`${packagesFolder}/${one}/package.json`));
  const packages = folders.map((folder) => readPackage(`${packagesFolder}/${folder}`));
  const names = new Set(packages.map(({ name }) => name));
  for (const { name, dependencies } of packages) {
    const missing = dependencies.find((one) => !names.has(one));
    if (missing !== undefined) throw new Error(`\`${name}\` depends on \`${missing}\`, which is no package here`);
  }
  return packages.sort((a, b) => byText(a.name, b.name));
}

function readPackage(folder: string): Package {
  const { name, version, dependencies = {} } = readJson<Manifest>(`${folder}/package.json`)!;
  const short = name.slice(name.indexOf('/') + 1);
  const scope = name.slice(0, name.indexOf('/') + 1);
  const own = Object.keys(dependencies).filter((one) => one.startsWith(scope));
  return { name, version, short, folder, dist: `${folder}/dist`, dependencies: own.sort(byText) };
}

/** Each package after those it depends on; else in the order given. Throws when some depend on one another in a circle. */
export function buildOrder(packages: readonly Package[]): Package[] {
  const ordered: Package[] = [];
  const done = new Set<string>();
  while (ordered.length < packages.length) {
    const next = packages.find(
      ({ name, dependencies }) => !done.has(name) && dependencies.every((one) => done.has(one)),
    );
    if (!next) {
      const left = packages.filter(({ name }) => !done.has(name)).map(({ name }) => `\`${name}\``);
      throw new Error(`packages depend on one another in a circle: ${left.join(', ')}`);
    }
    done.add(next.name);
    ordered.push(next);
  }
  return ordered;
}

/** What a package depends on, also through others, in the order of their names. */
export function allDependencies(of: Package, packages: readonly Package[]): Package[] {
  const found = new Map<string, Package>();
  const collect = ({ dependencies }: Package): void => {
    for (const one of packages) {
      if (!dependencies.includes(one.name) || found.has(one.name)) continue;
      found.set(one.name, one);
      collect(one);
    }
  };
  collect(of);
  return [...found.values()].sort((a, b) => byText(a.name, b.name));
}
