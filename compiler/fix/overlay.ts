/** The file system as it would be with some files changed: fixes are tried on it before anything is written. */
import type { Host, ReadHost } from '../host/host.ts';
import { overlayHost } from '../host/overlay.ts';
import type { Desk } from './desk.ts';

/** `changed`: contents by real path, relative to the workspace of `desk`. Links lead to them, too. */
export function overlay(
  host: ReadHost & Pick<Host, 'now'>,
  desk: Desk,
  changed: ReadonlyMap<string, Uint8Array>,
): ReadHost & Pick<Host, 'now'> {
  const contents = new Map(Array.from(changed, ([path, bytes]) => [`${desk.root}/${path}`, bytes]));
  const changing = overlayHost(host, contents);
  const isLink = (path: string): boolean => host.lstat(path)?.type === 'symlink';
  return {
    ...changing,
    now: () => host.now(),
    stat: (path) => changing.stat(desk.realOf(path)),
    lstat: (path) => (isLink(path) ? host.lstat(path) : changing.lstat(desk.realOf(path))),
    readFile: (path) => changing.readFile(desk.realOf(path)),
    readDirectory: (path) => changing.readDirectory(desk.realOf(path)),
    realPath: (path) => changing.realPath(desk.realOf(path)),
  };
}
