/** The program's own parts, for the modules that `tools/compile.mjs` puts in place of dynamic imports. */
import { cacheFolder } from './cache-folder.ts';
import { ChunkLoader } from './chunks.ts';

const cache = cacheFolder({ env: (name) => process.env[name] });
const chunks = new ChunkLoader(`${__dirname.replaceAll('\\', '/')}/chunks`, cache && `${cache}/code`);

/** The exports of a chunk, by its path in `chunks/`. */
export const loadChunk = (path: string): unknown => chunks.load(path);

/** Keeps the compiled form of what this run loaded, for the next one. */
export const saveChunks = (): void => chunks.save();
