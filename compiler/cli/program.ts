/** The program's own parts, for the modules that `tools/compile.mjs` puts in place of dynamic imports. */
import { nodeHost } from '../host/node.ts';
import { cacheFolder } from './cache-folder.ts';
import { ChunkLoader, type CompiledCache } from './chunks.ts';
import { cacheKey } from './workspace-cache.ts';

/** The chunks that lie together in one file, by that. */
declare const TOGETHER: Readonly<Record<string, readonly string[]>>;

const cache = cacheFolder(nodeHost);
const folder = `${__dirname.replaceAll('\\', '/')}/chunks`;
const compiledCache = (): CompiledCache | undefined => {
  const key = cacheKey(nodeHost);
  return cache === undefined || key === undefined ? undefined : { folder: `${cache}/code`, key };
};
const together = Object.entries(TOGETHER).flatMap(([file, paths]) => paths.map((path) => [path, file] as const));
const chunks = new ChunkLoader(folder, compiledCache, new Map(together));

/** The exports of a chunk, by its path in `chunks/`. */
export const loadChunk = (path: string): unknown => chunks.load(path);

/** Keeps the compiled form of what this run loaded, for the next one. */
export const saveChunks = (): void => chunks.save();
