/**
 * Loads the parts of the bundled program that `tools/compile.mjs` left in `chunks/`, with what V8 compiled of them the
 * last time. Compiling them anew takes longer than most commands then run. Node keeps such a cache itself only from
 * version 22 on.
 */
import { createHmac, hash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import * as vm from 'node:vm';

/**
 * What `tools/compile.mjs` wraps a chunk in: a function of what bundled code uses of a CommonJS module. It requires other
 * chunks by `./` and their paths in the folder of chunks, whichever folder it lies in itself.
 */
type Factory = (exports: unknown, require: unknown, module: { exports: unknown }, importing: unknown) => void;

interface Compiled {
  readonly script: vm.Script;
  /** The name under which its compiled form is kept. */
  readonly cacheFile: string;
  readonly cached: boolean;
}

/** Where compiled code is kept, and the secret of this machine without which nothing there is believed. */
export interface CompiledCache {
  readonly folder: string;
  readonly key: string;
}

interface Chunks {
  /** Where they lie. */
  readonly folder: string;
  /** Asked when the first chunk is loaded. */
  readonly findCache: () => CompiledCache | undefined;
  /** By chunk, the file in which it lies with others, an object of functions by path. */
  readonly together: ReadonlyMap<string, string>;
  /** What is there before any chunk is, by the name under which chunks require it. */
  readonly given: Readonly<Record<string, unknown>>;
  /** What the process is for, a word: it tells which functions are needed compiled. */
  readonly purpose: string;
}

/** More compiled files than three versions of the tool have: the oldest then go. */
const maxCached = 200;

/** 64 hexadecimal digits and a line end, before the compiled code. */
const headBytes = 65;

/** Compiled scripts have no `import()` of their own. */
const importModule = (specifier: string): Promise<unknown> => import(specifier);

export class ChunkLoader {
  readonly #folder: string;
  readonly #findCache: () => CompiledCache | undefined;
  #cache: CompiledCache | undefined;
  readonly #together: ReadonlyMap<string, string>;
  readonly #files = new Map<string, Readonly<Record<string, Factory>>>();
  readonly #compiled: Compiled[] = [];
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #purpose: string;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #require: NodeJS.Require;

  constructor({ folder, findCache, together, given, purpose }: Chunks) {
    this.#folder = folder;
    this.#findCache = findCache;
    this.#together = together;
    this.#given = given;
    this.#purpose = purpose;
    this.#require = createRequire(`${folder}/index.cjs`);
  }

  /** The exports of a chunk, by path relative to the folder of chunks. */
  load(path: string): unknown {
    const known = this.#modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    const require = (id: string): unknown =>
      id.startsWith('./') ? this.load(id.slice(2)) : (this.#given[id] ?? this.#require(id));
    this.#factory(path)(module.exports, require, module, importModule);
    this.#modules.set(path, module);
    return module.exports;
  }

  #factory(path: string): Factory {
    const file = this.#together.get(path);
    if (file === undefined) return this.#run(path) as Factory;
    const factories = this.#files.get(file) ?? (this.#run(file) as Readonly<Record<string, Factory>>);
    this.#files.set(file, factories);
    return factories[path]!;
  }

  /** What the script in a file evaluates to. Bundled files are ASCII, and one byte a character is quick to read. */
  #run(path: string): unknown {
    const file = posix.join(this.#folder, path);
    const source = fs.readFileSync(file);
    if (this.#compiled.length === 0) this.#cache = this.#findCache();
    const name = hash('sha256', source).slice(0, 40);
    const cacheFile = `${this.#purpose}-${name}-${process.version}-${process.arch}`;
    const cachedData = this.#cache && readCompiled(this.#cache, cacheFile);
    const script = new vm.Script(source.toString('latin1'), { filename: file, cachedData });
    const cached = cachedData !== undefined && script.cachedDataRejected === false;
    this.#compiled.push({ script, cacheFile, cached });
    return script.runInThisContext();
  }

  /** Keeps what was compiled in this run, with the functions that were called. Nothing here is a reason to fail. */
  save(): void {
    const fresh = this.#compiled.filter(({ cached }) => !cached);
    if (this.#cache === undefined || fresh.length === 0) return;
    try {
      const { folder, key } = this.#cache;
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      removeOldest(folder);
      for (const { script, cacheFile } of fresh) {
        const data = script.createCachedData();
        const draft = `${folder}/${cacheFile}.${process.pid}.tmp`;
        fs.writeFileSync(draft, Buffer.concat([Buffer.from(head(key, cacheFile, data)), data]), { mode: 0o600 });
        fs.renameSync(draft, `${folder}/${cacheFile}`);
      }
    } catch {
      // The next run compiles again.
    }
  }
}

const head = (key: string, name: string, data: Uint8Array): string =>
  `${createHmac('sha256', key).update(`${name}\n`).update(data).digest('hex')}\n`;

function readCompiled({ folder, key }: CompiledCache, name: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(`${folder}/${name}`);
    const data = bytes.subarray(headBytes);
    return bytes.toString('latin1', 0, headBytes) === head(key, name, data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function removeOldest(folder: string): void {
  const files = fs.readdirSync(folder).map((name) => `${folder}/${name}`);
  if (files.length < maxCached) return;
  const ages = files.map((file) => ({ file, made: fs.statSync(file).mtimeMs })).sort((a, b) => a.made - b.made);
  for (const { file } of ages.slice(0, files.length - maxCached / 2)) fs.rmSync(file, { force: true });
}
