/**
 * Whether the types of one handler can depend on files that its module does not import by a relative path: on global
 * declarations, say, or through an alias for a folder. Then every file that was read counts for every answer; else an
 * answer rests on its own module and on what that imports, which its question names.
 */

/** Types that are imported in place, references and what is declared for all; `@import` is one of the comments of JavaScript. */
const further = /\bimport\s*\(|@import\b|<reference\b|\brequire\s*\(|\bdeclare\s+(?:global|module|namespace)\b/;

/** A file without either is no module: what it declares is there for all. */
const modular = /\b(?:import|export)\b/;

export class Reach {
  readonly #read = new Map<string, boolean>();

  /** Takes note of a file of the workspace, in its present state. */
  read(path: string, text: string | undefined): void {
    if (text === undefined) this.#read.delete(path);
    else if (!path.endsWith('.json')) this.#read.set(path, further.test(text) || !modular.test(text));
    else if (path.endsWith('/package.json')) this.#read.set(path, /"(?:imports|exports)"/.test(text));
  }

  /** A package is a link to a folder of the workspace. */
  linked(path: string): void {
    this.#read.set(path, true);
  }

  /** The compiler's options may have names for folders. */
  configured(options: Readonly<Record<string, unknown>>): void {
    const names = ['paths', 'rootDirs', 'baseUrl'];
    this.#read.set(
      'tsconfig.json',
      names.some((name) => options[name] !== undefined),
    );
  }

  /** Files that the compiler does not use any more say nothing. */
  keep(isUsed: (path: string) => boolean): void {
    for (const path of [...this.#read.keys()]) if (!path.endsWith('.json') && !isUsed(path)) this.#read.delete(path);
  }

  /** `modules`: handler modules and all that they import. */
  isWide(modules: ReadonlySet<string>): boolean {
    return [...this.#read].some(([path, wide]) => wide || !(path.endsWith('.json') || modules.has(path)));
  }
}
