/** `check --out FOLDER`: whether what lies there is what the sources compile to. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { baseOf, joinPath, staysInside } from '../base/path.ts';
import type { CheckSession } from '../cache/session.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import { rulesetDigest, toolVersion } from '../generated/digests.ts';
import type { Host } from '../host/host.ts';
import { readSource } from '../load/index.ts';
import { compareWithSources } from '../verify/index.ts';
import { readOutputFolder } from './output-folder.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Undefined when there is no such folder: then there is nothing to compare. */
export function outputComparison(
  host: Host,
  { root, out }: Pick<WorkspaceOptions, 'root' | 'out'>,
): CheckSession['compareOutput'] {
  if (host.stat(out)?.type !== 'directory') return undefined;
  const folder = out.startsWith(`${root}/`) ? out.slice(root.length + 1) : baseOf(out);
  const digestOf = (path: string): string | undefined => {
    const read = staysInside(path) ? readSource(host, root, path, { limit: Number.POSITIVE_INFINITY }) : undefined;
    return read && 'file' in read ? digestBytes(read.file.bytes()) : undefined;
  };
  return (files) => {
    const inputs = new Map(files.map(({ path, digest }) => [path, digest]));
    const sources = { inputs, digestOf, ruleset: rulesetDigest, tool: toolVersion };
    return compareWithSources(readOutputFolder(host, host.realPath(out)), sources).map(({ member, problem }) =>
      finding('MANIFEST_MISMATCH', { folder, problem }, fileStart(joinPath(folder, member))),
    );
  };
}
