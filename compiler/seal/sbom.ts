/** The bill of materials: the workspace's package and all that its lockfile pins, as an SPDX 2.3 document. */
import { digestValue } from '../../runtime/core/digest.ts';
import { compareText } from '../base/text.ts';
import type { SealInput } from '../model/seal.ts';
import {
  type EdgeKind,
  type LockedPackage,
  type Lockfile,
  licenseField,
  parseObject,
  readLockfile,
  textField,
} from './lockfile.ts';
import { type SpdxPackage, spdxPackage } from './spdx.ts';

interface Relationship {
  readonly spdxElementId: string;
  readonly relationshipType: string;
  readonly relatedSpdxElement: string;
}

/** Relationships that are listed, at most: with all of a hundred times as many, sealing takes minutes. */
const maxEdges = 50_000;

/** The SPDX document. Where there is no lockfile, or one with too many relationships, its comment says so. */
export function sbomOf(input: Pick<SealInput, 'inputs' | 'leftOut' | 'verdict' | 'tool' | 'sourceDateEpoch'>): object {
  const lockfile = lockfileOf(input);
  const root = rootPackage(input, lockfile.packages);
  const locked = lockfile.packages.filter(({ location }) => location !== '');
  const listed = new Map(locked.map((each) => [each.location, spdxPackage(each)]));
  const ids = new Map([...listed].map(([location, { SPDXID }]) => [location, SPDXID])).set('', root.SPDXID);
  const packages = new Map([...listed.values(), root].map((each) => [each.SPDXID, each]));
  const edges = lockfile.packages.reduce((sum, { needs }) => sum + needs.length, 0);
  const comment = lockfile.problem ? `No dependencies are listed: ${lockfile.problem}.` : tooMany(edges);
  const related = edges > maxEdges ? lockfile.packages.filter(({ location }) => location === '') : lockfile.packages;
  const content = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: root.versionInfo ? `${root.name}@${root.versionInfo}` : root.name,
    ...(comment && { comment }),
    creationInfo: { created: created(input.sourceDateEpoch), creators: [`Tool: symphonyc-${input.tool}`] },
    packages: [...packages.values()].sort((a, b) => compareText(a.SPDXID, b.SPDXID)),
    relationships: relationshipsOf(root, related, ids),
  };
  const namespace = `https://symphonyc.dev/spdx/${digestValue(content)}`;
  return { ...content, documentNamespace: namespace };
}

const tooMany = (edges: number): string | undefined =>
  edges > maxEdges
    ? `Of the dependencies only those of the workspace itself are listed: package-lock.json has ${edges}, more than ${maxEdges}.`
    : undefined;

function lockfileOf(input: Pick<SealInput, 'inputs' | 'leftOut'>): Lockfile {
  const leftOut = input.leftOut?.find(({ path }) => path === 'package-lock.json');
  if (leftOut) return { packages: [], problem: `package-lock.json cannot be read: ${leftOut.reason}` };
  return readLockfile(textOf(input, 'package-lock.json'));
}

function textOf({ inputs }: Pick<SealInput, 'inputs'>, path: string): string | undefined {
  const file = inputs.find((input) => input.path === path);
  return file && new TextDecoder().decode(file.bytes());
}

/** As package.json says, else the lockfile, else the name of the workspace. */
function rootPackage(input: Pick<SealInput, 'inputs' | 'verdict'>, locked: readonly LockedPackage[]): SpdxPackage {
  const manifest = parseObject(textOf(input, 'package.json') ?? '{}') ?? {};
  const own = locked.find(({ location }) => location === '');
  const facts = {
    name: textField(manifest, 'name') ?? (own?.name || input.verdict.workspace.id),
    version: textField(manifest, 'version') ?? own?.version,
    license: licenseField(manifest) ?? own?.license,
  };
  return { ...spdxPackage(facts), primaryPackagePurpose: 'APPLICATION' };
}

/** SPDX requires a time. Without `SOURCE_DATE_EPOCH` it is the epoch, which everybody recognises as none. */
const created = (epoch = 0): string => new Date(epoch * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** From the package that needs to the needed one, or the other way round where SPDX has only that. */
const relations: Readonly<Record<EdgeKind, { readonly type: string; readonly reversed?: true }>> = {
  runtime: { type: 'DEPENDS_ON' },
  peer: { type: 'HAS_PREREQUISITE' },
  development: { type: 'DEV_DEPENDENCY_OF', reversed: true },
  optional: { type: 'OPTIONAL_DEPENDENCY_OF', reversed: true },
};

function relationshipsOf(
  root: SpdxPackage,
  packages: readonly LockedPackage[],
  ids: ReadonlyMap<string, string>,
): Relationship[] {
  const found = new Map<string, Relationship>();
  const add = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): void => {
    const key = `${spdxElementId} ${relationshipType} ${relatedSpdxElement}`;
    found.set(key, { spdxElementId, relationshipType, relatedSpdxElement });
  };
  add('SPDXRef-DOCUMENT', 'DESCRIBES', root.SPDXID);
  for (const { location, needs } of packages) {
    for (const edge of needs) {
      const [from, to] = [ids.get(location), ids.get(edge.location)];
      if (from === undefined || to === undefined) continue;
      const { type, reversed } = relations[edge.kind];
      add(reversed ? to : from, type, reversed ? from : to);
    }
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, relationship]) => relationship);
}
