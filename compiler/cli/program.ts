/** The program's own parts, for the modules that `tools/compile.mjs` puts in place of dynamic imports. */
import { cacheFolder } from './cache-folder.ts';
import { ChunkLoader } from './chunks.ts';

/** The chunks that lie together in `core.cjs`. */
declare const CORE_CHUNKS: readonly string[];

const cache = cacheFolder({ env: (name) => process.env[name] });
const folder = `${__dirname.replaceAll('\\', '/')}/chunks`;
const chunks = new ChunkLoader(folder, cache && `${cache}/code`, new Set(CORE_CHUNKS));

/** The exports of a chunk, by its path in `chunks/`. */
export const loadChunk = (path: string): unknown => chunks.load(path);

/** Keeps the compiled form of what this run loaded, for the next one. */
export const saveChunks = (): void => chunks.save();
