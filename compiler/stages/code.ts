/** The code around the documents: handler modules with what they import, and the packages of the workspace. */
import { joinPath, staysInside } from '../base/path.ts';
import { readModules, readPackages } from '../bind/index.ts';
import type { CheckSession } from '../cache/session.ts';
import { packageFolders, readSource } from '../load/index.ts';
import { nearPath } from '../load/near-path.ts';
import type { PackageIndex } from '../model/code.ts';
import type { Document } from '../model/document.ts';
import type { SourceFile } from '../model/source.ts';

/** The lockfiles of the largest repositories have some 20 MiB. */
const maxLockBytes = 64 * 1024 * 1024;

/** Reads the modules that the workspace names, and what they import; nothing of them is executed. */
export function readHandlerModules(session: CheckSession, workspace: Document<'Workspace'>) {
  const { host, root, out } = session;
  const exists = existence(session);
  const read = (path: string): SourceFile | { problem: string } | undefined => {
    if (!exists(path) && !host.lstat(joinPath(root, path))) return undefined;
    const result = readSource(host, root, path, { knownDigest: session.knownDigest(path) });
    return 'file' in result ? session.noteModule(result.file) : { problem: String(result.finding.params['problem']) };
  };
  const declared = new Set(Object.values(workspace.value.handlers ?? {}).map((path) => joinPath(path)));
  const outputs = new Set([out, 'out'].filter((folder) => folder !== ''));
  return readModules(workspace.value.handlers ?? {}, {
    read,
    exists,
    isOutput: (path) => [...outputs].some((folder) => path === folder || path.startsWith(`${folder}/`)),
    near: (path) => nearPath(host, root, path, declared),
    known: session.knownModule,
    keep: session.keepModule,
    survives: (script, input) => host.survives(script, input),
  });
}

/** Reads package.json and what belongs to it. What cannot be read counts as missing. */
export function readWorkspacePackages(session: CheckSession): Promise<PackageIndex> {
  const { host, root, out } = session;
  const exists = existence(session);
  return readPackages({
    exists,
    read: (path) => {
      if (!exists(path)) return undefined;
      const result = readSource(host, root, path, { knownDigest: session.knownDigest(path), limit: maxLockBytes });
      return 'file' in result ? session.noteModule(result.file) : undefined;
    },
    folders: (patterns) => packageFolders(host, root, patterns, [out]),
    known: session.knownFacts,
    keep: session.keepFacts,
  });
}

const existence =
  ({ host, root }: CheckSession) =>
  (path: string): boolean =>
    staysInside(path) && host.stat(joinPath(root, path)) !== undefined;
