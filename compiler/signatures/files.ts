/** The files as the TypeScript compiler sees them; what it was told is on record, so that it can be asked for again. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText } from '../base/text.ts';
import { type DirectoryEntry, isHostError, type ReadHost } from '../host/host.ts';
import { Reach } from './reach.ts';

/** By what was asked for and a path, a text that stands for what the compiler was told. */
export type FileFacts = Readonly<Record<string, string>>;

/** What of the workspace itself is read: undefined for what must not be, or is not there. */
type ReadOwn = (path: string) => { readonly digest: string; readonly bytes: () => Uint8Array } | undefined;

export interface FileView {
  readonly host: ReadHost;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Absolute path of the output folder: what the last build wrote must not decide what this one says. */
  readonly out: string;
  readonly readOwn: ReadOwn;
  /** Handler modules and all that they import, by absolute path: questions name their contents. */
  readonly modules: ReadonlySet<string>;
}

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const isPackaged = (path: string): boolean => path.includes('/node_modules/') || path.endsWith('/node_modules');

export class CompilerFiles {
  readonly #view: FileView;
  /** Files that exist for the compiler only, by absolute path. */
  readonly #virtual = new Map<string, string>();
  readonly #facts = new Map<string, string>();
  /** Folders outside the workspace that links in `node_modules` lead to. */
  readonly #linked = new Set<string>();

  readonly #reach: Reach;

  /** `reach`: of the compiler that the files are for. */
  constructor(view: FileView, reach = new Reach()) {
    this.#view = view;
    this.#reach = reach;
  }

  add(path: string, text: string): void {
    this.#virtual.set(path, text);
  }

