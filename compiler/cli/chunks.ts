/**
 * Loads the parts of the bundled program that `tools/compile.mjs` left in `chunks/`, with what V8 compiled of them the
 * last time. Compiling them anew takes longer than most commands then run. Node keeps such a cache itself only from
 * version 22 on.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import * as vm from 'node:vm';

/** What a chunk is wrapped in: the parameters of a CommonJS module that bundled code uses. */
const wrapped = (source: string): string => `(function (exports, require, module, __import) {${source}\n})`;

interface Loaded {
  readonly module: { exports: unknown };
  readonly script: vm.Script;
  /** Where its compiled form lies, or should lie. */
  readonly cacheFile: string;
  readonly cached: boolean;
}

/** More compiled files than three versions of the tool have: the oldest then go. */
const maxCached = 200;

/** 64 hexadecimal digits and a line end, before the compiled code. */
const headBytes = 65;

/** Compiled scripts have no `import()` of their own. */
const importModule = (specifier: string): Promise<unknown> => import(specifier);

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export class ChunkLoader {
  readonly #folder: string;
  readonly #cache: string | undefined;
  readonly #loaded = new Map<string, Loaded>();
  readonly #require: NodeJS.Require;

  /** `cache`: a folder that belongs to the user alone, since compiled code is believed; undefined for none. */
  constructor(folder: string, cache: string | undefined) {
    this.#folder = folder;
    this.#cache = cache;
    this.#require = createRequire(`${folder}/index.cjs`);
  }

  /** The exports of a chunk, by path relative to the folder of chunks. */
  load(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known) return known.module.exports;
    const file = posix.join(this.#folder, path);
    const source = fs.readFileSync(file, 'utf8');
    const cacheFile = `${this.#cache}/${sha256(`${process.version} ${process.arch}\n${source}`).slice(0, 40)}`;
    const cachedData = this.#cache === undefined ? undefined : readCompiled(cacheFile);
    const script = new vm.Script(wrapped(source), { filename: file, cachedData });
    const cached = cachedData !== undefined && script.cachedDataRejected === false;
    const module = { exports: {} };
    // Known before it runs, so that chunks can import one another in a circle.
    this.#loaded.set(path, { module, script, cacheFile, cached });
    const require = (id: string): unknown =>
      id.startsWith('.') ? this.load(posix.join(posix.dirname(path), id)) : this.#require(id);
    script.runInThisContext()(module.exports, require, module, importModule);
    return module.exports;
  }

  /** Keeps what was compiled in this run, with the functions that were called. Nothing here is a reason to fail. */
  save(): void {
    const fresh = [...this.#loaded.values()].filter(({ cached }) => !cached);
    if (this.#cache === undefined || fresh.length === 0) return;
    try {
      fs.mkdirSync(this.#cache, { recursive: true, mode: 0o700 });
      removeOldest(this.#cache);
      for (const { script, cacheFile } of fresh) {
        const data = script.createCachedData();
        const draft = `${cacheFile}.${process.pid}.tmp`;
        fs.writeFileSync(draft, Buffer.concat([Buffer.from(`${sha256(data)}\n`), data]), { mode: 0o600 });
        fs.renameSync(draft, cacheFile);
      }
    } catch {
      // The next run compiles again.
    }
  }
}

function readCompiled(file: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(file);
    const data = bytes.subarray(headBytes);
    return bytes.toString('latin1', 0, headBytes) === `${sha256(data)}\n` ? data : undefined;
  } catch {
    return undefined;
  }
}

function removeOldest(folder: string): void {
  const files = fs.readdirSync(folder).map((name) => `${folder}/${name}`);
  if (files.length < maxCached) return;
  const ages = files.map((file) => ({ file, used: fs.statSync(file).mtimeMs })).sort((a, b) => a.used - b.used);
  for (const { file } of ages.slice(0, files.length - maxCached / 2)) fs.rmSync(file, { force: true });
}
