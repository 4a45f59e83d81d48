/**
 * What starts: the file system, and what loads the program's other parts from where `tools/compile.mjs` left them. Small,
 * because Node compiles it anew each time. The other parts reach it by the name `#program`.
 */
import { nodeHost } from '../host/node.ts';
import { cacheFolder } from './cache-folder.ts';
import { cacheKey } from './cache-key.ts';
import { ChunkLoader, type CompiledCache } from './chunks.ts';

/** The chunks that lie together in one file, by that. */
declare const TOGETHER: Readonly<Record<string, readonly string[]>>;

const cache = cacheFolder(nodeHost);
const folder = `${__dirname.replaceAll('\\', '/')}/chunks`;
const compiledCache = (): CompiledCache | undefined => {
  const key = cacheKey(nodeHost);
  return cache === undefined || key === undefined ? undefined : { folder: `${cache}/code`, key };
};
const together = new Map(
  Object.entries(TOGETHER).flatMap(([file, paths]) => paths.map((path) => [path, file] as const)),
);
const purpose = /^[a-z]{1,12}$/.exec(process.argv[2] ?? '')?.[0] ?? 'other';
// A copy of the command line lies beside what a run loads next: one file less to open and to verify.
if (purpose === 'run') together.set('compiler/cli/bin.cjs', 'playing.cjs');

/** The exports of a chunk, by its path in `chunks/`. */
export const loadChunk = (path: string): unknown => chunks.load(path);

/** Keeps the compiled form of what this run loaded, for the next one. */
export const saveChunks = (): void => chunks.save();

export { nodeHost };

const chunks = new ChunkLoader({
  folder,
  findCache: compiledCache,
  together,
  given: { '#program': { loadChunk, saveChunks, nodeHost } },
  purpose,
});