  /** What was in files that are not used any more does not count. */
  keep(isUsed: (path: string) => boolean): void {
    const read = 'readFile ';
    const isKept = (path: string): boolean => !this.#isOwn(path) || path.endsWith('.json') || isUsed(path);
    for (const fact of [...this.#facts.keys()])
      if (fact.startsWith(read) && !isKept(fact.slice(read.length))) this.#facts.delete(fact);
    this.#reach.keep(isKept);
  }

  /** All that it was told. */
  facts(): FileFacts {
    return Object.fromEntries([...this.#facts].sort(([a], [b]) => compareText(a, b)));
  }

  /** What it was told that questions do not name already. */
  furtherFacts(): { readonly facts: FileFacts; readonly wide: boolean } {
    const { modules } = this.#view;
    const wide = this.#reach.isWide(modules);
    const all = Object.entries(this.facts());
    const further = all.filter(([fact]) => wide || !modules.has(fact.slice(fact.indexOf(' ') + 1)));
    return { facts: Object.fromEntries(further), wide };
  }

  /** What the compiler would be told otherwise now. */
  differences(facts: FileFacts): string[] {
    const all = Object.keys(facts);
    // Links first: they say what may be read outside the workspace.
    const links = all.filter((fact) => fact.startsWith('realpath '));
    return [...links, ...all].filter((fact) => {
      const cut = fact.indexOf(' ');
      const [method, path] = [fact.slice(0, cut), fact.slice(cut + 1)];
      if (method === 'readFile') this.#look(path);
      else this.answer(method, path);
      return this.#facts.get(fact) !== facts[fact];
    });
  }

  answer(method: string, path: string): unknown {
    const scratch = inside(path, `${this.#view.root}/.symphony`);
    if (scratch || inside(path, this.#view.out)) return this.#answerVirtual(method, path, scratch);
    switch (method) {
      case 'readFile':
        return { content: this.#read(path) ?? null };
      case 'fileExists':
        return this.#note(method, path, this.#isOpen(path) && this.#view.host.stat(path)?.type === 'file');
      case 'directoryExists':
        return this.#note(method, path, this.#isFolder(path));
      case 'realpath':
        return this.#realPath(path);
      default:
        return this.#entries(path);
    }
  }

  #answerVirtual(method: string, path: string, scratch: boolean): unknown {
    switch (method) {
      case 'readFile':
        return { content: this.#virtual.get(path) ?? null };
      case 'fileExists':
        return this.#virtual.has(path);
      case 'directoryExists':
        return scratch;
      case 'realpath':
        return path;
      default:
        return { files: [], directories: [] };
    }
  }

  #note<T extends string | boolean>(method: string, path: string, answer: T): T {
    this.#facts.set(`${method} ${path}`, String(answer));
    return answer;
  }

  /** Nothing outside the workspace but packages is looked at. */
  #isOpen = (path: string): boolean =>
    inside(path, this.#view.root) || isPackaged(path) || [...this.#linked].some((folder) => inside(path, folder));

  /** By where it is: the state of a folder is another whenever something comes or goes in it. */
  #isFolder(path: string): boolean {
    if (inside(this.#view.root, path) || path === '/') return true;
    try {
      return this.#isOpen(path) && this.#view.host.realPath(path) !== '';
    } catch (error) {
      if (!isHostError(error)) throw error;
      return false;
    }
  }

  #read(path: string): string | undefined {
    const bytes = this.#look(path);
    let text: string | undefined;
    try {
      text = bytes && new TextDecoder().decode(bytes());
    } catch (error) {
      if (!isHostError(error)) throw error;
      this.#note('readFile', path, '-');
    }
    if (this.#isOwn(path)) this.#reach.read(path, text);
    return text;
  }

  #isOwn = (path: string): boolean => inside(path, this.#view.root) && !isPackaged(path);

  /** Takes note of the state of a file; undefined when it cannot be read. */
  #look(path: string): (() => Uint8Array) | undefined {
    const { host, root, readOwn } = this.#view;
    if (this.#isOwn(path)) {
      const own = readOwn(path.slice(root.length + 1));
      this.#note('readFile', path, own?.digest ?? '-');
      if (!own) this.#reach.read(path, undefined);
      return own?.bytes;
    }
    const stat = this.#isOpen(path) ? host.stat(path) : undefined;
    const isFile = stat?.type === 'file';
    // What lies in a package is changed by installing it again.
    this.#note('readFile', path, isFile ? `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-');
    return isFile ? () => host.readFile(path) : undefined;
  }

  #realPath(path: string): string {
    let real = path;
    try {
      if (this.#isOpen(path)) real = this.#view.host.realPath(path);
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
    const cut = path.lastIndexOf('/node_modules/');
    if (cut !== -1 && this.#isOwn(real)) this.#reach.linked(path);
    if (cut !== -1 && !inside(real, this.#view.root) && !isPackaged(real)) {
      const within = /^(?:@[^/]+\/)?[^/]+/.exec(path.slice(cut + '/node_modules/'.length))?.[0] ?? '';
      const tail = path.slice(cut + '/node_modules/'.length + within.length);
      if (real.endsWith(tail)) this.#linked.add(real.slice(0, real.length - tail.length));
    }
    return this.#note('realpath', path, real);
  }

  /** Only folders and declarations: what else lies there, the compiler is told by handlers that import it. */
  #entries(path: string): { files: string[]; directories: string[] } {
    let entries: readonly DirectoryEntry[] = [];
    try {
      if (this.#isOpen(path)) entries = this.#view.host.readDirectory(path);
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
    const named = (wanted: (entry: DirectoryEntry) => boolean): string[] =>
      entries
        .filter(wanted)
        .map(({ name }) => name)
        .sort(compareText);
    const files = named(({ name, type }) => type === 'file' && /\.d\.[cm]?ts$/.test(name));
    const directories = named(({ name, type }) => type === 'directory' && name !== 'node_modules');
    this.#facts.set(`getAccessibleEntries ${path}`, digestBytes(JSON.stringify([files, directories])).slice(0, 24));
    return { files, directories };
  }
}
