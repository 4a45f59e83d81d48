/** The files as the TypeScript compiler sees them; what it was told is on record, so that it can be asked for again. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText } from '../base/text.ts';
import { type DirectoryEntry, isHostError, type ReadHost } from '../host/host.ts';

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

  constructor(view: FileView) {
    this.#view = view;
  }

  add(path: string, text: string): void {
    this.#virtual.set(path, text);
  }

  /** What it was told, but for the contents of files that `known` names. */
  facts(known: ReadonlySet<string>): FileFacts {
    const facts = [...this.#facts].filter(([fact]) => !known.has(fact.slice(fact.indexOf(' ') + 1)));
    return Object.fromEntries(facts.sort(([a], [b]) => compareText(a, b)));
  }

  /** Whether the compiler would be told the same again. */
  holds(facts: FileFacts): boolean {
    const all = Object.entries(facts);
    // Links first: they say what may be read outside the workspace.
    const links = all.filter(([fact]) => fact.startsWith('realpath '));
    return [...links, ...all].every(([fact, told]) => {
      const cut = fact.indexOf(' ');
      this.answer(fact.slice(0, cut), fact.slice(cut + 1));
      return this.#facts.get(fact) === told;
    });
  }

  answer(method: string, path: string): unknown {
    const scratch = inside(path, `${this.#view.root}/.symphony`);
    if (scratch || inside(path, this.#view.out)) return this.#answerVirtual(method, path, scratch);
    switch (method) {
      case 'readFile':
        return { content: this.#read(path) ?? null };
      case 'fileExists':
        return this.#note(method, path, this.#stat(path)?.type === 'file');
      case 'directoryExists':
        return this.#note(method, path, this.#stat(path)?.type === 'directory');
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

  #stat(path: string) {
    return this.#isOpen(path) || inside(this.#view.root, path) ? this.#view.host.stat(path) : undefined;
  }

  #read(path: string): string | undefined {
    const { host, root, readOwn } = this.#view;
    try {
      if (inside(path, root) && !isPackaged(path)) {
        const own = readOwn(path.slice(root.length + 1));
        this.#note('readFile', path, own?.digest ?? '-');
        return own && new TextDecoder().decode(own.bytes());
      }
      const stat = this.#isOpen(path) ? host.stat(path) : undefined;
      // What lies in a package is changed by installing it again.
      const state = stat?.type === 'file' ? `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';
      this.#note('readFile', path, state);
      return state === '-' ? undefined : new TextDecoder().decode(host.readFile(path));
    } catch (error) {
      if (!isHostError(error)) throw error;
      this.#note('readFile', path, '-');
      return undefined;
    }
  }

  #realPath(path: string): string {
    let real = path;
    try {
      if (this.#isOpen(path)) real = this.#view.host.realPath(path);
    } catch (error) {
      if (!isHostError(error)) throw error;
    }
    const cut = path.lastIndexOf('/node_modules/');
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
