/** The files of a workspace as fixes may touch them, each known by its real path, and read once. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath, parentOf, staysInside } from '../base/path.ts';
import { type FileStat, isHostError, type ReadHost } from '../host/host.ts';
import { noLines, type TextFile, toLines } from './lines.ts';

/** A file as it is on the disk. */
export interface OpenFile {
  /** Relative to the workspace, with all links resolved. */
  readonly path: string;
  /** Undefined when there is none yet. */
  readonly bytes?: Uint8Array;
  readonly mode?: number;
  readonly text: TextFile;
}

export interface Refusal {
  readonly refused: string;
}

/** What a fix never writes into: other tools keep it, or this one does. */
const ownFolders = new Set(['.symphony', '.git', 'node_modules']);

/** Why nothing is written at a path relative to the workspace, which its name alone tells. */
export function barredPath(path: string, out: string): string | undefined {
  if (!staysInside(path)) return 'it lies outside the workspace';
  const folder = path.split('/').find((part) => ownFolders.has(part.toLowerCase()));
  if (folder !== undefined) return `what lies in \`${folder}\` is not edited`;
  return out !== '' && `${path}/`.startsWith(`${out}/`) ? 'it lies in the output folder' : undefined;
}

export class Desk {
  readonly host: ReadHost;
  /** The workspace's folder, with all links resolved. */
  readonly root: string;
  readonly #out: string;
  readonly #checked: ReadonlyMap<string, string>;
  readonly #real = new Map<string, string>();
  readonly #files = new Map<string, OpenFile | Refusal>();

  /**
   * `out`: the output folder, relative to the workspace; empty when it lies elsewhere. `checked`: digests of the files as
   * they were when they were checked, by path.
   */
  constructor(host: ReadHost, root: string, out: string, checked: ReadonlyMap<string, string>) {
    this.host = host;
    this.#checked = checked;
    this.root = host.realPath(root);
    this.#out = out;
  }

  /** The file that a path of the workspace leads to, or why it is not edited. */
  open(file: string): OpenFile | Refusal {
    const known = this.#files.get(file) ?? this.#look(file);
    this.#files.set(file, known);
    return known;
  }

  /** An absolute path with all links resolved, also of what does not exist. */
  realOf(path: string): string {
    const known = this.#real.get(path) ?? this.#resolve(path);
    this.#real.set(path, known);
    return known;
  }

  #resolve(path: string): string {
    try {
      return this.host.realPath(path);
    } catch (error) {
      if (!isHostError(error) || parentOf(path) === path) throw error;
      return joinPath(this.realOf(parentOf(path)), path.slice(path.lastIndexOf('/') + 1));
    }
  }

  #look(file: string): OpenFile | Refusal {
    const barred = barredPath(file, this.#out);
    if (barred !== undefined) return { refused: barred };
    try {
      const found = this.#read(joinPath(this.root, file));
      const digest = this.#checked.get(file);
      if ('refused' in found || digest === undefined) return found;
      const same = found.bytes !== undefined && digestBytes(found.bytes) === digest;
      return same ? found : { refused: 'it changed after it was checked; fix again' };
    } catch (error) {
      if (!isHostError(error)) throw error;
      return { refused: `it cannot be read (${error.code})` };
    }
  }

  #read(absolute: string): OpenFile | Refusal {
    const stat = this.host.stat(absolute);
    if (!stat && this.host.lstat(absolute)) return { refused: 'it is a link that leads nowhere' };
    const real = this.realOf(absolute);
    if (!real.startsWith(`${this.root}/`)) return { refused: 'a link in its path leads out of the workspace' };
    const path = real.slice(this.root.length + 1);
    const barred = barredPath(path, this.#out);
    if (barred !== undefined) return { refused: barred };
    if (!stat) return { path, text: noLines };
    return unwritable(stat) ?? this.#contentOf(path, stat);
  }

  #contentOf(path: string, { mode }: FileStat): OpenFile | Refusal {
    const bytes = this.host.readFile(joinPath(this.root, path));
    const text = toLines(bytes);
    return text ? { path, bytes, mode, text } : { refused: 'it is not UTF-8' };
  }
}

/** The owner's right to write. */
const writable = 0o200;

function unwritable({ type, mode = writable }: FileStat): Refusal | undefined {
  if (type !== 'file') return { refused: 'it is not a regular file' };
  return (mode & writable) === 0 ? { refused: 'it is read-only' } : undefined;
}
