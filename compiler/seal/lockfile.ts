/** package-lock.json, versions 2 and 3 → the installed packages and which of them needs which. Trusts no field's type. */
import { parentOf } from '../base/path.ts';
import { compareText } from '../base/text.ts';

export type EdgeKind = 'runtime' | 'development' | 'optional' | 'peer';

export interface LockedPackage {
  /** The folder it is installed to, relative to the workspace: its key in the lockfile. */
  readonly location: string;
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly needs: readonly { readonly kind: EdgeKind; readonly location: string }[];
}

export interface Lockfile {
  readonly packages: readonly LockedPackage[];
  /** Why there are no packages to list. */
  readonly problem?: string;
}

type Fields = Readonly<Record<string, unknown>>;

const edgeFields: Readonly<Record<EdgeKind, string>> = {
  runtime: 'dependencies',
  development: 'devDependencies',
  optional: 'optionalDependencies',
  peer: 'peerDependencies',
};

/** The workspace itself is the package with the location ``. */
export function readLockfile(text: string | undefined): Lockfile {
  if (text === undefined) return { packages: [], problem: 'there is no package-lock.json' };
  const root = parseObject(text);
  if (!root) return { packages: [], problem: 'package-lock.json is not a JSON object' };
  if (!isObject(root['packages']))
    return { packages: [], problem: 'package-lock.json has no `packages`, which npm 7 and later write' };
  const entries = new Map(
    Object.entries(root['packages']).filter((entry): entry is [string, Fields] => isObject(entry[1])),
  );
  const packages = [...entries].filter(([, fields]) => fields['link'] !== true);
  return {
    packages: packages
      .sort(([a], [b]) => compareText(a, b))
      .map(([location, fields]) => ({ ...describe(location, fields), needs: edgesOf(location, fields, entries) })),
  };
}

/** A JSON object, or undefined for any other text. */
export function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that is a text and not empty. */
export const textField = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A licence as a text, or in the older form `{ "type": … }`. */
export function licenseField(fields: Fields): string | undefined {
  const { license } = fields;
  return isObject(license) ? textField(license, 'type') : textField(fields, 'license');
}

function describe(location: string, fields: Fields): Omit<LockedPackage, 'needs'> {
  const installed = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const folder = location.includes('node_modules/') ? installed : location;
  return {
    location,
    name: textField(fields, 'name') ?? folder,
    version: textField(fields, 'version'),
    license: licenseField(fields),
    integrity: textField(fields, 'integrity'),
  };
}

function edgesOf(location: string, fields: Fields, entries: ReadonlyMap<string, Fields>): LockedPackage['needs'] {
  const edges: { kind: EdgeKind; location: string }[] = [];
  for (const kind of Object.keys(edgeFields) as EdgeKind[]) {
    const wanted = fields[edgeFields[kind]];
    if (!isObject(wanted)) continue;
    for (const name of Object.keys(wanted).sort()) {
      const found = resolve(location, name, entries);
      if (found !== undefined) edges.push({ kind, location: found });
    }
  }
  return edges;
}

/** Node's own way: the nearest `node_modules` above, where a link stands for the folder it leads to. */
function resolve(from: string, name: string, entries: ReadonlyMap<string, Fields>): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const found = entries.get(candidate);
    if (found) return found['link'] === true ? textField(found, 'resolved') : candidate;
    if (folder === '' || folder === '/') return undefined;
  }
}
