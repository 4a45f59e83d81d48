/** Which locked versions lie outside the ranges that a package.json declares. As npm compares them: with its own library. */
import { lockedVersion } from '../base/packages.ts';
import type { LockFacts, PackageManifest, RangeViolation } from '../model/code.ts';

/** Nobody writes longer ranges, and nobody else's text is to keep the library busy. */
const longest = 200;

/** Ranges that are no comparison, such as tags, folders and addresses, are left out, and so are those that npm overrides. */
export async function outsideRanges(
  manifests: readonly PackageManifest[],
  lock: LockFacts,
): Promise<readonly RangeViolation[]> {
  const [root] = manifests;
  const compared = manifests.flatMap((manifest) =>
    manifest.dependencies.flatMap(({ name, range, kind }) => {
      const version = lockedVersion({ lock }, manifest, name);
      const wanted = comparable(range);
      if (!version || wanted === undefined || root?.overrides.includes(name)) return [];
      return [{ path: manifest.path, name, kind, version, wanted }];
    }),
  );
  if (compared.length === 0) return [];
  const [{ default: satisfies }, { default: validRange }] = await Promise.all([
    import('semver/functions/satisfies.js'),
    import('semver/ranges/valid.js'),
  ]);
  const outside = compared.filter(({ version, wanted }) => {
    const isRange = validRange(wanted, { loose: true }) !== null;
    return isRange && !satisfies(version, wanted, { loose: true });
  });
  return outside.map(({ path, name, kind, version }) => ({ path, name, kind, version }));
}

/** The range itself, behind another name for the package too; undefined where any version will do, or it is no range. */
function comparable(range: string): string | undefined {
  const wanted = range.replace(/^npm:(?:@[^/]+\/)?[^@]+@?/, '').trim();
  return wanted === '' || wanted === '*' || wanted.includes(':') || wanted.length > longest ? undefined : wanted;
}
