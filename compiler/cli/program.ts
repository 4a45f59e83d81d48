/** The program's own parts, for the modules that `tools/compile.mjs` puts in place of dynamic imports. */
import { nodeHost } from '../host/node.ts';
import { cacheFolder } from './cache-folder.ts';
import { ChunkLoader, type CompiledCache } from './chunks.ts';
import { cacheKey } from './workspace-cache.ts';

/** The chunks that lie together in `core.cjs`. */
declare const CORE_CHUNKS: readonly string[];

const cache = cacheFolder(nodeHost);
const folder = `${__dirname.replaceAll('\\', '/')}/chunks`;
const compiledCache = (): CompiledCache | undefined => {
  const key = cacheKey(nodeHost);
  return cache === undefined || key === undefined ? undefined : { folder: `${cache}/code`, key };
};
const chunks = new ChunkLoader(folder, compiledCache, new Set(CORE_CHUNKS));

/** The exports of a chunk, by its path in `chunks/`. */
export const loadChunk = (path: string): unknown => chunks.load(path);

/** Keeps the compiled form of what this run loaded, for the next one. */
export const saveChunks = (): void => chunks.save();
